import { describe, expect, it } from 'vitest';
import type { ObjectType } from '~/app/api/types';
import { layoutOf, moved, shownColumns, toColumns } from './layout';

const object = {
  name: 'account', label: '', label_plural: '', icon: '', title: 'name', subtitle: [], list: ['name', 'city'], timeline: false, searchable: true, related: [],
  rights: { see: true, create: true, edit: true, bin: true }, fields: ['name', 'city', 'country'].map((name) => ({ name, type: 'text' as const, label: name })),
} satisfies ObjectType as ObjectType;

describe('columns', () => {
  it('are those of the object until others are chosen, and always say what a record is called', () => {
    expect(shownColumns([], object, undefined).map((column) => column.field.name)).toEqual(['name', 'city']);
    expect(shownColumns([], object, [{ field: 'city' }, { field: 'gone' }]).map((column) => column.field.name)).toEqual(['name', 'city']);
  });
  it('may lie one step over a reference', () => {
    const account = { ...object, fields: [...object.fields, { name: 'owner', type: 'user' as const, label: 'Owner', to: 'user' }] };
    const user = { ...object, name: 'user', fields: [{ name: 'email', type: 'email' as const, label: 'E-mail' }] };
    const shown = shownColumns([account, user], account, [{ field: 'name' }, { field: 'owner.email' }, { field: 'owner.gone' }, { field: 'city.email' }]);
    expect(shown.map((column) => column.field.name)).toEqual(['name', 'owner.email']);
    expect(shown[1]?.field).toMatchObject({ label: 'Owner › E-mail', writable: false });
    expect(shownColumns([account, user], account, [{ field: 'owner.email' }])[1]?.field).toBe(shown[1]?.field);
  });
  it('stand first where they are pinned', () => {
    const shown = shownColumns([], object, [{ field: 'name' }, { field: 'country', pinned: true }]);
    expect(toColumns(shown)).toEqual([{ field: 'country', pinned: true }, { field: 'name' }]);
  });
  it('are carried to another place, and become pinned among pinned ones', () => {
    const shown = shownColumns([], object, [{ field: 'name', pinned: true }, { field: 'city' }, { field: 'country' }]);
    expect(toColumns(moved(shown, 2, 1)).map((column) => column.field)).toEqual(['name', 'country', 'city']);
    expect(toColumns(moved(shown, 2, 0))[0]).toEqual({ field: 'country', pinned: true });
    expect(toColumns(moved(shown, 0, 3)).at(-1)).toEqual({ field: 'name' });
    expect(moved(shown, 1, 2)).toBe(shown);
  });
  it('share the room until a width is dragged', () => {
    expect(layoutOf(shownColumns([], object, undefined)).style['--tracks']).toBe('38px minmax(260px, 1.6fr) minmax(150px, 1fr)');
    const { style } = layoutOf(shownColumns([], object, [{ field: 'name', width: 200, pinned: true }, { field: 'city', pinned: true }]));
    expect(style).toMatchObject({ '--tracks': '38px 200px 150px minmax(0, 1fr)', '--left-0': '38px', '--left-1': '238px' });
  });
});
