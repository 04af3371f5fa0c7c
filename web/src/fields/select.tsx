import { useText } from '~/app/i18n';
import { Category, Tag, type Tone } from '~/ui/controls';
import { Picker } from '~/ui/Picker';
import type { EditProps, FieldKind, ViewProps } from './kind';
import { TagsEdit, TagsView } from './tags';
import css from './input.module.css';

/** Words that mean good or bad wherever they stand; all else is neutral. */
const tones: Record<string, Tone> = {
  won: 'good', kept: 'good', positive: 'good', expand: 'good', active: 'good', done: 'good',
  lost: 'bad', broken: 'bad', negative: 'bad', cancelled: 'bad', at_risk: 'warn', no_answer: 'warn',
};
const letters = new Set(['A', 'B', 'C', 'D']);

function View({ field, value }: ViewProps) {
  if (typeof value !== 'string' || value === '') return null;
  if (letters.has(value) && field.options?.every((option) => letters.has(option.value))) return <Category value={value} small />;
  const label = field.options?.find((option) => option.value === value)?.label ?? value;
  return <Tag tone={tones[value] ?? 'neutral'}>{label}</Tag>;
}

function Edit(props: EditProps) {
  return <Picker {...props} value={typeof props.value === 'string' ? props.value : null} options={props.field.options ?? []} clearable={!props.field.required} />;
}

function ManyView(props: ViewProps) {
  const { field, value } = props;
  if (field.format === 'tags') return <TagsView {...props} />;
  if (!Array.isArray(value)) return null;
  return <>{value.map((one) => <Tag key={one}>{field.options?.find((option) => option.value === one)?.label ?? one}</Tag>)}</>;
}

/** Tags are chosen by name, and made by it. */
const ManyEdit = (props: EditProps) => (props.field.format === 'tags' ? <TagsEdit {...props} /> : <OptionsEdit {...props} />);

function OptionsEdit({ field, value, onChange, onDone, onCancel, id, label, describedBy, autoFocus }: EditProps) {
  const t = useText();
  const chosen = Array.isArray(value) ? value : [];
  return (
    <div id={id} role="group" aria-label={label} aria-describedby={describedBy} className={css.months}
      onKeyDown={(event) => {
        if (event.key === 'Escape') { event.stopPropagation(); onCancel(); }
        if (event.key === 'Enter' && !(event.target instanceof HTMLButtonElement)) onDone();
      }}>
      {(field.options ?? []).map((option, index) => (
        <button key={option.value} type="button" className={css.choice} aria-pressed={chosen.includes(option.value)} autoFocus={autoFocus && index === 0}
          onClick={() => onChange((field.options ?? []).map((one) => one.value).filter((one) => (one === option.value ? !chosen.includes(one) : chosen.includes(one))))}>
          {option.label}
        </button>
      ))}
      {(field.options ?? []).length === 0 && <span className="faint">{t('field.no_options')}</span>}
    </div>
  );
}

export const select: FieldKind = { View, Edit, ops: ['in', 'not_in', 'is_empty', 'not_empty'], width: 120 };
export const multi_select: FieldKind = { View: ManyView, Edit: ManyEdit, ops: ['contains', 'is_empty', 'not_empty'], width: 200 };
