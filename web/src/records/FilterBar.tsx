import { useEffect, useId, useMemo, useRef, useState } from 'react';
import type { Condition, Field, ObjectType, Op, Value } from '~/app/api/types';
import { useFormat } from '~/app/format';
import { useText } from '~/app/i18n';
import { useSession } from '~/app/session';
import { kindOf } from '~/fields';
import { isMoney } from '~/fields/money';
import { Button, Icon, Menu, type MenuItem } from '~/ui';
import { Popover } from '~/ui/overlays';
import { Picker } from '~/ui/Picker';
import { isComplete, needsValue, startValue, type FilterState } from './filter';
import { fieldOf, isReference, useTitleOf } from './objects';
import css from './filter.module.css';

/** Chips of field, comparison and value; together they are one filter tree. */
export function FilterBar({ object, state, onChange }: { object: ObjectType; state: FilterState; onChange: (state: FilterState) => void }) {
  const t = useText();
  const [open, setOpen] = useState<number | null>(null);
  // Those of the list first: what one sees is what one filters by.
  const fields = useMemo(() => {
    const all = object.fields.filter((field) => field.type !== 'json' && field.type !== 'long_text');
    const listed = object.list.flatMap((name) => all.find((field) => field.name === name) ?? []);
    return { listed, others: all.filter((field) => !listed.includes(field)) };
  }, [object]);
  const set = (chips: Condition[]) => onChange({ ...state, chips });
  const add = (field: Field) => {
    const op = kindOf(field.type).ops[0] ?? 'eq';
    setOpen(state.chips.length);
    set([...state.chips, { field: field.name, op, value: startValue(field, op) }]);
  };
  const { user } = useSession();
  const owner = fieldOf(object, 'owner');
  const items: MenuItem[] = [
    ...(owner ? [{ label: t('filter.mine'), icon: 'user' as const, onSelect: () => set([...state.chips.filter((chip) => chip.field !== 'owner'), { field: 'owner', op: 'in', value: [user.id] }]) }] : []),
    ...[fields.listed, fields.others].flatMap((group, at) => group.map((field, index) => ({ label: field.label, divide: index === 0 && (at > 0 || owner !== undefined), onSelect: () => window.setTimeout(() => add(field)) }))),
  ];
  return (
    <div className={css.bar} role="group" aria-label={t('filter.title')}>
      {state.chips.map((chip, index) => {
        const field = fieldOf(object, chip.field);
        return field && (
          <Chip key={index} field={field} chip={chip} open={open === index} onOpen={(now) => setOpen(now ? index : null)}
            onChange={(next) => set(state.chips.map((one, at) => (at === index ? next : one)))}
            onRemove={() => { setOpen(null); set(state.chips.filter((_, at) => at !== index)); }} />
        );
      })}
      {state.rest && (
        <span className={css.chip}><span className={css.words}>{t('filter.more')}</span><button type="button" aria-label={t('filter.remove', { field: t('filter.more') })} onClick={() => onChange({ ...state, rest: null })}><Icon name="x" size={13} /></button></span>
      )}
      <Menu align="start" label={t('filter.add')} target={<Button look="quiet" size="small" icon="filter">{state.chips.length ? null : t('filter.add')}{state.chips.length > 0 && <span className="visually-hidden">{t('filter.add')}</span>}</Button>} items={items} />
    </div>
  );
}

function Chip({ field, chip, open, onOpen, onChange, onRemove }: {
  field: Field; chip: Condition; open: boolean; onOpen: (open: boolean) => void; onChange: (chip: Condition) => void; onRemove: () => void;
}) {
  const t = useText();
  const words = useWords(field, chip);
  const close = () => {
    onOpen(false);
    if (!isComplete(chip)) onRemove();
  };
  return (
    <span className={css.chip} data-open={open || undefined}>
      <Popover label={field.label} open={open} onChange={(next) => (next ? onOpen(true) : close())} width={280} target={
        <button type="button" className={css.words} onClick={() => (open ? close() : onOpen(true))}>
          <b>{field.label}</b> {words}
        </button>
      }>
        <ChipEditor field={field} chip={chip} onChange={onChange} onDone={close} />
      </Popover>
      <button type="button" aria-label={t('filter.remove', { field: field.label })} onClick={onRemove}><Icon name="x" size={13} /></button>
    </span>
  );
}

function ChipEditor({ field, chip, onChange, onDone }: { field: Field; chip: Condition; onChange: (chip: Condition) => void; onDone: () => void }) {
  const t = useText();
  const kind = kindOf(field.type);
  const [draft, setDraft] = useState<unknown>(chip.value);
  const id = useId();
  const timer = useRef(0);
  useEffect(() => () => window.clearTimeout(timer.current), []);
  const give = (value: unknown) => {
    setDraft(value);
    window.clearTimeout(timer.current);
    timer.current = window.setTimeout(() => onChange({ ...chip, value }), 250);
  };
  const now = (value: unknown) => {
    window.clearTimeout(timer.current);
    setDraft(value);
    onChange({ ...chip, value });
  };
  return (
    <form className={css.editor} onSubmit={(event) => { event.preventDefault(); now(draft); onDone(); }}>
      <div className={css.ops} role="group" aria-label={t('filter.comparison')}>
        {kind.ops.map((op) => (
          <button key={op} type="button" aria-pressed={chip.op === op} onClick={() => {
            const keeps = needsValue(op) && Array.isArray(startValue(field, op)) === Array.isArray(chip.value) && (typeof startValue(field, op) === 'object') === (typeof chip.value === 'object');
            const value = keeps ? draft : needsValue(op) ? startValue(field, op) : undefined;
            setDraft(value);
            onChange({ field: chip.field, op, ...(value === undefined ? {} : { value }) });
          }}>{t(`filter.op.${op}`)}</button>
        ))}
      </div>
      {needsValue(chip.op) && <ValueEditor id={id} field={field} op={chip.op} value={draft} onValue={give} onNow={now} onDone={onDone} />}
    </form>
  );
}


function ValueEditor({ id, field, op, value, onValue, onNow, onDone }: {
  id: string; field: Field; op: Op; value: unknown; onValue: (value: unknown) => void; onNow: (value: unknown) => void; onDone: () => void;
}) {
  const t = useText();
  const Edit = kindOf(field.type).Edit;
  if (op === 'within_last' || op === 'within_next') {
    const days = typeof value === 'object' && value !== null && 'days' in value ? Number(value.days) : 90;
    return (
      <label className={css.days}>
        <input className={css.number} type="number" min={1} max={3650} autoFocus data-autofocus value={days} onChange={(event) => onValue({ days: Math.max(1, Number(event.currentTarget.value) || 1) })} />
        {t('filter.days')}
      </label>
    );
  }
  if (op === 'in' || op === 'not_in') {
    const chosen = Array.isArray(value) ? (value as string[]) : [];
    if (isReference(field)) {
      return (
        <div className={css.many}>
          {chosen.map((one) => <Chosen key={one} field={field} id={one} onRemove={() => onNow(chosen.filter((other) => other !== one))} />)}
          {Edit && <Edit key={chosen.length} id={id} field={field} value={null} label={field.label} autoFocus={chosen.length === 0} onChange={() => undefined} onCancel={onDone} onDone={(picked) => { if (typeof picked === 'string' && picked) onNow([...new Set([...chosen, picked])]); }} />}
        </div>
      );
    }
    return (
      <div className={css.many}>
        {(field.options ?? []).map((option, index) => (
          <label key={option.value} className={css.option}>
            <input type="checkbox" data-autofocus={index === 0 || undefined} checked={chosen.includes(option.value)} onChange={(event) => onNow(event.currentTarget.checked ? [...chosen, option.value] : chosen.filter((one) => one !== option.value))} />
            {option.label}
          </label>
        ))}
      </div>
    );
  }
  if (field.type === 'multi_select') {
    return <Picker id={id} label={field.label} options={field.options ?? []} value={typeof value === 'string' ? value : null} onDone={(picked) => onNow(picked)} autoFocus />;
  }
  if (field.type === 'boolean') {
    return (
      <div className={css.ops}>
        {[true, false].map((one) => <button key={String(one)} type="button" aria-pressed={value === one} onClick={() => onNow(one)}>{t(one ? 'field.yes' : 'field.no')}</button>)}
      </div>
    );
  }
  if (!Edit) return null;
  const free = { ...field, required: false };
  return <Edit id={id} field={free} value={(value ?? null) as Value} label={field.label} autoFocus onChange={onValue} onDone={(next) => { if (next !== undefined) onNow(next); onDone(); }} onCancel={onDone} />;
}

function Chosen({ field, id, onRemove }: { field: Field; id: string; onRemove: () => void }) {
  const t = useText();
  const title = useTitleOf(field.to ?? '', id) ?? '…';
  return <span className={css.chosen}>{title}<button type="button" aria-label={t('filter.remove', { field: title })} onClick={onRemove}><Icon name="x" size={12} /></button></span>;
}

/** The chip in words: "is A or B", "in the last 90 days". */
function useWords(field: Field, chip: Condition): string {
  const t = useText();
  const format = useFormat();
  const values = Array.isArray(chip.value) ? (chip.value as string[]) : [];
  const title = useTitleOf(isReference(field) ? (field.to ?? '') : '', isReference(field) ? values[0] : undefined);
  const op = t(`filter.op.${chip.op}`);
  if (!needsValue(chip.op)) return op;
  if (!isComplete(chip)) return `${op} …`;
  const { value } = chip;
  if (typeof value === 'object' && value !== null && 'days' in value) return t(`filter.${chip.op}_days`, { days: Number(value.days) });
  if (Array.isArray(value)) {
    const names = isReference(field) ? [title ?? '…'] : values.map((one) => field.options?.find((option) => option.value === one)?.label ?? one);
    return `${op} ${isReference(field) && values.length > 1 ? t('filter.and_more', { name: names[0] ?? '', count: values.length - 1 }) : names.join(', ')}`;
  }
  if (isMoney(value as Value)) return `${op} ${format.money(value as never)}`;
  if (typeof value === 'boolean') return t(value ? 'field.yes' : 'field.no');
  if (typeof value === 'number') return `${op} ${field.type === 'duration' ? format.minutes(value) : field.type === 'percent' ? format.percent(value) : format.number(value)}`;
  if (typeof value === 'string' && (field.type === 'date' || field.type === 'datetime')) return `${op} ${format.date(value)}`;
  if (typeof value === 'string' && field.format === 'country') return `${op} ${format.country(value)}`;
  if (typeof value === 'string') return `${op} ${field.options?.find((option) => option.value === value)?.label ?? value}`;
  return op;
}
