import { useFormat } from '~/app/format';
import type { EditProps, FieldKind, ViewProps } from './kind';
import css from './input.module.css';
import { LineInput } from './TextField';

function View({ value }: ViewProps) {
  const format = useFormat();
  return typeof value === 'string' ? <time dateTime={value} title={format.relative(value)} className={css.number}>{format.date(value)}</time> : null;
}
const Edit = (props: EditProps) => <LineInput {...props} type="date" />;

function TimeView({ value }: ViewProps) {
  const format = useFormat();
  return typeof value === 'string' ? <time dateTime={value} title={format.relative(value)} className={css.number}>{format.dateTime(value)}</time> : null;
}

const two = (number: number) => String(number).padStart(2, '0');
/** The moment as the clock on the wall shows it, which is what the browser's control speaks. */
function wall(value: unknown): string {
  if (typeof value !== 'string' || value === '') return '';
  const at = new Date(value);
  return Number.isNaN(at.getTime()) ? '' : `${at.getFullYear()}-${two(at.getMonth() + 1)}-${two(at.getDate())}T${two(at.getHours())}:${two(at.getMinutes())}`;
}
function TimeEdit(props: EditProps) {
  return (
    <LineInput {...props} type="datetime-local" text={wall(props.value)} onText={(next) => {
      const at = new Date(next);
      props.onChange(next === '' || Number.isNaN(at.getTime()) ? null : at.toISOString());
    }} />
  );
}

const ops: FieldKind['ops'] = ['within_last', 'within_next', 'before', 'after', 'on', 'is_empty', 'not_empty'];
export const date: FieldKind = { View, Edit, ops, width: 120 };
export const datetime: FieldKind = { View: TimeView, Edit: TimeEdit, ops, width: 170 };
