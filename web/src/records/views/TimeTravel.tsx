import type { Query } from '~/app/api/types';
import { dayOf, dayText, isoWeek, mondayOf } from '~/app/format';
import { useText, type Params } from '~/app/i18n';
import { Icon, type MenuItem } from '~/ui';
import css from '../filter/filter.module.css';

const isDay = (text: string | undefined): text is string => text !== undefined && /^\d{4}-\d{2}-\d{2}$/.test(text);
const none: Pick<Query, 'as_of' | 'since'> = {};

/** The address names days: what changed since one is since it began, a list as of one is as it was when it ended. */
export function timeOf(since: string | undefined, asOf: string | undefined): Pick<Query, 'as_of' | 'since'> {
  if (isDay(asOf)) {
    const end = dayOf(asOf);
    end.setDate(end.getDate() + 1);
    return { as_of: new Date(Math.min(end.getTime() - 1, Date.now())).toISOString() };
  }
  return isDay(since) ? { since: dayOf(since).toISOString() } : none;
}

type Change = { since: string | undefined; as_of: string | undefined };
const daysAgo = (days: number): string => {
  const day = new Date();
  day.setDate(day.getDate() - days);
  return dayText(day);
};

export function timeItems(t: (text: string, params?: Params) => string, change: (to: Change) => void): MenuItem[] {
  const since = (day: string) => () => change({ since: day, as_of: undefined });
  return [
    { label: t('time.changed'), heading: true },
    { label: t('time.since_monday'), onSelect: since(dayText(mondayOf(isoWeek(new Date())))) },
    { label: t('time.since_yesterday'), onSelect: since(daysAgo(1)) },
    { label: t('time.since_week'), onSelect: since(daysAgo(7)) },
    { label: t('time.since_month'), onSelect: since(daysAgo(30)) },
    { label: t('time.past'), heading: true },
    { label: t('time.as_of_week'), onSelect: () => change({ since: undefined, as_of: daysAgo(7) }) },
    { label: t('time.as_of_month'), onSelect: () => change({ since: undefined, as_of: daysAgo(30) }) },
  ];
}

/** Which day the list is compared with or stands at; another day may be chosen in it. */
export function TimeChip({ since, asOf, onChange }: { since: string | undefined; asOf: string | undefined; onChange: (to: Change) => void }) {
  const t = useText();
  const day = isDay(asOf) ? asOf : isDay(since) ? since : undefined;
  if (!day) return null;
  const past = isDay(asOf);
  return (
    <span className={css.chip} data-time>
      <label className={css.words}><Icon name="history" size={13} /> <b>{t(past ? 'time.as_of' : 'time.since')}</b>{' '}
        <input type="date" className={css.day} value={day} max={dayText(new Date())} onChange={(event) => { if (isDay(event.currentTarget.value)) onChange(past ? { since: undefined, as_of: event.currentTarget.value } : { since: event.currentTarget.value, as_of: undefined }); }} />
      </label>
      <button type="button" aria-label={t('time.back')} onClick={() => onChange({ since: undefined, as_of: undefined })}><Icon name="x" size={13} /></button>
    </span>
  );
}
