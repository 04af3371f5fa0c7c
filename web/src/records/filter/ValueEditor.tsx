import { useState } from 'react';
import type { Field, Op, Value } from '~/app/api/types';
import { useText } from '~/app/i18n';
import { kindOf } from '~/fields';
import { Icon } from '~/ui';
import { Picker } from '~/ui/Picker';
import { isReference, useTitleOf } from '../objects';
import { isPeriod, lengthOf, needsValue, periods, units } from './tree';
import css from './filter.module.css';

interface Props {
  id: string;
  field: Field;
  op: Op;
  value: unknown;
  /** As it is typed… */
  onValue: (value: unknown) => void;
  /** …and when it is chosen. */
  onNow: (value: unknown) => void;
  onDone: () => void;
  autoFocus?: boolean;
}

/** The value of a condition, by its field's type and the comparison. */
export function ValueEditor({ id, field, op, value, onValue, onNow, onDone, autoFocus = false }: Props) {
  const t = useText();
  const Edit = kindOf(field.type).Edit;
  const focus = autoFocus ? { autoFocus: true, 'data-autofocus': true } : {};
  if (!needsValue(op)) return null;
  if (op === 'within_last' || op === 'within_next') {
    if (isPeriod(value)) return <PeriodSelect id={id} field={field} value={value} onNow={onNow} {...focus} />;
    const { unit, count } = lengthOf(value) ?? { unit: 'days' as const, count: 90 };
    return (
      <span className={css.length}>
        <input id={id} className={css.number} type="number" min={0} max={36_500} aria-label={field.label} {...focus} value={count} onChange={(event) => onValue({ [unit]: Math.max(0, Math.round(Number(event.currentTarget.value) || 0)) })} />
        <select className={css.select} aria-label={t('filter.unit')} value={unit} onChange={(event) => onNow({ [event.currentTarget.value]: count })}>
          {units.map((one) => <option key={one} value={one}>{t(`filter.unit.${one}`)}</option>)}
        </select>
      </span>
    );
  }
  if (op === 'on' || op === 'before' || op === 'after') {
    const period = isPeriod(value);
    return (
      <span className={css.length}>
        <PeriodSelect id={id} field={field} value={period ? value : ''} onNow={(next) => onNow(next === '' ? null : next)} {...focus} />
        {!period && <input className={css.date} type="date" aria-label={field.label} value={typeof value === 'string' ? value.slice(0, 10) : ''} onChange={(event) => onValue(event.currentTarget.value || null)} />}
      </span>
    );
  }
  if (op === 'between') {
    const [low = null, high = null] = Array.isArray(value) ? (value as Value[]) : [];
    if (!Edit) return null;
    const free = { ...field, type: field.type === 'datetime' ? 'date' as const : field.type, required: false };
    const One = kindOf(free.type).Edit ?? Edit;
    return (
      <span className={css.two}>
        <One id={id} field={free} value={low} label={t('filter.from', { field: field.label })} autoFocus={autoFocus} onChange={(next) => onValue([next, high])} onDone={(next) => { if (next !== undefined) onNow([next, high]); }} onCancel={onDone} />
        <span>{t('filter.and')}</span>
        <One id={`${id}-to`} field={free} value={high} label={t('filter.to', { field: field.label })} onChange={(next) => onValue([low, next])} onDone={(next) => { if (next !== undefined) onNow([low, next]); onDone(); }} onCancel={onDone} />
      </span>
    );
  }
  if (op === 'in' || op === 'not_in') {
    const chosen = Array.isArray(value) ? (value as string[]) : [];
    const toggle = (one: string, on: boolean) => onNow(on ? [...new Set([...chosen, one])] : chosen.filter((other) => other !== one));
    if (isReference(field)) {
      return (
        <div className={css.many}>
          {chosen.map((one) => <Chosen key={one} field={field} id={one} onRemove={() => toggle(one, false)} />)}
          {Edit && <Edit key={chosen.length} id={id} field={field} value={null} label={field.label} autoFocus={autoFocus && chosen.length === 0} onChange={() => undefined} onCancel={onDone} onDone={(picked) => { if (typeof picked === 'string' && picked) toggle(picked, true); }} />}
          {field.to === 'user' && !chosen.includes('me') && <button type="button" className={css.me} onClick={() => toggle('me', true)}><Icon name="user" size={13} />{t('filter.me')}</button>}
        </div>
      );
    }
    if (field.options) {
      return (
        <div className={css.many}>
          {field.options.map((option, index) => (
            <label key={option.value} className={css.option}>
              <input type="checkbox" data-autofocus={(autoFocus && index === 0) || undefined} checked={chosen.includes(option.value)} onChange={(event) => toggle(option.value, event.currentTarget.checked)} />
              {option.label}
            </label>
          ))}
        </div>
      );
    }
    return <ListInput id={id} field={field} value={chosen} onValue={onValue} onDone={onDone} autoFocus={autoFocus} />;
  }
  if (isReference(field) && value === 'me') {
    return <div className={css.many}><Chosen field={field} id="me" onRemove={() => onNow(null)} /></div>;
  }
  if (field.type === 'multi_select') {
    return <Picker id={id} label={field.label} options={(field.options ?? []).map(({ value: one, label }) => ({ value: one, label }))} value={typeof value === 'string' ? value : null} onDone={(picked) => onNow(picked)} autoFocus={autoFocus} />;
  }
  if (field.type === 'boolean') {
    return (
      <div className={css.ops} role="group" aria-label={field.label}>
        {[true, false].map((one) => <button key={String(one)} type="button" aria-pressed={value === one} onClick={() => onNow(one)}>{t(one ? 'field.yes' : 'field.no')}</button>)}
      </div>
    );
  }
  if (!Edit) return null;
  return <Edit id={id} field={{ ...field, required: false }} value={(value ?? null) as Value} label={field.label} autoFocus={autoFocus} onChange={onValue} onDone={(next) => { if (next !== undefined) onNow(next); onDone(); }} onCancel={onDone} />;
}

/** Several texts with commas between them. */
function ListInput({ id, field, value, onValue, onDone, autoFocus }: { id: string; field: Field; value: string[]; onValue: (value: unknown) => void; onDone: () => void; autoFocus: boolean }) {
  const t = useText();
  const [text, setText] = useState(value.join(', '));
  return (
    <input id={id} className={css.text} aria-label={field.label} placeholder={t('filter.list_hint')} value={text} autoFocus={autoFocus} data-autofocus={autoFocus || undefined}
      onKeyDown={(event) => { if (event.key === 'Enter') { event.preventDefault(); onDone(); } }}
      onChange={(event) => { setText(event.currentTarget.value); onValue(event.currentTarget.value.split(',').map((one) => one.trim()).filter(Boolean)); }} />
  );
}

function PeriodSelect({ id, field, value, onNow, ...focus }: { id: string; field: Field; value: string; onNow: (value: unknown) => void; autoFocus?: boolean }) {
  const t = useText();
  return (
    <select id={id} className={css.select} aria-label={field.label} value={value} {...focus} onChange={(event) => onNow(event.currentTarget.value)}>
      <option value="">{t('filter.a_day')}</option>
      {periods.map((one) => <option key={one} value={one}>{t(`filter.period.${one}`)}</option>)}
    </select>
  );
}

function Chosen({ field, id, onRemove }: { field: Field; id: string; onRemove: () => void }) {
  const t = useText();
  const found = useTitleOf(id === 'me' ? '' : (field.to ?? ''), id === 'me' ? undefined : id);
  const title = id === 'me' ? t('filter.me') : (found ?? '…');
  return <span className={css.chosen}>{title}<button type="button" aria-label={t('filter.remove', { field: title })} onClick={onRemove}><Icon name="x" size={12} /></button></span>;
}
