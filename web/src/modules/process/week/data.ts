import { useMutation, useQuery } from '@tanstack/react-query';
import { api } from '~/app/api/client';
import { queries } from '~/app/api/query';
import type { Fields, Id, Mode, Money, Person, Record_ } from '~/app/api/types';

export interface WeekReason { code: string; text: string; tone: 'neutral' | 'good' | 'warn' | 'bad' }
export interface WeekItem {
  touch: Id;
  name: string;
  kind: string;
  mode: Mode;
  state: 'planned' | 'done' | 'skipped';
  week: string;
  carried_weeks: number;
  minutes: number;
  account: { id: Id; name: string; city: string | null; country: string | null; industry: string | null; account_type: string | null; category: string | null; revenue: Money | null };
  reasons: WeekReason[];
  steps: { text: string; done: boolean }[];
  contact: { id: Id; name: string; job_title: string | null; phone: string | null; email: string | null } | null;
  lately: { at: string; kind: string; text: string }[];
  open: { object: string; id: Id; text: string }[];
  done_on: string | null;
  outcome: string | null;
  note: string | null;
  version: number;
}
export interface WeekList {
  week: string;
  from: string;
  to: string;
  user: Person;
  previous: string;
  next: string;
  summary: { items: number; done: number; minutes: number; minutes_done: number; minutes_left: number; capacity_minutes: number; carried_over: number };
  items: WeekItem[];
}

export const useWeek = (user: string | undefined, week: string | undefined) =>
  useQuery({
    queryKey: ['week', user ?? '', week ?? ''],
    queryFn: ({ signal }) => api.get<WeekList>('/week', { user, week }, { signal }),
    placeholderData: (before) => before,
  });

/** The people whose list one may open. */
export const useWeekUsers = () =>
  useQuery({
    queryKey: ['week-users'],
    queryFn: async () => {
      const answer = await api.get<Person[] | { users: Person[] }>('/week/users');
      return Array.isArray(answer) ? answer : answer.users;
    },
    staleTime: 5 * 60_000,
  });

export type Deed = 'done' | 'skip' | 'reschedule' | 'hand-over' | 'reopen' | 'steps';
interface Act { touch: Id; deed: Deed; body: Record<string, unknown> }

/** How an item looks at once, before the server has answered. */
function foreseen(item: WeekItem, { deed, body }: Act): WeekItem | null {
  switch (deed) {
    case 'done': return { ...item, state: 'done', outcome: (body['outcome'] as string | undefined) ?? null, note: (body['note'] as string | undefined) ?? null };
    case 'skip': return { ...item, state: 'skipped' };
    case 'reopen': return { ...item, state: 'planned', outcome: null };
    case 'steps': return { ...item, steps: item.steps.map((step, index) => ({ ...step, done: (body['done'] as number[]).includes(index) })) };
    default: return null; // it leaves this list
  }
}

/** What moving a touch changes, as it was before: with it the move can be taken back. */
interface Moved { touch: Id; version: number; fields: Fields }

function refreshLists(): void {
  for (const key of ['week', 'coverage', 'process']) void queries.invalidateQueries({ queryKey: [key] });
}

export async function takeMoveBack({ touch, version, fields }: Moved): Promise<void> {
  await api.patch<Record_>(`/records/touch/${touch}`, { fields }, { version });
  refreshLists();
}

/** Does something with a touch: shown at once, taken back when the server refuses. */
export function useAct() {
  return useMutation({
    mutationFn: async ({ touch, deed, body }: Act): Promise<Moved | null> => {
      const moves = deed === 'reschedule' || deed === 'hand-over';
      const was = moves ? await api.get<Record_>(`/records/touch/${touch}`) : null;
      const now = await api.post<WeekItem>(`/touches/${touch}/${deed}`, body);
      if (!was) return null;
      const { week = null, owner = null, locked = false, reason = null } = was.fields;
      return { touch, version: now.version, fields: { week, owner, locked, reason } };
    },
    onMutate: async (act) => {
      await queries.cancelQueries({ queryKey: ['week'] });
      const before = queries.getQueriesData<WeekList>({ queryKey: ['week'] });
      for (const [key, list] of before) {
        if (!list) continue;
        queries.setQueryData<WeekList>(key, {
          ...list,
          items: list.items.flatMap((item) => {
            if (item.touch !== act.touch) return [item];
            const next = foreseen(item, act);
            return next ? [next] : [];
          }),
        });
      }
      return before;
    },
    onError: (_error, _act, before) => {
      for (const [key, list] of before ?? []) queries.setQueryData(key, list);
    },
    onSettled: (_answer, _error, act) => {
      if (act.deed !== 'steps') refreshLists();
    },
  });
}
