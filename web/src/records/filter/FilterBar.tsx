import { lazy, Suspense, useEffect, useId, useMemo, useRef, useState } from 'react';
import type { Condition, Field, Filter, ObjectType } from '~/app/api/types';
import { useText } from '~/app/i18n';
import { useShortcuts } from '~/app/shortcuts';
import { Button, Icon, IconButton, Menu, type MenuItem } from '~/ui';
import { Popover } from '~/ui/overlays';
import { fieldOf, useObjects } from '../objects';
import { writeFilterCode } from '../views/code';
import { draftOf, fieldAt, groupOf, isComplete, isCondition, opsOf, said, startCondition, withOp } from './tree';
import { ValueEditor } from './ValueEditor';
import { useWords, Words } from './Words';
import css from './filter.module.css';

const Builder = lazy(() => import('./Builder').then((file) => ({ default: file.Builder })));

/**
 * The filter of a list: a chip for each condition that must hold, and for all that chips are too small for a panel with the
 * whole tree and the same as text. Whatever one edits, it is one tree.
 */
export function FilterBar({ object, filter, onChange }: { object: ObjectType; filter: Filter | undefined; onChange: (filter: Filter | undefined) => void }) {
  const t = useText();
  const [open, setOpen] = useState<number | null>(null);
  const [whole, setWhole] = useState(false);
  const [draft, setDraft] = useState<Filter>(() => draftOf(filter));
  const code = writeFilterCode(filter);
  const told = useRef(code);
  // Another filter than the one that was told from here: back and forward, another view, the text.
  useEffect(() => {
    if (code === told.current) return;
    told.current = code;
    setDraft(draftOf(filter));
    setOpen(null);
    // eslint-disable-next-line react-hooks/exhaustive-deps
  }, [code]);
  const change = (next: Filter) => {
    setDraft(next);
    const filtered = said(next);
    const written = writeFilterCode(filtered);
    if (written === told.current) return;
    told.current = written;
    onChange(filtered);
  };
  // Those of the list first: what one sees is what one filters by.
  const fields = useMemo(() => {
    const all = object.fields.filter((field) => field.type !== 'json');
    const listed = object.list.flatMap((name) => all.find((field) => field.name === name) ?? []);
    return { listed, others: all.filter((field) => !listed.includes(field)) };
  }, [object]);
  const group = groupOf(draft);
  const chips: Filter[] = group?.mode === 'all' ? group.parts : [draft];
  const setChips = (parts: Filter[]) => change({ and: parts });
  const add = (node: Filter) => {
    setOpen(chips.length);
    setChips([...chips, node]);
  };
  // One's own: what reps ask of every list, so it has a button and a key.
  const owned = fieldOf(object, 'owner')?.to === 'user' && group?.mode === 'all';
  const others = chips.filter((chip) => !isCondition(chip) || chip.field !== 'owner');
  const mine = chips.some((chip) => isCondition(chip) && chip.field === 'owner' && Array.isArray(chip.value) && chip.value.join() === 'me');
  const toggleMine = () => { setOpen(null); setChips(mine ? others : [{ field: 'owner', op: 'in', value: ['me'] }, ...others]); };
  const items: MenuItem[] = [
    { label: t('filter.whole'), icon: 'form', onSelect: () => setWhole(true) },
    ...[fields.listed, fields.others].flatMap((part) => part.map((field, index) => ({ label: field.label, divide: index === 0, onSelect: () => window.setTimeout(() => add(startCondition(field.name, field))) }))),
  ];
  useShortcuts([{ keys: 'f', label: 'shortcut.filter', run: () => setWhole(!whole) }, ...(owned ? [{ keys: 'm', label: 'shortcut.mine', run: toggleMine }] : [])]);
  return (
    <div className={css.bar} data-filter role="group" aria-label={t('filter.title')}>
      {!whole && chips.map((chip, index) => {
        const remove = () => { setOpen(null); setChips(chips.filter((_, at) => at !== index)); };
        return isCondition(chip)
          ? <Chip key={index} object={object} chip={chip} open={open === index} onOpen={(now) => setOpen(now ? index : null)} onChange={(next) => setChips(chips.map((one, at) => (at === index ? next : one)))} onRemove={remove} />
          : (
            <span key={index} className={css.chip}>
              <button type="button" className={css.words} onClick={() => setWhole(true)}><Words object={object} node={chip} /></button>
              <button type="button" aria-label={t('filter.remove', { field: t('filter.more') })} onClick={remove}><Icon name="x" size={13} /></button>
            </span>
          );
      })}
      {!whole && owned && !mine && <Button look="quiet" size="small" icon="user" title="M" onClick={toggleMine}>{t('filter.mine')}</Button>}
      {!whole && <Menu align="start" label={t('filter.add')} target={<Button look="quiet" size="small" icon="filter">{chips.length ? null : t('filter.add')}{chips.length > 0 && <span className="visually-hidden">{t('filter.add')}</span>}</Button>} items={items} />}
      <IconButton icon="form" size="small" label={t('filter.whole')} aria-expanded={whole} onClick={() => setWhole(!whole)} />
      {whole && <Suspense><Builder object={object} draft={draft} onDraft={change} onClose={() => setWhole(false)} /></Suspense>}
    </div>
  );
}

function Chip({ object, chip, open, onOpen, onChange, onRemove }: {
  object: ObjectType; chip: Condition; open: boolean; onOpen: (open: boolean) => void; onChange: (chip: Condition) => void; onRemove: () => void;
}) {
  const t = useText();
  const objects = useObjects();
  const at = fieldAt(objects, object, chip.field);
  const words = useWords(at?.field, chip);
  const label = at?.label ?? chip.field;
  const close = () => {
    onOpen(false);
    if (!isComplete(chip)) onRemove();
  };
  return (
    <span className={css.chip} data-open={open || undefined} data-unknown={at ? undefined : true}>
      {at ? (
        <Popover label={label} open={open} onChange={(next) => (next ? onOpen(true) : close())} width={300} target={
          <button type="button" className={css.words} onClick={() => (open ? close() : onOpen(true))}><b>{label}</b> {words}</button>
        }>
          <ChipEditor field={at.field} chip={chip} onChange={onChange} onDone={close} />
        </Popover>
      ) : <span className={css.words}><b>{label}</b> {words}</span>}
      <button type="button" aria-label={t('filter.remove', { field: label })} onClick={onRemove}><Icon name="x" size={13} /></button>
    </span>
  );
}

/** A value that is told a moment after the last key. */
export function useLate(value: unknown, tell: (value: unknown) => void): [unknown, (value: unknown) => void, (value: unknown) => void] {
  const [draft, setDraft] = useState(value);
  const timer = useRef(0);
  const waiting = useRef(false);
  // Told as things stand then: what was added beside it meanwhile stays.
  const latest = useRef(tell);
  useEffect(() => { latest.current = tell; });
  useEffect(() => { if (!waiting.current) setDraft(value); }, [value]);
  useEffect(() => () => window.clearTimeout(timer.current), []);
  const now = (next: unknown) => {
    window.clearTimeout(timer.current);
    waiting.current = false;
    setDraft(next);
    latest.current(next);
  };
  const late = (next: unknown) => {
    window.clearTimeout(timer.current);
    waiting.current = true;
    setDraft(next);
    timer.current = window.setTimeout(() => now(next), 250);
  };
  return [draft, late, now];
}

function ChipEditor({ field, chip, onChange, onDone }: { field: Field; chip: Condition; onChange: (chip: Condition) => void; onDone: () => void }) {
  const t = useText();
  const id = useId();
  const [draft, late, now] = useLate(chip.value, (value) => onChange({ ...chip, value }));
  return (
    <form className={css.editor} onSubmit={(event) => { event.preventDefault(); now(draft); onDone(); }}>
      <div className={css.ops} role="group" aria-label={t('filter.comparison')}>
        {opsOf(field).map((op) => (
          <button key={op} type="button" aria-pressed={chip.op === op} onClick={() => onChange(withOp(field, { ...chip, value: draft }, op))}>{t(`filter.op.${op}`)}</button>
        ))}
      </div>
      <ValueEditor key={chip.op} id={id} field={field} op={chip.op} value={draft} onValue={late} onNow={now} onDone={onDone} autoFocus />
    </form>
  );
}
