import { useMutation, useQuery } from '@tanstack/react-query';
import { api } from '~/app/api/client';
import { queries } from '~/app/api/query';
import type { Id, Mode, Money, Person } from '~/app/api/types';

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

/** Does something with a touch: shown at once, taken back when the server refuses. */
export function useAct() {
  return useMutation({
    mutationFn: ({ touch, deed, body }: Act) => api.post(`/touches/${touch}/${deed}`, body),
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
      if (act.deed === 'steps') return;
      void queries.invalidateQueries({ queryKey: ['week'] });
      void queries.invalidateQueries({ queryKey: ['coverage'] });
      void queries.invalidateQueries({ queryKey: ['process'] });
    },
  });
}
