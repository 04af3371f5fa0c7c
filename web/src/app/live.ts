import { useEffect } from 'react';
import { queries } from './api/query';
import type { ChangeEvent } from './api/types';

/** What a change of a record makes stale besides the records themselves. */
const derived: Record<string, string[][]> = {
  touch: [['week'], ['coverage'], ['process']],
  activity: [['timeline'], ['week'], ['process']],
  note: [['timeline']],
  order: [['timeline'], ['process']],
  account: [['week'], ['coverage'], ['process'], ['timeline']],
  contact: [['timeline']],
  deal: [['timeline'], ['process'], ['board']],
  touchpoint: [['programs']],
  program: [['programs']],
};

export function invalidateFor(object: string, id?: string): void {
  void queries.invalidateQueries({ queryKey: ['records', object] });
  if (id === undefined) void queries.invalidateQueries({ queryKey: ['record', object] });
  else void queries.invalidateQueries({ queryKey: ['record', object, id] });
  for (const key of derived[object] ?? []) void queries.invalidateQueries({ queryKey: key });
}

/** Other people's changes appear without a reload. A burst (an import) becomes one refresh. */
export function useLiveUpdates(): void {
  useEffect(() => {
    const waiting = new Map<string, Set<string>>();
    let timer = 0;
    const flush = () => {
      timer = 0;
      for (const [object, ids] of waiting) {
        if (ids.size > 20) invalidateFor(object);
        else for (const id of ids) invalidateFor(object, id);
      }
      waiting.clear();
    };
    const source = new EventSource('/api/v1/events');
    source.addEventListener('change', (event: MessageEvent<string>) => {
      const change = JSON.parse(event.data) as ChangeEvent;
      const ids = waiting.get(change.object) ?? new Set<string>();
      waiting.set(change.object, ids.add(change.id));
      if (!timer) timer = window.setTimeout(flush, 250);
    });
    return () => {
      source.close();
      window.clearTimeout(timer);
    };
  }, []);
}
