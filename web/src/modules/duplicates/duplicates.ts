import { useInfiniteQuery, useQuery } from '@tanstack/react-query';
import { api } from '~/app/api/client';
import { queries } from '~/app/api/query';
import type { Fields, Id, Record_, RelatedTitles } from '~/app/api/types';
import { invalidateFor } from '~/app/live';
import { keepTitles } from '~/records/objects';

export interface Reason { field: string; code: string; text: string }
export type Side = Record_ & { related?: RelatedTitles };
export type PairState = 'open' | 'dismissed' | 'merged';
export interface Pair { id: Id; object: string; score: number; state: PairState; reasons: Reason[]; a: Side | null; b: Side | null }
export interface Job { id: Id; object: string; state: 'running' | 'done' | 'cancelled' | 'failed'; processed: number; total: number; found: number; merged: number; problem: string | null; ended_at?: string | null }
interface PairPage { pairs: Pair[]; cursor: string | null; count: number; count_capped: boolean; job: Job | null }
export interface ObjectState { object: string; open: number; job: Job | null }
export interface FieldSetting { field: string; how: string; labels: string[]; used: boolean; learnt: boolean; agree_weight: number; disagree_weight: number }
export interface Settings { object: string; fields: FieldSetting[]; review_from: number; merge_from: number; automatic: boolean; learnt: boolean }
export interface MergeAnswer { id: Id; change_set: Id; moved: Record<string, number> }

const key = 'duplicates';

export const useDuplicateObjects = () =>
  useQuery({ queryKey: [key, 'objects'], queryFn: async ({ signal }) => (await api.get<{ objects: ObjectState[] }>('/duplicates/objects', undefined, { signal })).objects });

/** Looks again while a search runs. `madeIn`: only pairs of which that change made one. */
export const usePairs = (object: string, state: PairState, madeIn?: string) =>
  useInfiniteQuery({
    queryKey: [key, 'pairs', object, state, madeIn ?? ''],
    queryFn: async ({ pageParam, signal }) => {
      const page = await api.get<PairPage>('/duplicates', { object, state, made_in: madeIn, limit: 20, cursor: pageParam }, { signal });
      for (const pair of page.pairs) for (const side of [pair.a, pair.b]) keepTitles(side?.related);
      return page;
    },
    initialPageParam: null as string | null,
    getNextPageParam: (page) => page.cursor ?? undefined,
    enabled: object !== '',
    refetchInterval: ({ state: { data } }) => (data?.pages[0]?.job?.state === 'running' ? 1000 : false),
  });

export const useDuplicateSettings = (object: string, open: boolean) =>
  useQuery({ queryKey: [key, 'settings', object], queryFn: ({ signal }) => api.get<Settings>(`/duplicates/settings/${object}`, undefined, { signal }), enabled: open });

export const refreshPairs = () => queries.invalidateQueries({ queryKey: [key] });

export const find = async (object: string): Promise<void> => {
  await api.post('/duplicates/find', { object });
  await refreshPairs();
};
export const saveSettings = async (settings: Settings): Promise<void> => {
  const { object, fields, review_from, merge_from, automatic } = settings;
  const answer = await api.put<Settings>(`/duplicates/settings/${object}`, { fields: fields.map(({ field, how, used, learnt, agree_weight, disagree_weight }) => ({ field, how, used, learnt, ...(learnt ? {} : { agree_weight, disagree_weight }) })), review_from, merge_from, automatic });
  queries.setQueryData([key, 'settings', object], answer);
};
export const decide = (pair: Id, how: 'dismiss' | 'reopen'): Promise<null> => api.post<null>(`/duplicates/${pair}/${how}`);

export async function merge(survivor: Side, other: Side, choose: Record<string, Id>): Promise<MergeAnswer> {
  const answer = await api.post<MergeAnswer>(`/records/${survivor.object}/${survivor.id}/merge`, { with: [other.id], choose, versions: { [survivor.id]: survivor.version, [other.id]: other.version } });
  invalidateFor(survivor.object);
  void queries.invalidateQueries({ queryKey: ['timeline'] });
  return answer;
}

export const fieldsOf = (side: Side | null): Fields => side?.fields ?? {};
