import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { api } from '~/app/api/client';
import type { Filter, Id, Money, Page, Query, Record_ } from '~/app/api/types';
import { isMoney } from '~/fields/money';
import { keepTitles } from '~/records/objects';
import { useRelated } from '~/records/data';

export interface Stage {
  id: Id;
  name: string;
  kind: 'open' | 'won' | 'lost';
  probability: number;
}

const number = (value: unknown): number => (value === null || value === undefined ? 0 : Number(value));

export function usePipelines(): Record_[] | undefined {
  return useRelated('pipeline', { sort: [{ field: 'position', dir: 'asc' }], limit: 50, count: 'none' }).data?.records;
}

export function useStages(pipeline: Id | undefined): Stage[] | undefined {
  const { data } = useRelated('stage', { filter: { field: 'pipeline', op: 'eq', value: pipeline ?? '' }, sort: [{ field: 'position', dir: 'asc' }], limit: 50, count: 'none' }, pipeline !== undefined);
  return data?.records.map((record) => ({
    id: record.id, name: String(record.fields['name'] ?? ''), kind: (record.fields['kind'] as Stage['kind'] | null) ?? 'open', probability: number(record.fields['probability']),
  }));
}

/** So many of a stage at first, so many more each time one asks, at most what one question may bring. */
export const stageStep = 200;
export const stageMost = 500;

export interface InStage {
  /** Exact, of all deals of the stage, also those not on the board. */
  count: number;
  total: Money[];
  /** How many of them came with the page. */
  loaded: number;
}

export interface BoardPage extends Page {
  stages: Record<Id, InStage>;
}

interface Totals {
  groups?: { key: Id | null; count: number; sums: { amount: Money[] } }[];
}

/** What the page has narrowed the deals down to. */
export interface Narrowed {
  filter: Filter | undefined;
  search: string | undefined;
  time: Pick<Query, 'as_of' | 'since'>;
}

/** What stands on the board of a pipeline: the open deals soonest to close, and those closed lately. */
export function useBoard(pipeline: Id | undefined, stages: Stage[] | undefined, { filter: narrowed, search, time }: Narrowed, limits: Record<Id, number>) {
  return useQuery({
    queryKey: ['records', 'deal', 'board', pipeline, stages?.map((stage) => stage.id) ?? [], narrowed, search, time, limits],
    enabled: pipeline !== undefined && stages !== undefined,
    placeholderData: keepPreviousData,
    queryFn: async ({ signal }): Promise<BoardPage> => {
      const found: Filter[] = narrowed ? [narrowed] : [];
      const words = search ? { search } : {};
      const open: Filter[] = [{ field: 'state', op: 'eq', value: 'open' }];
      const closed: Filter[] = [{ field: 'state', op: 'in', value: ['won', 'lost'] }, { field: 'closed_on', op: 'within_last', value: { days: 30 } }];
      const totals = (filter: Filter[]) =>
        api.post<Totals>('/records/deal/totals', { filter: { and: [{ field: 'pipeline', op: 'eq', value: pipeline }, ...found, ...filter] }, ...words, group: 'stage', sums: ['amount'] }, { signal });
      const page = async (stage: Stage) => {
        const page = await api.post<Page>('/records/deal/query', {
          filter: { and: [{ field: 'stage', op: 'eq', value: stage.id }, ...found, ...(stage.kind === 'open' ? open : closed)] },
          sort: [stage.kind === 'open' ? { field: 'expected_close', dir: 'asc' } : { field: 'closed_on', dir: 'desc' }],
          expand: ['account', 'owner'], limit: limits[stage.id] ?? stageStep, count: 'none', ...words, ...time,
        }, { signal });
        keepTitles(page.related);
        return page.records;
      };
      const [ofOpen, ofClosed, ...lists] = await Promise.all([totals(open), totals(closed), ...(stages ?? []).map(page)]);
      const counted = Object.fromEntries((stages ?? []).map((stage, index): [Id, InStage] => {
        const group = (stage.kind === 'open' ? ofOpen : ofClosed).groups?.find((one) => one.key === stage.id);
        return [stage.id, { count: group?.count ?? 0, total: group?.sums.amount ?? [], loaded: lists[index]?.length ?? 0 }];
      }));
      return { records: lists.flat(), stages: counted };
    },
  });
}

export interface Sum {
  count: number;
  total: Money[];
  weighted: Money[];
}

/** Sums by currency: amounts in different currencies are never added as if they were one. */
export function sumOf(deals: Record_[], probability: number | undefined): Sum {
  const total = new Map<string, number>();
  const weighted = new Map<string, number>();
  for (const deal of deals) {
    const amount = deal.fields['amount'];
    if (!isMoney(amount)) continue;
    const own = deal.fields['probability'];
    const share = own === null || own === undefined ? (probability ?? 0) : Number(own);
    total.set(amount.currency, (total.get(amount.currency) ?? 0) + Number(amount.amount));
    weighted.set(amount.currency, (weighted.get(amount.currency) ?? 0) + (Number(amount.amount) * share) / 100);
  }
  const asMoney = (sums: Map<string, number>): Money[] => [...sums].sort((one, other) => other[1] - one[1]).map(([currency, sum]) => ({ amount: sum.toFixed(2), currency }));
  return { count: deals.length, total: asMoney(total), weighted: asMoney(weighted) };
}

/**
 * What a stage's head says. With all its deals on the board they are added up, so that a card just moved counts at once;
 * otherwise by what the server counted, and without weights, which only the deals themselves know.
 */
export function headOf(deals: Record_[], stage: Stage, counted: InStage | undefined): { count: number; total: Money[]; weighted: Money[] | undefined } {
  if (!counted || counted.count <= counted.loaded) return sumOf(deals, stage.probability);
  return { count: counted.count + deals.length - counted.loaded, total: counted.total, weighted: undefined };
}

/** Adds sums up, currency by currency. */
export function addUp(sums: Money[][]): Money[] {
  return sumOf(sums.flat().map((amount) => ({ id: '', object: 'deal', version: 0, created_at: '', updated_at: '', fields: { amount } })), 0).total;
}
