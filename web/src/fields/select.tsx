import { useText } from '~/app/i18n';
import { Category, Tag, type Tone } from '~/ui/controls';
import { Picker } from '~/ui/Picker';
import type { EditProps, FieldKind, ViewProps } from './kind';
import type { Option } from '~/app/api/types';
import { tagColour } from './tagColour';
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
  return <OptionTag options={field.options} value={value} tone={tones[value]} />;
}

/** In the colour that was chosen for it in Settings. */
function OptionTag({ options, value, tone }: { options: Option[] | undefined; value: string; tone?: Tone | undefined }) {
  const option = options?.find((one) => one.value === value);
  const colour = option?.colour;
  return <Tag tone={colour ? 'neutral' : (tone ?? 'neutral')}>{colour && <i className={css.dot} style={{ background: tagColour(colour, value) }} aria-hidden />}{option?.label ?? value}</Tag>;
}
const coloured = (options: Option[] | undefined) => (options ?? []).map(({ value, label, colour }) => ({ value, label, ...(colour ? { colour: tagColour(colour, value) } : {}) }));

function Edit(props: EditProps) {
  return <Picker {...props} value={typeof props.value === 'string' ? props.value : null} options={coloured(props.field.options)} clearable={!props.field.required} />;
}

function ManyView(props: ViewProps) {
  const { field, value } = props;
  if (field.format === 'tags') return <TagsView {...props} />;
  if (!Array.isArray(value)) return null;
  return <>{value.map((one) => <OptionTag key={one} options={field.options} value={one} />)}</>;
}

/** Tags are chosen by name, and made by it. */
const ManyEdit = (props: EditProps) => (props.field.format === 'tags' ? <TagsEdit {...props} /> : <OptionsEdit {...props} />);

function OptionsEdit({ field, value, onChange, onDone, onCancel, id, label, describedBy, autoFocus }: EditProps) {
  const t = useText();
  const chosen = Array.isArray(value) ? value : [];
  return (
    <div id={id} role="group" aria-label={label} aria-describedby={describedBy} className={css.months}
      onKeyDown={(event) => {
        const choices = [...event.currentTarget.querySelectorAll('button')];
        const at = choices.findIndex((one) => one === event.target);
        // Space chooses, Enter is done; the arrows go along, a letter to what begins with it.
        const step = { ArrowRight: 1, ArrowDown: 1, ArrowLeft: -1, ArrowUp: -1 }[event.key];
        const letter = event.key.length === 1 && /\p{L}|\d/u.test(event.key) && !event.ctrlKey && !event.metaKey ? event.key.toLowerCase() : undefined;
        const to = step ? choices[at + step] : letter && [...choices.slice(at + 1), ...choices].find((one) => one.innerText.toLowerCase().startsWith(letter));
        if (event.key === 'Escape') { event.stopPropagation(); onCancel(); }
        if (event.key === 'Enter') { event.preventDefault(); onDone(); }
        if (to) { event.preventDefault(); to.focus(); }
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
