import { useQuery } from '@tanstack/react-query';
import { api } from '~/app/api/client';
import type { Filter, Id, Money, Page, Record_ } from '~/app/api/types';
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

/** At most this many on a board: past it a list with a filter serves better. */
export const boardLimit = 1000;

/** The open deals of a pipeline, and those closed lately, to the last page. */
export function useBoard(pipeline: Id | undefined, owner: Id | undefined) {
  return useQuery({
    queryKey: ['records', 'deal', 'board', pipeline, owner ?? ''],
    enabled: pipeline !== undefined,
    queryFn: async ({ signal }): Promise<Page> => {
      const mine: Filter[] = owner ? [{ field: 'owner', op: 'eq', value: owner }] : [];
      const all = async (filter: Filter[]): Promise<Record_[]> => {
        const records: Record_[] = [];
        let cursor: string | null | undefined;
        do {
          const page: Page = await api.post<Page>('/records/deal/query', {
            filter: { and: [{ field: 'pipeline', op: 'eq', value: pipeline }, ...mine, ...filter] }, sort: [{ field: 'expected_close', dir: 'asc' }], expand: ['account', 'owner'], limit: 200, count: 'none', ...(cursor ? { cursor } : {}),
          }, { signal });
          keepTitles(page.related);
          records.push(...page.records);
          cursor = page.cursor;
        } while (cursor && records.length < boardLimit);
        return records;
      };
      const [open, closed] = await Promise.all([
        all([{ field: 'state', op: 'eq', value: 'open' }]),
        all([{ field: 'state', op: 'in', value: ['won', 'lost'] }, { field: 'closed_on', op: 'within_last', value: { days: 30 } }]),
      ]);
      return { records: [...open, ...closed] };
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
