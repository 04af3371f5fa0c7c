import { Suspense, useEffect, useId, useRef, useState, type KeyboardEvent } from 'react';
import { flushSync } from 'react-dom';
import { isApiError, messageFor } from '~/app/api/errors';
import type { Fields, Record_ } from '~/app/api/types';
import { queries } from '~/app/api/query';
import { dayText, useFormat } from '~/app/format';
import { useText } from '~/app/i18n';
import { useShortcuts } from '~/app/shortcuts';
import { Button, Icon, Segmented, toast, type IconName } from '~/ui';
import { findPeople } from '~/fields/people';
import { plainOf, RichEditor, textToHtml } from '~/ui/rich';
import { createRecord } from './data';
import { fieldOf, useObject } from './objects';
import css from './composer.module.css';

type What = 'note' | 'call' | 'email' | 'meeting' | 'task';
const whats: { value: What; icon: IconName }[] = [
  { value: 'note', icon: 'note' }, { value: 'call', icon: 'phone' }, { value: 'email', icon: 'mail' }, { value: 'meeting', icon: 'users' }, { value: 'task', icon: 'check-circle' },
];

/** What was being written when the page was left: it is there again when one comes back. */
interface Draft { what: What; subject: string; body: string }
const drafts = new Map<string, Draft>();

/** Nine in the morning of the day, of the day before, or whenever one says. */
type Remind = 'none' | 'day' | 'before' | 'at';
function remindAt(when: Remind, due: string, at: string): string | undefined {
  if (when === 'none') return undefined;
  if (when === 'at') return at ? new Date(at).toISOString() : undefined;
  if (!due) return undefined;
  const morning = new Date(`${due}T09:00:00`);
  if (when === 'before') morning.setDate(morning.getDate() - 1);
  return morning.toISOString();
}

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
  const key = `${object}:${record.id}`;
  const [draft] = useState(() => drafts.get(key));
  const [what, setWhat] = useState<What>(draft?.what ?? 'note');
  const [open, setOpen] = useState(draft !== undefined);
  const [subject, setSubject] = useState(draft?.subject ?? '');
  /** Of a note: rich text. Of all else: plain lines. */
  const [body, setBody] = useState(draft?.body ?? '');
  const [outcome, setOutcome] = useState<string | null>(null);
  const [minutes, setMinutes] = useState('');
  const [due, setDue] = useState(() => dayText(new Date(Date.now() + 86_400_000)));
  const [remind, setRemind] = useState<Remind>('none');
  const [at, setAt] = useState('');
  const [error, setError] = useState<unknown>(null);
  const [busy, setBusy] = useState(false);
  const line = useRef<HTMLInputElement>(null);
  const form = useRef<HTMLFormElement>(null);
  const id = useId();
  useEffect(() => {
    if (subject.trim() || plainOf(body).trim()) drafts.set(key, { what, subject, body });
    else drafts.delete(key);
  }, [key, what, subject, body]);
  const choose = (next: What) => {
    if ((next === 'note') !== (what === 'note')) setBody(next === 'note' ? textToHtml(body) : plainOf(body));
    // At once, so that the next key pressed is written here.
    flushSync(() => {
      setWhat(next);
      setOpen(true);
    });
    (next === 'note' ? form.current?.querySelector<HTMLElement>('[role=textbox], textarea') : line.current)?.focus();
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
    setRemind('none');
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
        const reminder = remindAt(remind, due, at);
        await createRecord('activity', {
          kind: what, subject: subject || (body.split('\n')[0]?.slice(0, 120) ?? ''), ...(body ? { body } : {}), ...links(object, record),
          state: what === 'task' ? 'planned' : 'done', ...(what === 'task' ? { ...(due ? { due } : {}), ...(reminder ? { remind_at: reminder } : {}) } : {}),
          ...(outcome && what !== 'task' ? { outcome } : {}), ...(minutes !== '' && Number.isFinite(spent) ? { minutes: spent } : {}),
        });
      }
      clear();
      toast.say(t(`composer.saved.${what}`));
      await queries.invalidateQueries({ queryKey: ['timeline', object, record.id] });
      void queries.invalidateQueries({ queryKey: ['process'] });
      if (what === 'task') void queries.invalidateQueries({ queryKey: ['records', 'activity'] });
    } catch (failure) {
      setError(failure);
    } finally {
      setBusy(false);
    }
  };
  const keys = (event: KeyboardEvent) => {
    if (event.key === 'Enter' && (event.metaKey || event.ctrlKey)) { event.preventDefault(); void save(); }
    if (event.key === 'Escape') {
      event.stopPropagation();
      // What has been written is not thrown away by a key.
      if (!subject.trim() && !plainOf(body).trim()) clear();
      (event.target as HTMLElement).blur();
    }
  };
  const reminds = activity !== undefined && fieldOf(activity, 'remind_at') !== undefined;
  const outcomes = (activity && fieldOf(activity, 'outcome')?.options) ?? [];
  return (
    <form ref={form} className={css.box} data-open={open || undefined} aria-label={t('composer.title')} onSubmit={(event) => { event.preventDefault(); void save(); }} onKeyDown={keys}>
      <div className={css.tabs}>
        <Segmented label={t('composer.what')} value={what} onChange={choose} choices={whats.map((one) => ({ ...one, label: t(`composer.${one.value}`) }))} />
      </div>
      {what !== 'note' && open && (
        <input ref={line} className={css.line} value={subject} placeholder={t(`composer.subject.${what}`)} aria-label={t('composer.subject')} onChange={(event) => setSubject(event.currentTarget.value)} />
      )}
      {what === 'note' && open ? (
        <Suspense fallback={<textarea autoFocus className={css.text} rows={3} value={plainOf(body)} aria-label={t('composer.note')} onChange={(event) => setBody(textToHtml(event.currentTarget.value))} />}>
          <RichEditor autoFocus label={t('composer.note')} placeholder={t('composer.text.note')} value={body} onChange={setBody} onDone={() => void save()} onCancel={() => { if (plainOf(body).trim() === '') clear(); }} people={findPeople} />
        </Suspense>
      ) : <textarea className={css.text} rows={open ? 3 : 1} value={what === 'note' ? plainOf(body) : body} placeholder={t(`composer.text.${what}`)} aria-label={t(`composer.${what}`)} onFocus={() => { if (!open) choose(what); }} onChange={(event) => setBody(what === 'note' ? textToHtml(event.currentTarget.value) : event.currentTarget.value)} />}
      {error !== null && <div className={css.error} role="alert"><Icon name="alert" size={14} />{isApiError(error) && error.fields[0] ? error.fields[0].message : messageFor(error)}</div>}
      {open && (
        <div className={css.foot}>
          {what === 'task' && (
            <>
              <label className={css.inline}>{t('composer.due')}<input type="date" value={due} onChange={(event) => setDue(event.currentTarget.value)} /></label>
              {reminds && (
                <label className={css.inline}>{t('composer.remind')}
                  <select value={remind} onChange={(event) => setRemind(event.currentTarget.value as Remind)}>
                    {(['none', 'day', 'before', 'at'] as const).map((one) => <option key={one} value={one}>{t(`composer.remind.${one}`)}</option>)}
                  </select>
                </label>
              )}
              {reminds && remind === 'at' && <input type="datetime-local" className={css.when} aria-label={t('composer.remind.at')} value={at} onChange={(event) => setAt(event.currentTarget.value)} />}
            </>
          )}
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
            <Button type="submit" look="primary" busy={busy} disabled={!plainOf(body).trim() && !subject.trim()}>{t(`composer.save.${what}`)}</Button>
          </span>
        </div>
      )}
    </form>
  );
}
