import { useMutation, useQuery } from '@tanstack/react-query';
import { api } from '~/app/api/client';
import { queries } from '~/app/api/query';
import type { Id, Mode, Money, Person, Record_ } from '~/app/api/types';

export interface Touchpoint {
  id: Id; // "new-…" until it is saved
  name: string;
  kind: string;
  mode: Mode;
  times_per_year: number;
  months: number[];
  minutes: number;
  who: string;
  steps: string[];
  position: number;
  version: number;
}
export interface Cell {
  account_type: 'expand' | 'retain';
  category: 'A' | 'B' | 'C' | 'D';
  program: Id | null;
  name: string;
  goal: string | null;
  accounts: number;
  human_minutes_per_year: number;
  touchpoints: Touchpoint[];
}
export interface Load {
  weeks: string[];
  reps: { user: Person; capacity_minutes: number; minutes: number[] }[];
}
export interface Programs {
  cells: Cell[];
  load: Load;
  category_ranges: Partial<Record<'A' | 'B' | 'C' | 'D', { from: Money | null }>>;
  customers: number;
}
export interface DraftLoad extends Load {
  minutes_per_year: number;
  minutes_per_year_now: number;
}

export const usePrograms = () => useQuery({ queryKey: ['programs'], queryFn: ({ signal }) => api.get<Programs>('/programs', undefined, { signal }) });

export const cellKey = (cell: Pick<Cell, 'account_type' | 'category'>): string => `${cell.account_type}-${cell.category}`;
export const isNew = (touchpoint: Touchpoint): boolean => touchpoint.id.startsWith('new-');

/** What the draft takes of the team; nothing is saved. */
export const askLoad = async (cells: Cell[], signal: AbortSignal): Promise<DraftLoad> => {
  const answer = await api.post<DraftLoad & { load?: Load }>('/programs/load', {
    cells: cells.map(({ account_type, category, touchpoints }) => ({
      account_type, category, touchpoints: touchpoints.map(({ mode, times_per_year, months, minutes, who }) => ({ mode, times_per_year, months, minutes, who })),
    })),
  }, { signal });
  return { ...answer, weeks: answer.weeks ?? answer.load?.weeks ?? [], reps: answer.reps ?? answer.load?.reps ?? [] };
};

const fieldsOf = (touchpoint: Touchpoint) => ({
  name: touchpoint.name, kind: touchpoint.kind, mode: touchpoint.mode, times_per_year: touchpoint.times_per_year,
  months: touchpoint.months.map(String), minutes: touchpoint.minutes, who: touchpoint.who, steps: touchpoint.steps.join('\n'), position: touchpoint.position,
});

/** Writes what differs, touchpoint by touchpoint, each against the version that was seen. */
export function useSavePrograms() {
  return useMutation({
    mutationFn: async ({ before, after }: { before: Cell[]; after: Cell[] }) => {
      for (const cell of after) {
        const old = before.find((other) => cellKey(other) === cellKey(cell))?.touchpoints ?? [];
        for (const touchpoint of cell.touchpoints) {
          const was = old.find((other) => other.id === touchpoint.id);
          if (!was) await api.post<Record_>('/records/touchpoint', { fields: { ...fieldsOf(touchpoint), program: cell.program } });
          else if (JSON.stringify(was) !== JSON.stringify(touchpoint)) await api.patch<Record_>(`/records/touchpoint/${touchpoint.id}`, { fields: fieldsOf(touchpoint) }, { version: touchpoint.version });
        }
        for (const was of old) {
          if (!cell.touchpoints.some((touchpoint) => touchpoint.id === was.id)) await api.delete(`/records/touchpoint/${was.id}`, { version: was.version });
        }
      }
    },
    onSettled: () => queries.invalidateQueries({ queryKey: ['programs'] }),
  });
}

export interface PlanResult {
  planned: number;
  kept: number;
  moved: number;
  cancelled: number;
  unmet_total: number;
  unmet: { account: Person; touchpoint: string; cause: string; text: string }[];
}
export interface LastPlan { planned_at: string | null; from: string | null; to: string | null; unmet_total: number; unmet: PlanResult['unmet'] }

export const useLastPlan = () => useQuery({ queryKey: ['plan'], queryFn: ({ signal }) => api.get<LastPlan>('/plan', undefined, { signal }) });

export function usePlanYear() {
  return useMutation({
    mutationFn: (from?: string) => api.post<PlanResult>('/plan', from ? { from } : {}),
    onSuccess: () => {
      for (const key of ['plan', 'week', 'coverage', 'programs', 'process']) void queries.invalidateQueries({ queryKey: [key] });
    },
  });
}
