import { useNavigate, useParams, useSearch } from '@tanstack/react-router';
import { useCallback, useEffect } from 'react';
import type { PageSearch } from './router';

/** A path's `$name`, as text. */
export function usePathParam(name: string): string {
  const params: Record<string, string | undefined> = useParams({ strict: false });
  return params[name] ?? '';
}

/** The address says it all: what a page shows is read from and written to its search parameters. */
export function usePageSearch(): [PageSearch, (change: PageSearch, push?: boolean) => void] {
  const search = useSearch({ strict: false }) as PageSearch;
  const navigate = useNavigate();
  const set = useCallback(
    (change: PageSearch, push = false) => {
      void navigate({ to: '.', search: ((before: PageSearch) => ({ ...before, ...change })) as never, replace: !push, resetScroll: false });
    },
    [navigate],
  );
  return [search, set];
}

export function useTitle(title: string): void {
  useEffect(() => {
    document.title = title ? `${title} · Kith` : 'Kith';
  }, [title]);
}
