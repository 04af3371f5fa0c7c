import { useMemo } from 'react';
import type { EditProps, FieldKind, ViewProps } from './kind';
import { LineInput } from './TextField';
import css from './input.module.css';

/** +47 55 23 00 00: groups of what follows the country code; the full number stays in the link. */
export function phoneText(value: string): string {
  const found = /^(\+(?:1|7|2[07]|3[0123469]|4[013456789]|5[1-8]|6[0-6]|8[1246]|9[0-58]|\d{3}))(\d+)$/.exec(value);
  if (!found) return value;
  const rest = found[2] ?? '';
  const groups = rest.length % 2 === 0 ? rest.match(/.{2}/g) : [rest.slice(0, 3), ...(rest.slice(3).match(/.{2}/g) ?? [])];
  return `${found[1]} ${(groups ?? [rest]).join(' ')}`;
}

/** Only addresses that lead somewhere harmless become links: never javascript: or data:. */
export function safeUrl(value: string): string | undefined {
  try {
    const url = new URL(/^[a-z][a-z0-9+.-]*:/i.test(value) ? value : `https://${value}`);
    return url.protocol === 'https:' || url.protocol === 'http:' ? url.href : undefined;
  } catch {
    return undefined;
  }
}

const EmailView = ({ value }: ViewProps) => (typeof value === 'string' && value ? <a className={css.reference} href={`mailto:${value}`} tabIndex={-1}>{value}</a> : null);
const EmailEdit = (props: EditProps) => <LineInput {...props} type="text" inputMode="email" />;
const PhoneView = ({ value }: ViewProps) => (typeof value === 'string' && value ? <a className={`${css.reference} ${css.number}`} href={`tel:${value}`} tabIndex={-1}>{phoneText(value)}</a> : null);
const PhoneEdit = (props: EditProps) => <LineInput {...props} type="tel" inputMode="tel" />;
function UrlView({ value }: ViewProps) {
  const href = useMemo(() => (typeof value === 'string' ? safeUrl(value) : undefined), [value]);
  if (typeof value !== 'string' || !value) return null;
  const shown = value.replace(/^https?:\/\/(www\.)?/i, '').replace(/\/$/, '');
  return href ? <a className={css.reference} href={href} target="_blank" rel="noreferrer noopener" tabIndex={-1}>{shown}</a> : <>{value}</>;
}
const UrlEdit = (props: EditProps) => <LineInput {...props} type="text" inputMode="url" />;

const ops: FieldKind['ops'] = ['contains', 'eq', 'is_empty', 'not_empty'];
export const email: FieldKind = { View: EmailView, Edit: EmailEdit, ops, width: 210, acts: true };
export const phone: FieldKind = { View: PhoneView, Edit: PhoneEdit, ops, width: 150, acts: true };
export const url: FieldKind = { View: UrlView, Edit: UrlEdit, ops, width: 170, acts: true };
