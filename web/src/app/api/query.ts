import { QueryClient } from '@tanstack/react-query';
import { isApiError } from './errors';

export const queries = new QueryClient({
  defaultOptions: {
    queries: {
      staleTime: 30_000,
      gcTime: 10 * 60_000,
      refetchOnWindowFocus: true,
      // What the server refused it refuses again; only silence and its own failures are worth another try.
      retry: (count, error) => count < 2 && (!isApiError(error) || error.status === 0 || error.status >= 502),
    },
    mutations: { retry: false },
  },
});
