import type { Field, Filter, ObjectType, Sort } from '~/app/api/types';
import type { PageSearch } from '~/app/router';
import { columnField, isBeyond } from '../objects';
import { readFilterCode, writeFilterCode } from './code';

export type Kind = 'table' | 'board' | 'calendar';
export interface Column {
  field: string;
  width?: number;
  pinned?: boolean;
}

/** What a view shows. The address says all of it, and a saved view keeps the part without the moment. */
export interface ViewState {
  kind: Kind;
  /** None: the object's own list of columns. */
  columns?: Column[];
  filter?: Filter;
  search?: string;
  sort: Sort[];
  group?: string;
  sums: string[];
  /** The field whose options are a board's columns. */
  by?: string;
  /** The date a calendar goes by. */
  date?: string;
  span?: 'week';
}

/** What is to be otherwise; undefined takes it out. */
export type ViewChange = { [Key in keyof ViewState]?: ViewState[Key] | undefined };

/** `-revenue,name` as in the API. */
export const readSort = (text: string | undefined): Sort[] =>
  (text ?? '').split(',').filter(Boolean).map((part) => (part.startsWith('-') ? { field: part.slice(1), dir: 'desc' } : { field: part, dir: 'asc' }));
export const writeSort = (sort: Sort[]): string | undefined => sort.map((part) => (part.dir === 'desc' ? '-' : '') + part.field).join(',') || undefined;

/** A header's click: up, down, off. */
export function nextSort(sort: Sort[], field: string): Sort[] {
  const now = sort[0]?.field === field ? sort[0].dir : undefined;
  return now === undefined ? [{ field, dir: 'asc' }] : now === 'asc' ? [{ field, dir: 'desc' }] : [];
}

const narrowest = 48;
const widest = 900;
export const fitWidth = (width: number): number => Math.round(Math.max(narrowest, Math.min(widest, width)));

/** `name:260!,city:120,country`: the width where it was dragged, ! where it is pinned. */
export function readColumns(text: string | undefined): Column[] | undefined {
  if (!text) return undefined;
  const columns: Column[] = [];
  for (const part of text.split(',')) {
    const found = /^([a-z][a-z0-9_.]*)(?::(\d{2,4}))?(!)?$/.exec(part);
    if (!found?.[1] || columns.some((column) => column.field === found[1])) continue;
    columns.push({ field: found[1], ...(found[2] ? { width: fitWidth(Number(found[2])) } : {}), ...(found[3] ? { pinned: true } : {}) });
  }
  return columns.length ? columns : undefined;
}
export const writeColumns = (columns: Column[] | undefined): string | undefined =>
  columns?.map(({ field, width, pinned }) => `${field}${width ? `:${width}` : ''}${pinned ? '!' : ''}`).join(',') || undefined;

const kinds: Kind[] = ['table', 'board', 'calendar'];
const names = (text: string | undefined): string[] => (text ?? '').split(',').filter(Boolean);
export const stateKeys = ['kind', 'columns', 'filter', 'q', 'sort', 'group', 'sums', 'by', 'date', 'span'] as const;

export function readState(search: PageSearch, start: Kind = 'table'): ViewState {
  const filter = readFilterCode(search['filter']);
  const columns = readColumns(search['columns']);
  return {
    kind: kinds.find((kind) => kind === search['kind']) ?? start,
    ...(columns ? { columns } : {}), ...(filter ? { filter } : {}), ...(search['q'] ? { search: search['q'] } : {}),
    sort: readSort(search['sort']), ...(search['group'] ? { group: search['group'] } : {}), sums: names(search['sums']),
    ...(search['by'] ? { by: search['by'] } : {}), ...(search['date'] ? { date: search['date'] } : {}), ...(search['span'] === 'week' ? { span: 'week' as const } : {}),
  };
}

/** The whole state as parameters of the address: what is as from the start is left out. */
export function writeState(state: ViewState, start: Kind = 'table'): Record<(typeof stateKeys)[number], string | undefined> {
  return {
    kind: state.kind === start ? undefined : state.kind, columns: writeColumns(state.columns), filter: writeFilterCode(state.filter), q: state.search || undefined,
    sort: writeSort(state.sort), group: state.group, sums: state.sums.join(',') || undefined, by: state.by, date: state.date, span: state.span,
  };
}

const isOne = (value: unknown): value is Record<string, unknown> => typeof value === 'object' && value !== null && !Array.isArray(value);
const text = (value: unknown): string | undefined => (typeof value === 'string' && value ? value : undefined);

/** A saved view's settings. Written by other versions of the app as well: what is not understood is left out. */
export function stateOf(kind: unknown, settings: unknown): ViewState {
  const kept = isOne(settings) ? settings : {};
  const columns = Array.isArray(kept['columns'])
    ? kept['columns'].flatMap((one): Column[] => (isOne(one) && text(one['field']) ? [{ field: String(one['field']), ...(typeof one['width'] === 'number' ? { width: fitWidth(one['width']) } : {}), ...(one['pinned'] === true ? { pinned: true } : {}) }] : []))
    : [];
  const sort = Array.isArray(kept['sort']) ? kept['sort'].flatMap((one): Sort[] => (isOne(one) && text(one['field']) ? [{ field: String(one['field']), dir: one['dir'] === 'desc' ? 'desc' : 'asc' }] : [])) : [];
  const sums = Array.isArray(kept['sums']) ? kept['sums'].flatMap((one) => text(one) ?? []) : [];
  const [search, group, by, date] = [text(kept['search']), text(kept['group']), text(kept['board_field']), text(kept['date_field'])];
  return {
    kind: kinds.find((one) => one === kind) ?? 'table', ...(columns.length ? { columns } : {}), ...(isOne(kept['filter']) ? { filter: kept['filter'] as unknown as Filter } : {}),
    ...(search ? { search } : {}), sort, ...(group ? { group } : {}), sums, ...(by ? { by } : {}), ...(date ? { date } : {}), ...(kept['span'] === 'week' ? { span: 'week' as const } : {}),
  };
}
export const settingsOf = (state: ViewState): Record<string, unknown> => ({
  ...(state.columns ? { columns: state.columns } : {}), ...(state.filter ? { filter: state.filter } : {}), ...(state.search ? { search: state.search } : {}),
  ...(state.sort.length ? { sort: state.sort } : {}), ...(state.group ? { group: state.group } : {}), ...(state.sums.length ? { sums: state.sums } : {}),
  ...(state.by ? { board_field: state.by } : {}), ...(state.date ? { date_field: state.date } : {}), ...(state.span ? { span: state.span } : {}),
});

/** Whether two states say the same, however they came about. */
export const sameState = (one: ViewState, other: ViewState): boolean => JSON.stringify(writeState(one)) === JSON.stringify(writeState(other));

const always = new Set(['id', 'version', 'created_at', 'updated_at', 'created_by', 'updated_by']);

/** Does this object have the field, as far as its own fields tell? What lies beyond a relation is the server's to know. */
export const knows = (object: ObjectType, path: string): boolean => {
  const [first = '', ...more] = path.split('.');
  return always.has(first) || object.fields.some((field) => field.name === first) || (more.length > 0 && first === object.name);
};

/** The fields a view names that are there no more (retired, or not for this person). */
export function missingFields(objects: ObjectType[], object: ObjectType, state: ViewState): string[] {
  const columns = [...(state.columns?.map((column) => column.field) ?? []), ...state.sort.map((one) => one.field)];
  const own = [state.group, ...state.sums, state.by, state.date].filter((name) => name !== undefined);
  const missing = [...columns.filter((name) => !always.has(name) && !columnField(objects, object, name)), ...own.filter((name) => !knows(object, name))];
  return [...new Set(missing)];
}

/** The state without what is there no more, so that the rest still opens. */
export function withoutMissing(objects: ObjectType[], object: ObjectType, state: ViewState): ViewState {
  const missing = new Set(missingFields(objects, object, state));
  if (missing.size === 0) return state;
  const { group, by, date, columns, ...rest } = state;
  const kept = columns?.filter((column) => !missing.has(column.field));
  return {
    ...rest, sort: state.sort.filter((one) => !missing.has(one.field)), sums: state.sums.filter((one) => !missing.has(one)),
    ...(kept?.length ? { columns: kept } : {}), ...(group && !missing.has(group) ? { group } : {}), ...(by && !missing.has(by) ? { by } : {}), ...(date && !missing.has(date) ? { date } : {}),
  };
}

/** The filter without its conditions on fields that are not there; undefined when none is left. */
export function prune(object: ObjectType, filter: Filter): Filter | undefined {
  const list = (parts: Filter[]) => parts.flatMap((part) => prune(object, part) ?? []);
  if ('and' in filter) {
    const and = list(filter.and);
    return and.length ? { and } : undefined;
  }
  if ('or' in filter) {
    const or = list(filter.or);
    return or.length ? { or } : undefined;
  }
  if ('not' in filter) {
    const inner = prune(object, filter.not);
    return inner && { not: inner };
  }
  if ('related' in filter) return object.related.some((related) => related.name === filter.related) ? filter : undefined;
  return knows(object, filter.field) ? filter : undefined;
}

export const isBoardField = (field: Field): boolean => field.type === 'select';
export const isDateField = (field: Field): boolean => field.type === 'date' || field.type === 'datetime';
/** As the server's totals can: by these one may group… */
export const groupTypes = new Set(['select', 'boolean', 'text', 'user', 'relation', 'date', 'integer']);
/** …and these can be added up. */
export const sumTypes = new Set(['money', 'integer', 'decimal', 'percent', 'duration']);
export const canSum = (field: Field): boolean => sumTypes.has(field.type) && !isBeyond(field);
