import { useQuery } from '@tanstack/react-query';
import { api } from '~/app/api/client';
import { queries } from '~/app/api/query';
import type { Filter, Id, Record_ } from '~/app/api/types';
import type { Erasure } from '~/records/privacy/Erase';
import { invalidateFor } from '~/app/live';

export const actions = ['bin', 'erase'] as const;
export type RuleAction = (typeof actions)[number];

/** One time a rule was run: what it found, and what came of it. */
export interface RuleRun {
  id: Id;
  at: string;
  actor: Id;
  state: 'running' | 'done' | 'stopped';
  action: RuleAction;
  found: number;
  done: number;
  failed: number;
  problem?: string;
  ended_at?: string | null;
}

export const useErasures = (enabled: boolean) =>
  useQuery({ queryKey: ['erasures'], queryFn: async ({ signal }) => (await api.get<{ erasures: Erasure[] }>('/erasures', undefined, { signal })).erasures, enabled });

const runsKey = (rule: Id) => ['retention', rule, 'runs'] as const;
export const useRuns = (rule: Id) =>
  useQuery({
    queryKey: runsKey(rule),
    queryFn: async ({ signal }) => (await api.get<{ runs: RuleRun[] }>(`/retention/${rule}/runs`, undefined, { signal })).runs,
    refetchInterval: (query) => (query.state.data?.some((run) => run.state === 'running') ? 1000 : false),
  });

/** Does now what it would do tonight. */
export async function runRule(rule: Id, object: string): Promise<RuleRun | undefined> {
  const { runs } = await api.post<{ runs: RuleRun[] }>(`/retention/${rule}/run`);
  queries.setQueryData(runsKey(rule), runs);
  invalidateFor('retention_rule', rule);
  invalidateFor(object);
  void queries.invalidateQueries({ queryKey: ['erasures'] });
  return runs[0];
}

export interface RuleFields { name: string; object: string; filter: Filter | null; action: RuleAction; active: boolean }

/** Without a condition it is refused, in words about that and not about a missing value. */
export async function saveRule(rule: Record_ | undefined, wanted: RuleFields): Promise<Record_> {
  const fields = { ...wanted, filter: wanted.filter ?? {} };
  const saved = await (rule ? api.patch<Record_>(`/records/retention_rule/${rule.id}`, { fields }, { version: rule.version }) : api.post<Record_>('/records/retention_rule', { fields }));
  queries.setQueryData(['record', 'retention_rule', saved.id], saved);
  invalidateFor('retention_rule', saved.id);
  return saved;
}
