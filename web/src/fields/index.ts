import { createElement } from 'react';
import type { FieldType } from '~/app/api/types';
import { address } from './address';
import { boolean } from './boolean';
import { date, datetime } from './date';
import { file } from './file';
import { json } from './json';
import type { FieldKind, ViewProps } from './kind';
import { email, phone, url } from './link';
import { long_text } from './long_text';
import { money } from './money';
import { decimal, duration, integer, percent } from './number';
import { person_name } from './person_name';
import { relation, user } from './relation';
import { rich_text } from './rich_text';
import { multi_select, select } from './select';
import { text } from './text';

/** Worked out by the server: shown as what it gives, never written. */
function computed(all: () => Record<FieldType, FieldKind>): FieldKind {
  const View = (props: ViewProps) => {
    const { View: Given } = all()[props.field.result ?? 'text'] ?? text;
    return createElement(Given, { ...props, field: { ...props.field, type: props.field.result ?? 'text' } });
  };
  return { View, ops: ['ge', 'le', 'eq', 'is_empty', 'not_empty'], width: 130 };
}

const kinds: Record<FieldType, FieldKind> = {
  text, long_text, integer, decimal, money, percent, boolean, date, datetime, duration, select, multi_select, email, phone, url, user, relation, json, rich_text, address, person_name, file,
  formula: computed(() => kinds), rollup: computed(() => kinds),
};

/** A type newer than this app is shown as text and left alone. */
export const kindOf = (type: FieldType): FieldKind => kinds[type] ?? { ...text, Edit: undefined };
export { isEmpty, sameValue, type EditProps, type FieldKind, type ViewProps } from './kind';
