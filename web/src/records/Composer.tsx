import { useId, useRef, useState, type KeyboardEvent } from 'react';
import { isApiError, messageFor } from '~/app/api/errors';
import type { Fields, Record_ } from '~/app/api/types';
import { queries } from '~/app/api/query';
import { dayText, useFormat } from '~/app/format';
import { useText } from '~/app/i18n';
import { useShortcuts } from '~/app/shortcuts';
import { Button, Icon, Segmented, toast, type IconName } from '~/ui';
import { createRecord } from './data';
import { fieldOf, useObject } from './objects';
import css from './composer.module.css';

type What = 'note' | 'call' | 'email' | 'meeting' | 'task';
const whats: { value: What; icon: IconName }[] = [
  { value: 'note', icon: 'note' }, { value: 'call', icon: 'phone' }, { value: 'email', icon: 'mail' }, { value: 'meeting', icon: 'users' }, { value: 'task', icon: 'check-circle' },
];

/** Which of an activity's references this record fills; an account comes along from a contact or a deal. */
function links(object: string, record: Record_): Fields {
  const account = record.fields['account'];
  return { [object]: record.id, ...(object !== 'account' && typeof account === 'string' ? { account } : {}) };
}

/** What has just been said and done, in one line or many, without leaving the page. */
export function Composer({ object, record }: { object: string; record: Record_ }) {
  const t = useText();
  const format = useFormat();
  const activity = useObject('activity');
  const [what, setWhat] = useState<What>('note');
  const [open, setOpen] = useState(false);
  const [subject, setSubject] = useState('');
  const [body, setBody] = useState('');
  const [outcome, setOutcome] = useState<string | null>(null);
  const [minutes, setMinutes] = useState('');
  const [due, setDue] = useState(() => dayText(new Date(Date.now() + 86_400_000)));
  const [error, setError] = useState<unknown>(null);
  const [busy, setBusy] = useState(false);
  const field = useRef<HTMLTextAreaElement>(null);
  const line = useRef<HTMLInputElement>(null);
  const id = useId();
  const choose = (next: What) => {
    setWhat(next);
    setOpen(true);
    requestAnimationFrame(() => (next === 'note' ? field.current : line.current)?.focus());
  };
  useShortcuts([
    { keys: 'n', label: 'shortcut.note', run: () => choose('note') },
    { keys: 'l', label: 'shortcut.log', run: () => choose('call') },
    { keys: 't', label: 'shortcut.task', run: () => choose('task') },
  ]);
  const clear = () => {
    setSubject('');
    setBody('');
    setOutcome(null);
    setMinutes('');
    setError(null);
    setOpen(false);
  };
  const save = async () => {
    if (busy) return;
    setBusy(true);
    setError(null);
    try {
      if (what === 'note') await createRecord('note', { text: body, ...links(object, record) });
      else {
        const spent = Number(minutes);
        await createRecord('activity', {
          kind: what, subject: subject || (body.split('\n')[0]?.slice(0, 120) ?? ''), ...(body ? { body } : {}), ...links(object, record),
          state: what === 'task' ? 'planned' : 'done', ...(what === 'task' ? { due } : {}),
          ...(outcome && what !== 'task' ? { outcome } : {}), ...(minutes !== '' && Number.isFinite(spent) ? { minutes: spent } : {}),
        });
      }
      clear();
      toast.say(t(`composer.saved.${what}`));
      await queries.invalidateQueries({ queryKey: ['timeline', object, record.id] });
      void queries.invalidateQueries({ queryKey: ['process'] });
    } catch (failure) {
      setError(failure);
    } finally {
      setBusy(false);
    }
  };
  const keys = (event: KeyboardEvent) => {
    if (event.key === 'Enter' && (event.metaKey || event.ctrlKey)) { event.preventDefault(); void save(); }
    if (event.key === 'Escape') { event.stopPropagation(); clear(); (event.target as HTMLElement).blur(); }
  };
  const outcomes = (activity && fieldOf(activity, 'outcome')?.options) ?? [];
  return (
    <form className={css.box} data-open={open || undefined} aria-label={t('composer.title')} onSubmit={(event) => { event.preventDefault(); void save(); }} onKeyDown={keys}>
      <div className={css.tabs}>
        <Segmented label={t('composer.what')} value={what} onChange={choose} choices={whats.map((one) => ({ ...one, label: t(`composer.${one.value}`) }))} />
      </div>
      {what !== 'note' && open && (
        <input ref={line} className={css.line} value={subject} placeholder={t(`composer.subject.${what}`)} aria-label={t('composer.subject')} onChange={(event) => setSubject(event.currentTarget.value)} />
      )}
      <textarea ref={field} className={css.text} rows={open ? 3 : 1} value={body} placeholder={t(`composer.text.${what}`)} aria-label={t(`composer.${what}`)} onFocus={() => setOpen(true)} onChange={(event) => setBody(event.currentTarget.value)} />
      {error !== null && <div className={css.error} role="alert"><Icon name="alert" size={14} />{isApiError(error) && error.fields[0] ? error.fields[0].message : messageFor(error)}</div>}
      {open && (
        <div className={css.foot}>
          {what === 'task' && <label className={css.inline}>{t('composer.due')}<input type="date" value={due} onChange={(event) => setDue(event.currentTarget.value)} /></label>}
          {what !== 'task' && what !== 'note' && (
            <>
              <label className={css.inline}>{t('composer.outcome')}
                <select value={outcome ?? ''} onChange={(event) => setOutcome(event.currentTarget.value || null)}>
                  <option value="">{t('composer.no_outcome')}</option>
                  {outcomes.map((option) => <option key={option.value} value={option.value}>{option.label}</option>)}
                </select>
              </label>
              <label className={css.inline} htmlFor={`${id}-minutes`}>{t('composer.minutes')}<input id={`${id}-minutes`} className={css.minutes} inputMode="numeric" value={minutes} placeholder={format.number(30)} onChange={(event) => setMinutes(event.currentTarget.value.replace(/\D/g, ''))} /></label>
            </>
          )}
          <span className={css.end}>
            <Button look="quiet" onClick={clear}>{t('ui.cancel')}</Button>
            <Button type="submit" look="primary" busy={busy} disabled={!body.trim() && !subject.trim()}>{t(`composer.save.${what}`)}</Button>
          </span>
        </div>
      )}
    </form>
  );
}
