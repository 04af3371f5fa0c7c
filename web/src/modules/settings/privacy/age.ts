import type { Condition, Filter, ObjectType } from '~/app/api/types';
import { units } from '~/records/filter/tree';

export type Unit = (typeof units)[number];
/** How long is long enough: counted from a day of the record, or from the last activity about it. */
export interface Age {
  since: string;
  count: number;
  unit: Unit;
}
export interface Parted {
  age: Age | null;
  rest: Filter | undefined;
}

/** The set of activities that point to an object's records, where there is one. */
export const activitiesOf = (object: ObjectType): string | undefined => object.related.find((set) => set.object === 'activity')?.name;
export const sinceActivity = '@activity';

/** From what the time can run. */
export function clocksOf(object: ObjectType): string[] {
  const days = object.fields.filter((field) => (field.type === 'date' || field.type === 'datetime') && !field.formula && !field.rollup).map((field) => field.name);
  return ['updated_at', 'created_at', ...(activitiesOf(object) ? [sinceActivity] : []), ...days];
}

const ago = (value: unknown): { unit: Unit; count: number } | undefined => {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return undefined;
  const [entry, more] = Object.entries(value);
  const unit = units.find((one) => one === entry?.[0]);
  const count = entry?.[1];
  return unit && !more && typeof count === 'number' && count !== 0 ? { unit, count: Math.abs(count) } : undefined;
};

/** Nothing for so long. A record younger than that has had no time to be left alone, and is not meant. */
export function ageFilter(object: ObjectType, { since, count, unit }: Age): Filter[] {
  const before = (field: string): Condition => ({ field, op: 'before', value: { [unit]: -count } });
  const activities = since === sinceActivity ? activitiesOf(object) : undefined;
  return activities ? [before('created_at'), { related: activities, where: { field: 'at', op: 'within_last', value: { [unit]: count } }, none: true }] : [before(since)];
}

/** The filter of a rule from its two parts; nothing at all where neither says anything. */
export function together(object: ObjectType, { age, rest }: Parted): Filter | undefined {
  const parts = [...(age ? ageFilter(object, age) : []), ...(rest ? ('and' in rest ? rest.and : [rest]) : [])];
  const [only] = parts;
  return parts.length === 0 ? undefined : parts.length === 1 ? only : { and: parts };
}

/** The same two parts read from a filter; what is not said by `together` stays in the rest. */
export function apart(object: ObjectType, filter: Filter | undefined): Parted {
  if (!filter) return { age: null, rest: undefined };
  const parts = 'and' in filter ? filter.and : [filter];
  const activities = activitiesOf(object);
  const rest = (without: Filter[]) => {
    const left = parts.filter((part) => !without.includes(part));
    return left.length === 0 ? undefined : left.length === 1 ? left[0] : { and: left };
  };
  const before = parts.filter((part): part is Condition => 'field' in part && part.op === 'before' && clocksOf(object).includes(part.field) && ago(part.value) !== undefined);
  for (const none of parts) {
    if (!('related' in none) || none.related !== activities || !none.none || !none.where || !('field' in none.where) || none.where.field !== 'at' || none.where.op !== 'within_last') continue;
    const length = ago(none.where.value);
    const made = before.find((part) => part.field === 'created_at' && ago(part.value)?.unit === length?.unit && ago(part.value)?.count === length?.count);
    if (length && made) return { age: { since: sinceActivity, ...length }, rest: rest([none, made]) };
  }
  const [first] = before;
  const length = first && ago(first.value);
  return first && length ? { age: { since: first.field, ...length }, rest: rest([first]) } : { age: null, rest: filter };
}
