import type { InfiniteData } from '@tanstack/react-query';
import { useMemo } from 'react';
import { queries } from '~/app/api/query';
import type { Id, Page } from '~/app/api/types';

/** The records before and after this one in the list one came from: the newest that is kept and holds it. */
export function useNeighbours(object: string, id: Id): { previous?: Id | undefined; next?: Id | undefined } {
  return useMemo(() => {
    const lists = queries.getQueryCache().findAll({ queryKey: ['records', object] })
      .map((query) => ({ at: query.state.dataUpdatedAt, ids: (query.state.data as InfiniteData<Page> | undefined)?.pages?.flatMap((page) => page.records.map((record) => record.id)) ?? [] }))
      .filter((list) => list.ids.length > 1 && list.ids.includes(id)).sort((one, other) => other.at - one.at);
    const ids = lists[0]?.ids ?? [];
    const at = ids.indexOf(id);
    return at < 0 ? {} : { previous: ids[at - 1], next: ids[at + 1] };
  }, [object, id]);
}
