import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { useMemo } from 'react';
import { api } from '~/app/api/client';
import type { HistoryEntry, ObjectType, Record_ } from '~/app/api/types';
import { dayText, useFormat } from '~/app/format';
import { useText } from '~/app/i18n';
import { useShortcuts } from '~/app/shortcuts';
import { isEmpty, sameValue } from '~/fields';
import { Button, Icon, IconButton, ProblemNote, Skeletons } from '~/ui';
import { historyQuery } from './history';
import { Shown } from './InlineField';
import { keepTitles } from './objects';
import { Who } from './FieldName';
import css from './fieldname.module.css';

interface Step {
  at: string;
  entries: HistoryEntry[];
}

/** The moments at which something changed, oldest first. */
function stepsOf(entries: HistoryEntry[]): Step[] {
  const steps = new Map<string, Step>();
  for (const entry of entries) {
    const step = steps.get(entry.change_set + entry.at) ?? { at: entry.at, entries: [] };
    step.entries.push(entry);
    steps.set(entry.change_set + entry.at, step);
  }
  return [...steps.values()].sort((one, other) => one.at.localeCompare(other.at));
}

/** A record as it was at a moment: read only, beside what it is now. */
export function AsOf({ object, record, at, onChange }: { object: ObjectType; record: Record_; at: string; onChange: (at: string | undefined) => void }) {
  const t = useText();
  const format = useFormat();
  const { data: history } = useQuery(historyQuery(object.name, record.id));
  const steps = useMemo(() => stepsOf(history?.entries ?? []), [history]);
  const { data: past, error } = useQuery({
    queryKey: ['past', object.name, record.id, at],
    queryFn: async ({ signal }) => {
      const answer = await api.get<Record_>(`/records/${object.name}/${record.id}`, { as_of: at }, { signal });
      keepTitles(answer.related);
      return answer;
    },
    placeholderData: keepPreviousData,
    staleTime: 60_000,
  });
  // Step 0 is the record as it was made; step n as the n-th change left it.
  const moment = at.length === 10 ? `${at}T23:59:59.999999Z` : at;
  const now = steps.reduce((found, step, index) => (step.at <= moment ? index + 1 : found), 0);
  const step = steps[now - 1];
  const go = (index: number) => {
    const to = Math.max(0, Math.min(steps.length, index));
    onChange(to === 0 ? record.created_at : steps[to - 1]?.at);
  };
  useShortcuts([
    { keys: 'arrowleft', label: 'shortcut.earlier', run: () => go(now - 1) },
    { keys: 'arrowright', label: 'shortcut.later', run: () => go(now + 1) },
    { keys: 'escape', label: 'shortcut.to_now', run: () => onChange(undefined) },
  ]);
  const labels = step ? [...new Set(step.entries.map((entry) => object.fields.find((field) => field.name === entry.field)?.label ?? entry.field))] : [];
  const said = step ? t('past.after', { fields: format.list(labels.slice(0, 4)) }) : t('past.made');
  const fields = object.fields.filter((field) => field.type !== 'json' && (!isEmpty(past?.fields[field.name]) || !isEmpty(record.fields[field.name])));
  return (
    <section aria-label={t('past.title')}>
      <div className={css.bar} role="status">
        <div className={css.line}>
          <b><Icon name="history" size={16} />{t('past.at', { when: at.length === 10 ? format.date(at, 'long') : format.dateTime(at) })}</b>
          <span>{step && <><Who id={step.entries[0]?.actor ?? null} />: </>}{said}</span>
          <Button size="small" look="primary" onClick={() => onChange(undefined)}>{t('past.now')}</Button>
        </div>
        <div className={css.slide}>
          <IconButton icon="chevron-left" size="small" label={t('past.earlier')} disabled={now === 0} onClick={() => go(now - 1)} />
          <input type="range" min={0} max={steps.length} value={now} aria-label={t('past.slide')} aria-valuetext={`${format.dateTime(at)}: ${said}`} onChange={(event) => go(Number(event.currentTarget.value))} />
          <IconButton icon="chevron-right" size="small" label={t('past.later')} disabled={now >= steps.length} onClick={() => go(now + 1)} />
          <input type="date" aria-label={t('past.day')} min={dayText(new Date(record.created_at))} max={dayText(new Date())} value={dayText(new Date(at.length === 10 ? `${at}T12:00:00` : at))} onChange={(event) => { if (event.currentTarget.value) onChange(event.currentTarget.value); }} />
        </div>
      </div>
      {error ? <ProblemNote error={error} /> : !past ? <Skeletons rows={8} /> : (
        <dl className={css.past}>
          {fields.map((field) => {
            const was = past.fields[field.name] ?? null;
            const is = record.fields[field.name] ?? null;
            const changed = !sameValue(was, is);
            return (
              <div key={field.name} data-changed={changed || undefined}>
                <dt>{field.label}</dt>
                <dd><Shown field={field} value={was} /></dd>
                <dd className={css.now}>{changed && <><small>{t('past.is_now')}</small><Shown field={field} value={is} /></>}</dd>
              </div>
            );
          })}
        </dl>
      )}
    </section>
  );
}
