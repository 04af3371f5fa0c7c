import type { FieldType } from '~/app/api/types';
import { address } from './address';
import { boolean } from './boolean';
import { date, datetime } from './date';
import { file } from './file';
import { json } from './json';
import type { FieldKind } from './kind';
import { email, phone, url } from './link';
import { long_text } from './long_text';
import { money } from './money';
import { decimal, duration, integer, percent } from './number';
import { person_name } from './person_name';
import { relation, user } from './relation';
import { rich_text } from './rich_text';
import { multi_select, select } from './select';
import { text } from './text';

const kinds: Record<FieldType, FieldKind> = {
  text, long_text, integer, decimal, money, percent, boolean, date, datetime, duration, select, multi_select, email, phone, url, user, relation, json, rich_text, address, person_name, file,
};

/** A type newer than this app is shown as text and left alone. */
export const kindOf = (type: FieldType): FieldKind => kinds[type] ?? { ...text, Edit: undefined };
export { isEmpty, sameValue, type EditProps, type FieldKind, type ViewProps } from './kind';
