import { useEffect, useMemo, useSyncExternalStore } from 'react';
import { api } from '~/app/api/client';
import type { Id, Present, PresenceEvent } from '~/app/api/types';
import { hear } from '~/app/live';
import { useSession } from '~/app/session';

const every = 20_000;
const nobody: Present[] = [];
const keyOf = (object: string, id: Id) => `${object}:${id}`;

/** Who is on which record, as the server last told, and the field this person writes in. */
const present = new Map<string, Present[]>();
const editing = new Map<string, string | null>();
const listeners = new Set<() => void>();
const put = (key: string, users: Present[]) => {
  if (users.length) present.set(key, users);
  else present.delete(key);
  for (const listener of listeners) listener();
};
const subscribe = (listener: () => void) => {
  listeners.add(listener);
  return () => void listeners.delete(listener);
};
hear('presence', (data) => {
  const told = data as PresenceEvent;
  put(keyOf(told.object, told.id), told.users);
});

async function tell(object: string, id: Id): Promise<void> {
  const key = keyOf(object, id);
  try {
    const answer = await api.put<Partial<PresenceEvent> | null>(`/records/${object}/${id}/presence`, { editing: editing.get(key) ?? null });
    if (answer?.users) put(key, answer.users);
  } catch {
    // Who else is here is a courtesy: its failing is none of the reader's business.
  }
}

/** Says that one is here for as long as the page is shown. */
export function usePresence(object: string, id: Id, here: boolean): void {
  useEffect(() => {
    if (!here) return undefined;
    const key = keyOf(object, id);
    const beat = () => { if (!document.hidden) void tell(object, id); };
    beat();
    const timer = window.setInterval(beat, every);
    document.addEventListener('visibilitychange', beat);
    return () => {
      window.clearInterval(timer);
      document.removeEventListener('visibilitychange', beat);
      editing.delete(key);
      put(key, nobody);
      void api.delete(`/records/${object}/${id}/presence`).catch(() => undefined);
    };
  }, [object, id, here]);
}

/** The others who look at it. */
export function useOthers(object: string, id: Id): Present[] {
  const { user } = useSession();
  const all = useSyncExternalStore(subscribe, () => present.get(keyOf(object, id)) ?? nobody);
  return useMemo(() => all.filter((one) => one.id !== user.id), [all, user.id]);
}

/** Told to the others while a field is open. */
export function useEditingTold(object: string, id: Id, field: string, now: boolean): void {
  useEffect(() => {
    if (!now) return undefined;
    const key = keyOf(object, id);
    editing.set(key, field);
    void tell(object, id);
    return () => {
      if (editing.get(key) !== field) return;
      editing.delete(key);
      void tell(object, id);
    };
  }, [object, id, field, now]);
}
