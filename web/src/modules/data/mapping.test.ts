import { describe, expect, it } from 'vitest';
import type { ImportColumn, ImportFile, ImportMapping } from './imports';
import { fieldFrom, mappedCount, offersOf, withNewField, withTarget } from './mapping';

const mapping = (): ImportMapping => ({
  object: 'contact', columns: [{ index: 0, field: 'name' }, { index: 1, field: 'email' }], match: { fields: ['email', 'name'], how: 'exact', then: 'fill_empty', else: [{ fields: ['name'], how: 'normalised' }] },
});
const column = (index: number, name: string): ImportColumn => ({ index, name, samples: [] });

describe('where columns go', () => {
  it('takes out of the match what rows have no more', () => {
    const before = mapping();
    const next = withTarget(before, before.columns[1], null);
    expect(next.match).toEqual({ fields: ['name'], how: 'exact', then: 'fill_empty', else: [{ fields: ['name'], how: 'normalised' }] });
    expect(withTarget(next, next.columns[0], null).match).toBeNull();
  });

  it('lets one column go to several fields, in the order of the file', () => {
    const next = withTarget(mapping(), undefined, { index: 0, field: 'last_name', transform: [{ kind: 'split_last' }] });
    expect(next.columns.map((target) => target.field)).toEqual(['name', 'last_name', 'email']);
    expect(mappedCount(next, { columns: [] })).toBe(2);
    const leaning = { ...next, columns: next.columns.map((target) => (target.index === 1 ? { ...target, otherwise: [2], names: ['By'] } : target)) };
    expect(mappedCount(leaning, { columns: [column(3, 'By')] })).toBe(4);
  });

  it('makes a field of a column in place of where it went', () => {
    const next = withNewField(mapping(), 1, { index: 1, type: 'email', labels: { en: 'Other' } });
    expect([next.columns.length, next.new_fields?.length, mappedCount(next, { columns: [] })]).toEqual([1, 1, 2]);
    expect(withNewField(next, 1, null).new_fields).toEqual([]);
  });

  it('offers fields for columns without a place, by number or by name', () => {
    const file = { columns: [column(0, 'Navn'), column(1, 'E-post'), column(2, 'Skostørrelse'), column(3, 'Farge')], unknown: [{ index: 2, type: 'integer', labels: { nb: 'Skostørrelse' } }, { column: 'Farge', type: 'select', labels: { nb: 'Farge' } }] } as unknown as ImportFile;
    expect(offersOf(file, mapping()).map((one) => one.column.name)).toEqual(['Skostørrelse', 'Farge']);
    const taken = withNewField(mapping(), 2, fieldFrom(column(2, 'Skostørrelse'), file.unknown?.[0], 'nb'));
    expect(offersOf(file, taken).map((one) => one.column.name)).toEqual(['Farge']);
    expect(fieldFrom(column(3, 'Farge'), undefined, 'nb')).toEqual({ index: 3, type: 'text', labels: { nb: 'Farge' } });
  });
});
