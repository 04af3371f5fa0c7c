import { useState } from 'react';
import { useFormat } from '~/app/format';
import { useText } from '~/app/i18n';
import { Button, IconButton, NumberInput, Segmented, Select, Slider, TextArea, TextInput, join } from '~/ui';
import type { Mode } from '~/app/api/types';
import type { Cell, Touchpoint } from './data';
import css from './programs.module.css';

const months = Array.from({ length: 12 }, (_, index) => index + 1);
const kinds = ['visit', 'roadmap_review', 'in_depth_call', 'call', 'meeting', 'email', 'message', 'newsletter', 'webinar', 'survey', 'event', 'other'];

/** The touchpoints of one cell: how often by slider, when by month, the rest unfolded on demand. */
export function TouchpointEditor({ cell, mayEdit, onChange }: { cell: Cell; mayEdit: boolean; onChange: (touchpoints: Touchpoint[]) => void }) {
  const t = useText();
  const [open, setOpen] = useState<string | null>(null);
  const put = (touchpoint: Touchpoint) => onChange(cell.touchpoints.map((other) => (other.id === touchpoint.id ? touchpoint : other)));
  const add = () => {
    const id = `new-${Date.now()}`;
    onChange([...cell.touchpoints, {
      id, name: t('programs.new_name'), kind: 'call', mode: 'human', times_per_year: 2, months: [2, 3, 4, 5, 9, 10, 11], minutes: 30, who: 'owner', steps: [],
      position: cell.touchpoints.length, version: 0,
    }]);
    setOpen(id);
  };
  return (
    <div>
      {cell.touchpoints.length === 0 && <p className="faint">{t('programs.no_touchpoints')}</p>}
      {cell.touchpoints.map((touchpoint) => (
        <Line
          key={touchpoint.id} touchpoint={touchpoint} open={open === touchpoint.id} mayEdit={mayEdit} onToggle={() => setOpen(open === touchpoint.id ? null : touchpoint.id)}
          onChange={put} onRemove={() => onChange(cell.touchpoints.filter((other) => other.id !== touchpoint.id))}
        />
      ))}
      {mayEdit && <Button look="quiet" icon="plus" onClick={add}>{t('programs.add')}</Button>}
    </div>
  );
}

function Line({ touchpoint, open, mayEdit, onToggle, onChange, onRemove }: {
  touchpoint: Touchpoint; open: boolean; mayEdit: boolean; onToggle: () => void; onChange: (touchpoint: Touchpoint) => void; onRemove: () => void;
}) {
  const t = useText();
  const format = useFormat();
  const set = (change: Partial<Touchpoint>) => onChange({ ...touchpoint, ...change });
  const toggle = (month: number) => set({ months: touchpoint.months.includes(month) ? touchpoint.months.filter((other) => other !== month) : [...touchpoint.months, month].sort((one, other) => one - other) });
  return (
    <div className={css.touchpoint}>
      <div className={css.line}>
        <button type="button" className={css.lineName} aria-expanded={open} onClick={onToggle}>{touchpoint.name}</button>
        <span className="soft">{t('programs.times', { count: touchpoint.times_per_year })}</span>
        <span className={css.minutes}>{touchpoint.mode === 'digital' ? t('programs.by_itself') : format.minutes(touchpoint.minutes)}</span>
      </div>
      <div className={css.often}>
        <Slider
          thumbLabel={t('programs.times_of', { name: touchpoint.name })} min={0} max={touchpoint.mode === 'digital' ? 52 : 24} step={1} value={touchpoint.times_per_year} disabled={!mayEdit}
          label={null} onChange={(times_per_year) => set({ times_per_year })}
        />
        <span className={join(css.mm, touchpoint.mode === 'digital' && css.mmDigital)} role="group" aria-label={t('programs.months_of', { name: touchpoint.name })}>
          {months.map((month) => (
            <button key={month} type="button" disabled={!mayEdit} aria-pressed={touchpoint.months.includes(month)} aria-label={format.month(month, 'long')} title={format.month(month, 'long')} onClick={() => toggle(month)}>
              {format.month(month, 'narrow')}
            </button>
          ))}
        </span>
      </div>
      {touchpoint.months.length === 0 && touchpoint.times_per_year > 0 && <p className={css.fault} role="alert">{t('programs.no_month')}</p>}
      {open && (
        <div className={css.details}>
          <TextInput label={t('programs.name')} value={touchpoint.name} disabled={!mayEdit} onChange={(event) => set({ name: event.currentTarget.value })} />
          <Select label={t('programs.kind')} allowDeselect={false} value={touchpoint.kind} disabled={!mayEdit} data={kinds.map((kind) => ({ value: kind, label: t(`kind.${kind}`) }))} onChange={(kind) => kind && set({ kind })} />
          <div className={css.field}><span>{t('programs.mode')}</span><Segmented<Mode> label={t('programs.mode')} value={touchpoint.mode} onChange={(mode) => mayEdit && set({ mode })} choices={[{ value: 'human', label: t('programs.human') }, { value: 'digital', label: t('programs.digital') }]} /></div>
          <NumberInput label={t('programs.minutes')} value={touchpoint.minutes} disabled={!mayEdit} min={0} max={2400} step={5} onChange={(minutes) => set({ minutes: Number(minutes) || 0 })} />
          <Select label={t('programs.who')} allowDeselect={false} value={touchpoint.who} disabled={!mayEdit} data={['owner', 'manager'].map((who) => ({ value: who, label: t(`programs.who.${who}`) }))} onChange={(who) => who && set({ who })} />
          <TextArea className={css.wide} label={t('programs.steps')} description={t('programs.steps_hint')} value={touchpoint.steps.join('\n')} disabled={!mayEdit} onChange={(event) => set({ steps: event.currentTarget.value.split('\n') })} />
          {mayEdit && <div className={css.wide}><IconButton icon="trash" label={t('programs.remove', { name: touchpoint.name })} onClick={onRemove} /></div>}
        </div>
      )}
    </div>
  );
}
