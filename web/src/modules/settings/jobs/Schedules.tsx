import { useState, type FormEvent } from 'react';
import { isApiError } from '~/app/api/errors';
import { useFormat } from '~/app/format';
import { useText } from '~/app/i18n';
import { Ago, Button, Card, IconButton, Modal, ProblemNote, Skeletons, Switch, Tag, TextInput, toast } from '~/ui';
import { changeSchedule, runSchedule, useSchedules, type Schedule } from './jobs';
import css from './jobs.module.css';
import settings from '../settings.module.css';

/** What runs by the clock. */
export function Schedules() {
  const t = useText();
  const { data, error, refetch } = useSchedules();
  const [changing, setChanging] = useState<Schedule | null>(null);
  return (
    <Card title={t('jobs.schedules')}>
      <p className={settings.hint}>{t('jobs.schedules_hint')}</p>
      <ProblemNote error={error} retry={() => void refetch()} />
      {!data ? !error && <Skeletons rows={2} /> : (
        <ul className={css.schedules}>
          {data.schedules.map((one) => <Line key={one.name} schedule={one} zone={data.time_zone} onChange={() => setChanging(one)} />)}
        </ul>
      )}
      {changing && data && <Change schedule={changing} zone={data.time_zone} onClose={() => setChanging(null)} />}
    </Card>
  );
}

function Line({ schedule, zone, onChange }: { schedule: Schedule; zone: string; onChange: () => void }) {
  const t = useText();
  const format = useFormat();
  const name = { name: schedule.label };
  const last = schedule.last_job;
  const busy = last?.state === 'waiting' || last?.state === 'running';
  return (
    <li>
      <div className={css.words}>
        <b>{schedule.label}</b>
        <p>{words(t, schedule.when)}, {schedule.time_zone ?? zone}</p>
        <small>
          {schedule.next_run_at && <>{t('jobs.next')}: <time dateTime={schedule.next_run_at}>{format.dateTime(schedule.next_run_at)}</time></>}
          {schedule.next_run_at && schedule.last_run_at && ' · '}
          {schedule.last_run_at && <>{t('jobs.last')}: <Ago at={schedule.last_run_at} /></>}
        </small>
      </div>
      {busy && <Tag>{t(`jobs.state.${last.state}`)}</Tag>}
      {last?.state === 'dead' && <Tag tone="bad">{t('jobs.state.dead')}</Tag>}
      <Switch label={t('jobs.on')} aria-label={t('jobs.on_of', name)} checked={schedule.enabled} onChange={(event) => void changeSchedule(schedule, { enabled: event.currentTarget.checked }).catch(toast.fail)} />
      <span className={css.acts}>
        <IconButton icon="pencil" size="small" label={t('jobs.change', name)} onClick={onChange} />
        <Button size="small" icon="bolt" aria-label={t('jobs.run_of', name)} onClick={() => void runSchedule(schedule).then(() => toast.say(t('jobs.run_told', name)), toast.fail)}>{t('jobs.run')}</Button>
      </span>
    </li>
  );
}

type Text = ReturnType<typeof useText>;
const days = ['sun', 'mon', 'tue', 'wed', 'thu', 'fri', 'sat'];

/** The plain forms as words; five fields stand as they are. */
function words(t: Text, when: string): string {
  const [form, ...rest] = when.trim().toLowerCase().split(/\s+/);
  if (form === 'daily' && rest.length === 1) return t('jobs.daily', { time: rest[0] ?? '' });
  if (form === 'weekly' && rest.length === 2 && days.includes(rest[0] ?? '')) return t('jobs.weekly', { day: t(`jobs.day.${rest[0] ?? ''}`), time: rest[1] ?? '' });
  return when;
}

function Change({ schedule, zone, onClose }: { schedule: Schedule; zone: string; onClose: () => void }) {
  const t = useText();
  const [when, setWhen] = useState(schedule.when);
  const [timeZone, setTimeZone] = useState(schedule.time_zone ?? '');
  const [fault, setFault] = useState<unknown>(null);
  const [busy, setBusy] = useState(false);
  const problem = (field: string) => (isApiError(fault) ? fault.forField(field) : undefined);
  const save = (event: FormEvent) => {
    event.preventDefault();
    setBusy(true);
    setFault(null);
    changeSchedule(schedule, { when: when.trim(), time_zone: timeZone.trim() || null }).then(onClose, setFault).finally(() => setBusy(false));
  };
  return (
    <Modal open onClose={onClose} title={t('jobs.change', { name: schedule.label })}>
      <form className={settings.stack} onSubmit={save}>
        {!!fault && !problem('when') && !problem('time_zone') && <ProblemNote error={fault} />}
        <TextInput label={t('jobs.when_runs')} description={t('jobs.when_hint')} value={when} error={problem('when')} onChange={(event) => setWhen(event.currentTarget.value)} />
        <TextInput label={t('jobs.zone')} placeholder={zone} description={t('jobs.zone_hint')} value={timeZone} error={problem('time_zone')} onChange={(event) => setTimeZone(event.currentTarget.value)} />
        <div className={settings.formActs}><Button onClick={onClose}>{t('ui.cancel')}</Button><Button type="submit" look="primary" busy={busy} disabled={when.trim() === ''}>{t('settings.save')}</Button></div>
      </form>
    </Modal>
  );
}
