import { queryOptions } from '@tanstack/react-query';
import { api } from '~/app/api/client';
import type { History, Id } from '~/app/api/types';
import { keepTitles } from './objects';

/** What a record's fields were, latest first; of one field or of all. */
export const historyQuery = (object: string, id: Id, field?: string) =>
  queryOptions({
    queryKey: ['history', object, id, field ?? ''],
    queryFn: async ({ signal }) => {
      const history = await api.get<History>(`/records/${object}/${id}/history`, { field, limit: field ? 50 : 500 }, { signal });
      keepTitles(history.related);
      return history;
    },
    staleTime: 5_000,
  });
