import { describe, expect, it } from 'vitest';
import type { ObjectType } from '~/app/api/types';
import { missingFields, prune, readColumns, readState, sameState, settingsOf, stateOf, withoutMissing, writeState, type ViewState } from './state';

const object = {
  name: 'account', label: 'Account', label_plural: 'Accounts', icon: 'box', title: 'name', subtitle: [], list: ['name'], timeline: false, searchable: true,
  rights: { see: true, create: true, edit: true, bin: true }, related: [{ name: 'deals', label: 'Deals', object: 'deal', field: 'account' }],
  fields: [{ name: 'name', type: 'text', label: 'Name' }, { name: 'city', type: 'text', label: 'City' }],
} satisfies ObjectType as ObjectType;

const whole: ViewState = {
  kind: 'board', columns: [{ field: 'name', width: 260, pinned: true }, { field: 'city' }], filter: { and: [{ field: 'country', op: 'eq', value: 'NO' }, { related: 'deals', none: true }] }, search: 'fisk',
  sort: [{ field: 'revenue', dir: 'desc' }, { field: 'name', dir: 'asc' }], group: 'owner', sums: ['revenue'], by: 'stage', date: 'closed_on', span: 'week',
};

describe('a view in the address', () => {
  it('says it all, and reads back the same', () => {
    const written = writeState(whole);
    expect(written).toEqual({
      kind: 'board', columns: 'name:260!,city', filter: 'country:eq:NO,has(deals,@none)', q: 'fisk', sort: '-revenue,name', group: 'owner', sums: 'revenue', by: 'stage', date: 'closed_on', span: 'week',
    });
    expect(readState(written)).toEqual(whole);
  });
  it('says nothing of what is as from the start', () => {
    expect(Object.values(writeState(readState({}))).every((value) => value === undefined)).toBe(true);
    expect(writeState(readState({}, 'board'), 'board').kind).toBeUndefined();
    expect(writeState({ sort: [], sums: [], kind: 'table' }, 'board').kind).toBe('table');
  });
  it('leaves out what is no column', () => {
    expect(readColumns('name:9999,name,<b>,city:4,city:90!')).toEqual([{ field: 'name', width: 900 }, { field: 'city', width: 90, pinned: true }]);
    expect(readColumns('')).toBeUndefined();
    expect(readState({ kind: 'pie', filter: 'x', sort: ',,' }).kind).toBe('table');
  });
});

describe('a saved view', () => {
  it('keeps what the address says', () => {
    expect(stateOf('board', JSON.parse(JSON.stringify(settingsOf(whole))))).toEqual(whole);
    expect(sameState(stateOf('board', settingsOf(whole)), readState(writeState(whole)))).toBe(true);
    expect(sameState(whole, { ...whole, sums: [] })).toBe(false);
  });
  it('opens with whatever stands in its settings', () => {
    for (const odd of [null, 7, 'x', [], { columns: 'name', sort: [1, { field: 3 }], sums: {}, filter: [] }]) expect(stateOf('chart', odd)).toEqual({ kind: 'table', sort: [], sums: [] });
  });
  it('says which fields are gone, and opens without them', () => {
    const old: ViewState = { ...whole, group: 'gone', columns: [{ field: 'name' }, { field: 'gone' }], sort: [{ field: 'created_at', dir: 'asc' }], sums: ['lost'], by: 'city', date: 'never' };
    expect(missingFields([], object, old)).toEqual(['gone', 'lost', 'never']);
    expect(missingFields([], object, withoutMissing([], object, old))).toEqual([]);
    expect(withoutMissing([], object, old).columns).toEqual([{ field: 'name' }]);
  });
  it('drops conditions on what is gone, group by group', () => {
    expect(prune(object, { and: [{ field: 'city', op: 'eq', value: 'x' }, { or: [{ field: 'gone', op: 'is_empty' }] }, { related: 'tickets', none: true }, { related: 'deals' }] }))
      .toEqual({ and: [{ field: 'city', op: 'eq', value: 'x' }, { related: 'deals' }] });
    expect(prune(object, { not: { field: 'gone', op: 'is_empty' } })).toBeUndefined();
  });
});
