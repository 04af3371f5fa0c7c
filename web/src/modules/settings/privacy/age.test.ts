import { describe, expect, it } from 'vitest';
import type { Filter, ObjectType } from '~/app/api/types';
import { apart, clocksOf, sinceActivity, together, type Parted } from './age';

const object: ObjectType = {
  name: 'contact', label: '', label_plural: '', icon: '', title: 'name', subtitle: [], list: [], rights: { see: true, create: true, edit: true, bin: true }, timeline: true, searchable: true,
  fields: [{ name: 'name', type: 'text', label: '' }, { name: 'met_on', type: 'date', label: '' }], related: [{ name: 'activities', label: '', object: 'activity', field: 'contact' }],
};
const rest: Filter = { field: 'name', op: 'is_empty' };

describe('after how long', () => {
  it('runs from what a record has', () => {
    expect(clocksOf(object)).toEqual(['updated_at', 'created_at', sinceActivity, 'met_on']);
    expect(clocksOf({ ...object, related: [] })).toEqual(['updated_at', 'created_at', 'met_on']);
  });

  it('is found again in the filter it was put into', () => {
    const all: Parted[] = [
      { age: { since: 'updated_at', count: 3, unit: 'years' }, rest: undefined },
      { age: { since: sinceActivity, count: 18, unit: 'months' }, rest },
      { age: { since: 'met_on', count: 30, unit: 'days' }, rest: { and: [rest, { or: [rest, rest] }] } },
      { age: null, rest },
    ];
    for (const parts of all) expect(apart(object, together(object, parts))).toEqual(parts);
  });

  it('never means records too young to have been left alone', () => {
    expect(together(object, { age: { since: sinceActivity, count: 3, unit: 'years' }, rest: undefined })).toEqual({
      and: [{ field: 'created_at', op: 'before', value: { years: -3 } }, { related: 'activities', where: { field: 'at', op: 'within_last', value: { years: 3 } }, none: true }],
    });
  });

  it('leaves what it does not know as conditions', () => {
    const other: Filter = { or: [{ field: 'updated_at', op: 'before', value: { years: -3 } }, rest] };
    expect(apart(object, other)).toEqual({ age: null, rest: other });
    expect(apart(object, undefined)).toEqual({ age: null, rest: undefined });
    expect(together(object, { age: null, rest: undefined })).toBeUndefined();
  });
});
