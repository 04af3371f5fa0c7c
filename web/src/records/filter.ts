import type { Condition, Field, Filter, Op, Sort } from '~/app/api/types';

/** The builder's chips are a flat list; whatever else a filter can say is kept whole and untouched. */
export interface FilterState {
  chips: Condition[];
  rest: Filter | null;
}
export const noFilter: FilterState = { chips: [], rest: null };

const isCondition = (filter: Filter): filter is Condition => 'field' in filter && 'op' in filter;

export function readFilter(text: string | undefined): FilterState {
  if (!text) return noFilter;
  try {
    const filter = JSON.parse(text) as Filter;
    if (typeof filter !== 'object' || filter === null) return noFilter;
    if (isCondition(filter)) return { chips: [filter], rest: null };
    if ('and' in filter && Array.isArray(filter.and)) {
      const rest = filter.and.filter((part) => !isCondition(part));
      return { chips: filter.and.filter(isCondition), rest: rest.length === 0 ? null : rest.length === 1 ? (rest[0] ?? null) : { and: rest } };
    }
    return { chips: [], rest: filter };
  } catch {
    return noFilter; // an address somebody has cut short: shown unfiltered
  }
}

export function toFilter({ chips, rest }: FilterState): Filter | undefined {
  const all: Filter[] = [...chips, ...(rest ? [rest] : [])];
  return all.length === 0 ? undefined : all.length === 1 ? all[0] : { and: all };
}
export const writeFilter = (state: FilterState): string | undefined => {
  const filter = toFilter(state);
  return filter && JSON.stringify(filter);
};

/** `-revenue,name` as in the API. */
export const readSort = (text: string | undefined): Sort[] =>
  (text ?? '').split(',').filter(Boolean).map((part) => (part.startsWith('-') ? { field: part.slice(1), dir: 'desc' } : { field: part, dir: 'asc' }));
export const writeSort = (sort: Sort[]): string | undefined => sort.map((part) => (part.dir === 'desc' ? '-' : '') + part.field).join(',') || undefined;

/** A header's click: up, down, off. */
export function nextSort(sort: Sort[], field: string): Sort[] {
  const now = sort[0]?.field === field ? sort[0].dir : undefined;
  return now === undefined ? [{ field, dir: 'asc' }] : now === 'asc' ? [{ field, dir: 'desc' }] : [];
}

export const needsValue = (op: Op): boolean => op !== 'is_empty' && op !== 'not_empty';

/** A chip whose value is still to be given filters nothing. */
export const isComplete = (chip: Condition): boolean =>
  !needsValue(chip.op) || !(chip.value === undefined || chip.value === null || chip.value === '' || (Array.isArray(chip.value) && chip.value.length === 0));

export const startValue = (field: Field, op: Op): unknown =>
  op === 'within_last' || op === 'within_next' ? { days: 90 } : op === 'in' || op === 'not_in' ? [] : field.type === 'boolean' ? true : undefined;
