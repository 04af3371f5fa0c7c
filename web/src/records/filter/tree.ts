import type { Condition, Field, FieldType, Filter, ObjectType, Op, RelatedCondition } from '~/app/api/types';
import { translate } from '~/app/i18n';
import { kindOf } from '~/fields';
import { fieldOf, isReference } from '../objects';

export const isCondition = (node: Filter): node is Condition => 'field' in node;
export const isRelated = (node: Filter): node is RelatedCondition => 'related' in node;

/** How the parts of a group go together: all of them, any, none, or not all. */
export type Mode = 'all' | 'any' | 'none' | 'not_all';
export interface GroupOf {
  mode: Mode;
  parts: Filter[];
}

export function groupOf(node: Filter): GroupOf | undefined {
  if ('and' in node) return { mode: 'all', parts: node.and };
  if ('or' in node) return { mode: 'any', parts: node.or };
  if (!('not' in node)) return undefined;
  if ('or' in node.not) return { mode: 'none', parts: node.not.or };
  if ('and' in node.not) return { mode: 'not_all', parts: node.not.and };
  return { mode: 'none', parts: [node.not] };
}
export function fromGroup({ mode, parts }: GroupOf): Filter {
  if (mode === 'all') return { and: parts };
  if (mode === 'any') return { or: parts };
  const [only] = parts;
  if (mode === 'none' && parts.length === 1 && only && !groupOf(only)) return { not: only };
  return { not: mode === 'none' ? { or: parts } : { and: parts } };
}

/** The draft that the control edits: always a group, so that there is a place to add to. */
export const draftOf = (filter: Filter | undefined): Filter => (!filter ? { and: [] } : groupOf(filter) ? filter : { and: [filter] });

export const needsValue = (op: Op): boolean => op !== 'is_empty' && op !== 'not_empty';

/** A condition whose value is still to be given filters nothing. */
export function isComplete({ op, value }: Condition): boolean {
  if (!needsValue(op)) return true;
  const given = (one: unknown) => !(one === undefined || one === null || one === '');
  return Array.isArray(value) ? value.length > 0 && value.every(given) && (op !== 'between' || value.length === 2) : given(value);
}

/** What a draft says so far: unfinished conditions and empty groups say nothing yet. */
export function said(node: Filter): Filter | undefined {
  const group = groupOf(node);
  if (group) {
    const parts = group.parts.flatMap((part) => said(part) ?? []);
    const [only] = parts;
    if (!only) return undefined;
    return parts.length === 1 && (group.mode === 'all' || group.mode === 'any') ? only : fromGroup({ mode: group.mode, parts });
  }
  if (isRelated(node)) {
    const test = node.sum;
    if (test && (!test.field || test.value === undefined || test.value === null || test.value === '')) return undefined;
    const { where, latest, ...rest } = node;
    const inner = latest ? latest.where && said(latest.where) : where && said(where);
    if (latest) return inner && latest.by ? { ...rest, latest: { by: latest.by, where: inner } } : undefined;
    return { ...rest, ...(inner ? { where: inner } : {}) };
  }
  return isCondition(node) && isComplete(node) ? node : undefined;
}

const text: Op[] = ['contains', 'eq', 'ne', 'starts_with', 'in', 'not_in', 'is_empty', 'not_empty'];
const number: Op[] = ['ge', 'le', 'gt', 'lt', 'eq', 'ne', 'between', 'is_empty', 'not_empty'];
const date: Op[] = ['within_last', 'within_next', 'on', 'before', 'after', 'between', 'is_empty', 'not_empty'];
const choice: Op[] = ['in', 'not_in', 'is_empty', 'not_empty'];
const ops: Partial<Record<FieldType, Op[]>> = {
  text, email: text, phone: text, url: text, long_text: ['contains', 'starts_with', 'is_empty', 'not_empty'], integer: number, decimal: number, percent: number, duration: number, money: number,
  date, datetime: date, select: choice, user: choice, relation: choice, multi_select: ['contains', 'is_empty', 'not_empty'], boolean: ['eq', 'is_empty', 'not_empty'], json: ['is_empty', 'not_empty'],
};
/** All comparisons that have a sense for a field, the likeliest first. */
export const opsOf = (field: Field): Op[] => ops[field.type] ?? kindOf(field.type).ops;

export function startValue(field: Field, op: Op): unknown {
  if (op === 'within_last' || op === 'within_next') return { days: 90 };
  if (op === 'on' || op === 'before' || op === 'after') return 'today';
  if (op === 'in' || op === 'not_in') return [];
  if (op === 'between') return [null, null];
  return field.type === 'boolean' ? true : undefined;
}
export function startCondition(path: string, field: Field): Condition {
  const op = opsOf(field)[0] ?? 'not_empty';
  const value = needsValue(op) ? startValue(field, op) : undefined;
  return { field: path, op, ...(value === undefined ? {} : { value }) };
}
/** The same condition with another comparison: the value stays where it still has the right shape. */
export function withOp(field: Field, condition: Condition, op: Op): Condition {
  const start = startValue(field, op);
  const shape = (value: unknown) => (Array.isArray(value) ? `list${value.length === 2 && op === 'between' ? 2 : ''}` : typeof value === 'object' && value !== null ? Object.keys(value).join() === 'amount,currency' ? 'one' : 'length' : 'one');
  const keeps = needsValue(op) && needsValue(condition.op) && condition.value !== undefined && shape(condition.value) === shape(start) && op !== 'between' && condition.op !== 'between';
  const value = keeps ? condition.value : needsValue(op) ? start : undefined;
  return { field: condition.field, op, ...(value === undefined ? {} : { value }) };
}

export const periods = ['today', 'yesterday', 'tomorrow', 'this_week', 'last_week', 'next_week', 'this_month', 'last_month', 'next_month', 'this_quarter', 'last_quarter', 'next_quarter', 'this_year', 'last_year', 'next_year'] as const;
export const units = ['days', 'weeks', 'months', 'years'] as const;
export const isPeriod = (value: unknown): value is (typeof periods)[number] => (periods as readonly unknown[]).includes(value);
export function lengthOf(value: unknown): { unit: (typeof units)[number]; count: number } | undefined {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return undefined;
  const [unit, count] = Object.entries(value)[0] ?? [];
  const known = units.find((one) => one === unit);
  return known && typeof count === 'number' ? { unit: known, count } : undefined;
}

/** What every record has besides its object's fields. */
export const everyRecord = (): Field[] => [
  { name: 'created_at', type: 'datetime', label: translate('filter.created_at') }, { name: 'updated_at', type: 'datetime', label: translate('filter.updated_at') },
  { name: 'created_by', type: 'user', to: 'user', label: translate('filter.created_by') }, { name: 'updated_by', type: 'user', to: 'user', label: translate('filter.updated_by') },
];

/** The field a path leads to, over references, and how it is called on the way. */
export function fieldAt(objects: ObjectType[], object: ObjectType, path: string): { field: Field; label: string } | undefined {
  const [first = '', ...more] = path.split('.');
  const field = fieldOf(object, first) ?? everyRecord().find((one) => one.name === first);
  if (!field) return undefined;
  if (more.length === 0) return { field, label: field.label };
  const target = isReference(field) ? objects.find((one) => one.name === field.to) : undefined;
  const rest = target && fieldAt(objects, target, more.join('.'));
  return rest && { field: rest.field, label: `${field.label} › ${rest.label}` };
}
