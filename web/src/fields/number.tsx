import { useState } from 'react';
import { useFormat } from '~/app/format';
import { useText } from '~/app/i18n';
import type { EditProps, FieldKind, ViewProps } from './kind';
import css from './input.module.css';
import { numberText, parseNumber } from './numberText';
import { LineInput } from './TextField';

/** Decimals come as text from the server so that no digit is lost; to show them a number will do. */
const asNumber = (value: ViewProps['value']): number | null => (typeof value === 'number' ? value : typeof value === 'string' && value !== '' ? Number(value) : null);

function View({ field, value }: ViewProps) {
  const format = useFormat();
  const number = asNumber(value);
  if (number === null) return null;
  // A year is a name, not a quantity: no thousands sign.
  if (field.type === 'integer' && field.min !== undefined && field.max !== undefined && field.min !== null && field.max !== null && field.min >= 1000 && field.max <= 3000) return <span className={css.number}>{number}</span>;
  return <span className={css.number}>{field.type === 'percent' ? format.percent(number) : format.number(number, 6)}</span>;
}

function Edit(props: EditProps) {
  const format = useFormat();
  const number = asNumber(props.value);
  const [text, setText] = useState(() => (number === null ? (typeof props.value === 'string' ? props.value : '') : numberText(number, format.locale)));
  return (
    <LineInput {...props} inputMode="decimal" end text={text} onText={(next) => {
      setText(next);
      const parsed = parseNumber(next, format.locale);
      props.onChange(parsed === undefined ? next : parsed); // what is no number goes to the server as it is, whose words say why not
    }} />
  );
}

function DurationView({ value }: ViewProps) {
  const format = useFormat();
  const number = asNumber(value);
  return number === null ? null : <span className={css.number}>{format.minutes(number)}</span>;
}

/** `1:30`, `1 h 30`, `1,5 t` and `90` are all ninety minutes. */
export function parseMinutes(text: string, locale: string): number | null | undefined {
  const trimmed = text.trim().toLowerCase();
  const clock = /^(\d+):(\d{1,2})$/.exec(trimmed);
  if (clock) return Number(clock[1]) * 60 + Number(clock[2]);
  const hours = /^([\d.,]+)\s*(?:h|t|hours?|timer?)\s*(?:(\d+)\s*(?:m|min)?)?$/.exec(trimmed);
  if (hours) {
    const whole = parseNumber(hours[1] ?? '', locale);
    return typeof whole === 'number' ? Math.round(whole * 60) + Number(hours[2] ?? 0) : undefined;
  }
  return parseNumber(trimmed.replace(/\s*(m|min|minutes?|minutter)$/, ''), locale);
}

function DurationEdit(props: EditProps) {
  const format = useFormat();
  const t = useText();
  const number = asNumber(props.value);
  const [text, setText] = useState(() => (number === null ? '' : format.minutes(number)));
  return (
    <LineInput {...props} end text={text} label={props.label ?? t('field.minutes')} onText={(next) => {
      setText(next);
      const parsed = parseMinutes(next, format.locale);
      props.onChange(parsed === undefined ? next : parsed);
    }} />
  );
}

const ops: FieldKind['ops'] = ['ge', 'le', 'eq', 'gt', 'lt', 'ne', 'is_empty', 'not_empty'];
export const integer: FieldKind = { View, Edit, ops, align: 'end', width: 100 };
export const decimal: FieldKind = integer;
export const percent: FieldKind = integer;
export const duration: FieldKind = { View: DurationView, Edit: DurationEdit, ops, align: 'end', width: 110 };
