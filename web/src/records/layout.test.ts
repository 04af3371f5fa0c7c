import { describe, expect, it } from 'vitest';
import type { Field, ObjectType } from '~/app/api/types';
import { sectionsOf } from './layout';

const field = (name: string, more: Partial<Field> = {}): Field => ({ name, type: 'text', label: name, ...more });
const object = (layout: ObjectType['layout']): ObjectType => ({
  name: 'boat', label: 'Boat', label_plural: 'Boats', icon: 'box', title: 'name', subtitle: [], list: ['name'], rights: { see: true, create: true, edit: true, bin: true }, timeline: false, searchable: true, related: [],
  fields: [field('name'), field('length'), field('mast'), field('secret', { hidden: true }), field('raw', { type: 'json' })], ...(layout ? { layout } : {}),
});
const names = (layout: ObjectType['layout'], without?: string[]) => sectionsOf(object(layout), without).map((section) => [section.label, ...section.fields.map((one) => one.name)]);

describe('a page layout', () => {
  it('is none where nobody made one', () => expect(names(null)).toEqual([]));
  it('leaves out what the person may not see, what is hidden and what stands elsewhere already', () => {
    expect(names({ sections: [{ label: 'Hull', fields: ['length', 'gone', 'secret', 'raw', 'name'] }, { label: 'Rig', fields: ['mast'] }] }, ['name'])).toEqual([['Hull', 'length'], ['Rig', 'mast']]);
  });
  it('shows a field once, and no empty section', () => {
    expect(names({ sections: [{ label: 'Hull', fields: ['length'] }, { label: 'Again', fields: ['length'] }] })).toEqual([['Hull', 'length']]);
  });
});
