import { useMemo } from 'react';
import type { EditProps, FieldKind, ViewProps } from './kind';
import { phoneText } from './phoneText';
import { LineInput } from './TextField';
import css from './input.module.css';

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
