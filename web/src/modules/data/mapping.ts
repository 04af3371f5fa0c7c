import type { Field, ObjectType } from '~/app/api/types';
import type { ColumnTarget, ImportColumn, ImportFile, ImportMapping, Match, NewField, Offer } from './imports';

export const writableOf = (object: ObjectType | undefined): Field[] => (object?.fields ?? []).filter((field) => !field.read_only && field.writable !== false && !field.formula && !field.rollup);

const keyTypes = new Set(['text', 'email', 'phone', 'url', 'integer', 'date', 'person_name']);
/** What a row can name a record by: a field it has a value for. */
export const keysOf = (object: ObjectType | undefined, mapping: ImportMapping): Field[] =>
  writableOf(object).filter((field) => keyTypes.has(field.type) && (mapping.columns.some((target) => target.field === field.name) || mapping.constants?.some((one) => one.field === field.name)));

const byColumn = (one: { index: number }, other: { index: number }) => one.index - other.index;

/** A match can only ask for what the rows still have. */
function matchOf(match: Match | null | undefined, columns: ColumnTarget[], constants: ImportMapping['constants']): Match | null {
  const has = (field: string) => field === 'id' || columns.some((target) => target.field === field) || Boolean(constants?.some((one) => one.field === field));
  if (!match) return null;
  const rules = [{ fields: match.fields, how: match.how }, ...(match.else ?? [])].map((rule) => ({ ...rule, fields: rule.fields.filter(has) })).filter((rule) => rule.fields.length > 0);
  const [first, ...more] = rules;
  return first ? { ...first, then: match.then, else: more } : null;
}

export function withColumns(mapping: ImportMapping, columns: ColumnTarget[]): ImportMapping {
  return { ...mapping, columns: [...columns].sort(byColumn), match: matchOf(mapping.match, columns, mapping.constants) };
}
export const withTarget = (mapping: ImportMapping, before: ColumnTarget | undefined, after: ColumnTarget | null): ImportMapping =>
  withColumns(mapping, [...mapping.columns.filter((target) => target !== before), ...(after ? [after] : [])]);

export const newFieldOf = (mapping: ImportMapping, index: number): NewField | undefined => mapping.new_fields?.find((field) => field.index === index);
/** The column becomes a field of its own, or no more so. */
export function withNewField(mapping: ImportMapping, index: number, field: NewField | null): ImportMapping {
  const others = (mapping.new_fields ?? []).filter((one) => one.index !== index);
  const next = { ...mapping, new_fields: [...others, ...(field ? [field] : [])].sort(byColumn) };
  return field ? withColumns(next, next.columns.filter((target) => target.index !== index)) : next;
}

/** Where a column goes nowhere yet, but could be a field. */
export function offersOf(file: ImportFile, mapping: ImportMapping): { column: ImportColumn; offer: Offer }[] {
  return (file.unknown ?? []).flatMap((offer) => {
    const column = file.columns.find((one) => (offer.index !== undefined ? one.index === offer.index : one.name === offer.column));
    return column && !mapping.columns.some((target) => target.index === column.index) && !newFieldOf(mapping, column.index) ? [{ column, offer }] : [];
  });
}
export const fieldFrom = (column: ImportColumn, offer: Offer | undefined, language: string): NewField => ({
  index: column.index, type: offer?.type ?? 'text', labels: offer?.labels ?? { [language]: column.name },
  ...(offer?.name ? { name: offer.name } : {}), ...(offer?.options ? { options: offer.options } : {}),
});

/** Columns that have a place, whatever it is: also those that another leans on. */
export function mappedCount(mapping: ImportMapping, file: Pick<ImportFile, 'columns'>): number {
  const numberOf = (column: number | string) => (typeof column === 'number' ? column : (file.columns.find((one) => one.name === column)?.index ?? -1));
  const used = [...mapping.columns, ...(mapping.new_fields ?? [])].map((one) => one.index);
  const leant = mapping.columns.flatMap((one) => [...(one.otherwise ?? []), ...(one.names ?? []), ...(one.currency_column === undefined ? [] : [one.currency_column])]).map(numberOf);
  return new Set([...used, ...leant].filter((index) => index >= 0)).size;
}
