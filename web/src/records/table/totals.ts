import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { api } from '~/app/api/client';
import type { Filter, Money, RelatedTitles, Value } from '~/app/api/types';
import { keepTitles } from '../objects';

export type SumValue = number | string | Money[];
export interface TotalsOf {
  count: number;
  sums: Record<string, SumValue>;
}
export interface Totals extends TotalsOf {
  groups?: (TotalsOf & { key: Value })[];
  related?: RelatedTitles;
}
export interface TotalsQuery {
  filter?: Filter;
  search?: string;
  group?: string;
  sums?: string[];
}

/** How many a filter finds and what they add up to: exact, by the server. */
export const useTotals = (object: string, query: TotalsQuery, enabled = true) =>
  useQuery({
    queryKey: ['totals', object, query],
    enabled,
    placeholderData: keepPreviousData,
    queryFn: async ({ signal }) => {
      const totals = await api.post<Totals>(`/records/${object}/totals`, query, { signal });
      keepTitles(totals.related);
      return totals;
    },
  });
