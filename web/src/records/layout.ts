import type { Field, ObjectType } from '~/app/api/types';
import { fieldOf } from './objects';

export interface Section {
  label: string;
  fields: Field[];
}

/** Shown where fields are listed unasked: not what is hidden, nor what only programs read. */
export const isShown = (field: Field): boolean => field.type !== 'json' && !field.hidden;

/** The sections an administrator has laid out, as far as this person may see their fields; none without a layout. */
export function sectionsOf(object: ObjectType, without: string[] = []): Section[] {
  const taken = new Set(without);
  return (object.layout?.sections ?? []).flatMap((section) => {
    const fields = section.fields.flatMap((name) => {
      const field = fieldOf(object, name);
      if (!field || taken.has(name) || !isShown(field)) return [];
      taken.add(name);
      return field;
    });
    return fields.length > 0 ? { label: section.label ?? '', fields } : [];
  });
}
