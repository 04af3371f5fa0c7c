import { useState } from 'react';
import type { Record_ } from '~/app/api/types';
import { dayOf, useFormat } from '~/app/format';
import { useText } from '~/app/i18n';
import { saveFields } from '~/records/data';
import { Button, Icon, TextInput, toast } from '~/ui';
import { Popover } from '~/ui/overlays';
import { choicesFor, wallClock } from './reminders';
import css from './tasks.module.css';

/** The bell of a task: when one is reminded of it, set and taken away with a click. */
export function Reminder({ task, onSaved }: { task: Record_; onSaved: () => void }) {
  const t = useText();
  const format = useFormat();
  const [open, setOpen] = useState(false);
  const [own, setOwn] = useState('');
  const at = task.fields['remind_at'];
  const set = typeof at === 'string' && at !== '';
  const { due } = task.fields;
  const save = (next: string | null) => {
    setOpen(false);
    void saveFields(task, { remind_at: next }).then(onSaved, toast.fail);
  };
  const label = set ? t('tasks.reminds', { when: format.dateTime(at) }) : t('tasks.remind', { task: String(task.fields['subject'] ?? '') });
  const chosen = new Date(own);
  return (
    <Popover label={t('tasks.remind_title')} open={open} onChange={setOpen} width={310} align="end" target={
      <button type="button" className={css.remind} data-set={set || undefined} title={label} aria-label={label} aria-expanded={open} onClick={() => { setOwn(''); setOpen(!open); }}><Icon name="bell" size={15} /></button>
    }>
      <div className={css.reminders}>
        <h3>{t('tasks.remind_title')}</h3>
        {set && <p className="soft">{format.dateTime(at)}</p>}
        {choicesFor(new Date(), typeof due === 'string' && due ? dayOf(due) : undefined).map((choice) => (
          <button key={choice.name} type="button" onClick={() => save(choice.at.toISOString())}><span>{t(`tasks.remind.${choice.name}`)}</span><small>{format.dateTime(choice.at.toISOString())}</small></button>
        ))}
        <form className={css.own} onSubmit={(event) => { event.preventDefault(); if (!Number.isNaN(chosen.getTime())) save(chosen.toISOString()); }}>
          <TextInput type="datetime-local" aria-label={t('tasks.remind.own')} min={wallClock(new Date())} value={own} onChange={(event) => setOwn(event.currentTarget.value)} />
          <Button type="submit" size="small" disabled={Number.isNaN(chosen.getTime())}>{t('tasks.remind_set')}</Button>
        </form>
        {set && <Button size="small" look="quiet" icon="bell-off" onClick={() => save(null)}>{t('tasks.remind_none')}</Button>}
      </div>
    </Popover>
  );
}
