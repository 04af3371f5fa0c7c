import { describe, expect, it } from 'vitest';
import type { Field, Filter, ObjectType } from '~/app/api/types';
import { draftOf, fieldAt, fromGroup, groupOf, opsOf, said, startCondition, withOp } from './tree';

const city: Filter = { field: 'city', op: 'eq', value: 'Oslo' };
const open: Filter = { field: 'country', op: 'in', value: [] };
const field = (name: string, type: Field['type'], more: Partial<Field> = {}): Field => ({ name, type, label: name, ...more });

describe('groups', () => {
  it('are all, any, none and not all, and come back the same', () => {
    for (const [mode, node] of [['all', { and: [city] }], ['any', { or: [city] }], ['none', { not: { or: [city, city] } }], ['not_all', { not: { and: [city] } }], ['none', { not: city }]] as [string, Filter][]) {
      const group = groupOf(node);
      expect(group?.mode).toBe(mode);
      expect(group && fromGroup(group)).toEqual(node);
    }
  });
  it('are what a draft begins as', () => {
    expect(draftOf(undefined)).toEqual({ and: [] });
    expect(draftOf(city)).toEqual({ and: [city] });
    expect(draftOf({ or: [city] })).toEqual({ or: [city] });
  });
});

describe('what a draft says', () => {
  it('leaves out what is unfinished', () => {
    expect(said({ and: [open, { or: [] }] })).toBeUndefined();
    expect(said({ and: [city, open] })).toEqual(city);
    expect(said({ not: { or: [city, open] } })).toEqual({ not: city });
    expect(said({ and: [{ field: 'n', op: 'between', value: [1, null] }] })).toBeUndefined();
  });
  it('asks of related records only what is whole', () => {
    expect(said({ related: 'deals', sum: { field: 'amount', op: 'ge' } })).toBeUndefined();
    expect(said({ related: 'deals', none: true, where: { and: [open] } })).toEqual({ related: 'deals', none: true });
    expect(said({ related: 'activities', latest: { by: 'at', where: { and: [city] } } })).toEqual({ related: 'activities', latest: { by: 'at', where: city } });
    expect(said({ related: 'activities', latest: { by: 'at' } })).toBeUndefined();
  });
});

describe('a condition', () => {
  it('starts with what is likeliest for its type', () => {
    expect(startCondition('at', field('at', 'date'))).toEqual({ field: 'at', op: 'within_last', value: { days: 90 } });
    expect(startCondition('won', field('won', 'boolean'))).toEqual({ field: 'won', op: 'eq', value: true });
    expect(opsOf(field('x', 'money'))).toContain('between');
  });
  it('keeps its value with another comparison where that has a sense', () => {
    const money = field('amount', 'money');
    expect(withOp(money, { field: 'amount', op: 'ge', value: { amount: '5', currency: 'NOK' } }, 'lt').value).toEqual({ amount: '5', currency: 'NOK' });
    expect(withOp(money, { field: 'amount', op: 'ge', value: 5 }, 'between').value).toEqual([null, null]);
    expect(withOp(field('at', 'date'), { field: 'at', op: 'within_last', value: { weeks: 2 } }, 'within_next').value).toEqual({ weeks: 2 });
    expect(withOp(field('c', 'text'), { field: 'c', op: 'eq', value: 'NO' }, 'is_empty')).toEqual({ field: 'c', op: 'is_empty' });
    expect(withOp(field('c', 'text'), { field: 'c', op: 'is_empty' }, 'eq').value).toBeUndefined();
  });
  it('may lie beyond a reference', () => {
    const base = { label: '', label_plural: '', icon: '', title: 'name', subtitle: [], list: [], timeline: false, searchable: true, related: [], rights: { see: true, create: true, edit: true, bin: true } };
    const account: ObjectType = { ...base, name: 'account', fields: [field('country', 'text', { label: 'Country' })] };
    const contact: ObjectType = { ...base, name: 'contact', fields: [field('account', 'relation', { label: 'Account', to: 'account' })] };
    expect(fieldAt([account, contact], contact, 'account.country')?.label).toBe('Account › Country');
    expect(fieldAt([account, contact], contact, 'account.gone')).toBeUndefined();
  });
});
