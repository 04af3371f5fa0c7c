import { useState, type FormEvent } from 'react';
import { dayOf, dayText, isoWeek, useFormat } from '~/app/format';
import { useText } from '~/app/i18n';
import { Button, Modal, NumberInput, Segmented, Select, TextArea, TextInput } from '~/ui';
import type { Person } from '~/app/api/types';
import type { Deed, WeekItem } from './data';
import css from './week.module.css';

export type DialogDeed = Exclude<Deed, 'reopen' | 'steps'>;
type Outcome = 'positive' | 'neutral' | 'negative' | 'no_answer';

/** This week and those after it. */
function weeksAhead(from: string, count: number): { week: string; monday: Date }[] {
  const today = dayOf(from);
  const monday = new Date(today.getFullYear(), today.getMonth(), today.getDate() - ((today.getDay() + 6) % 7));
  return Array.from({ length: count }, (_, ahead) => {
    const day = new Date(monday.getFullYear(), monday.getMonth(), monday.getDate() + 7 * ahead);
    return { week: isoWeek(day), monday: day };
  });
}

/** Asks the least that each deed needs: an outcome and one line, a week, a person, a reason. */
export function TouchDialog({ deed, item, people, owner, today, onClose, onDo }: {
  deed: DialogDeed; item: WeekItem; people: Person[]; owner: string; today: string; onClose: () => void; onDo: (deed: Deed, body: Record<string, unknown>) => void;
}) {
  const t = useText();
  const format = useFormat();
  const weeks = weeksAhead(today, 26).filter((entry) => entry.week !== item.week);
  const others = people.filter((person) => person.id !== owner);
  const [outcome, setOutcome] = useState<Outcome>('positive');
  const [note, setNote] = useState('');
  const [minutes, setMinutes] = useState<number | string>(item.minutes);
  const [week, setWeek] = useState(weeks.find((entry) => entry.monday > dayOf(today))?.week ?? weeks[0]?.week ?? '');
  const [user, setUser] = useState<string | null>(null);
  const [reason, setReason] = useState('');
  const missing = (deed === 'skip' && reason.trim() === '') || (deed === 'hand-over' && !user) || (deed === 'reschedule' && !week);
  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (missing) return;
    if (deed === 'done') onDo(deed, { outcome, note: note.trim(), minutes: Number(minutes) || item.minutes });
    else if (deed === 'reschedule') onDo(deed, { week, reason: reason.trim() });
    else if (deed === 'hand-over') onDo(deed, { user, reason: reason.trim() });
    else onDo(deed, { reason: reason.trim() });
  };
  return (
    <Modal open onClose={onClose} title={`${t(`week.ask.${deed}`)} · ${item.account.name}`}>
      <form className={css.form} onSubmit={submit}>
        {deed === 'done' && (
          <>
            <Segmented<Outcome> label={t('week.outcome')} value={outcome} onChange={setOutcome} choices={(['positive', 'neutral', 'negative', 'no_answer'] as const).map((value) => ({ value, label: t(`week.outcome.${value}`) }))} />
            <TextArea label={t('week.note')} placeholder={t('week.note_hint')} value={note} onChange={(event) => setNote(event.currentTarget.value)} data-autofocus minRows={2} onKeyDown={(event) => { if (event.key === 'Enter' && (event.ctrlKey || event.metaKey)) submit(event); }} />
            <NumberInput label={t('week.minutes')} value={minutes} onChange={setMinutes} min={0} max={1440} step={5} w={140} />
          </>
        )}
        {deed === 'reschedule' && (
          <Select label={t('week.to_week')} data-autofocus searchable allowDeselect={false} value={week} onChange={(value) => setWeek(value ?? '')} data={weeks.map((entry) => ({ value: entry.week, label: t('week.week_from', { week: Number(entry.week.slice(-2)), date: format.date(dayText(entry.monday), 'day') }) }))} />
        )}
        {deed === 'hand-over' && <Select label={t('week.to_person')} data-autofocus searchable value={user} onChange={setUser} data={others.map((person) => ({ value: person.id, label: person.name }))} />}
        {deed !== 'done' && <TextInput label={t(deed === 'skip' ? 'week.reason' : 'week.reason_optional')} value={reason} onChange={(event) => setReason(event.currentTarget.value)} {...(deed === 'skip' ? { 'data-autofocus': true } : {})} />}
        <div className={css.formActs}>
          <Button onClick={onClose}>{t('ui.cancel')}</Button>
          <Button type="submit" look="primary" disabled={missing}>{t(`week.ask.${deed}`)}</Button>
        </div>
      </form>
    </Modal>
  );
}
