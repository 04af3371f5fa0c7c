import { useFormat } from '~/app/format';
import { useText } from '~/app/i18n';
import { usePageSearch } from '~/app/usePage';
import { Ago, Button, Card, Empty, IconButton, Meter, ProblemNote, Select, Skeletons, Table, Tag, toast, type Tone } from '~/ui';
import { cancelJob, retryJob, states, useJobs, type Job, type JobState } from './jobs';
import { Schedules } from './Schedules';
import css from './jobs.module.css';
import settings from '../settings.module.css';

const tones: Record<JobState, Tone> = { waiting: 'neutral', running: 'neutral', done: 'good', dead: 'bad', cancelled: 'warn' };

/** What runs in the background and by the clock: how it went, what failed, and what to do about it. */
export function Jobs() {
  return (
    <div className={settings.stack}>
      <Schedules />
      <List />
    </div>
  );
}

function List() {
  const t = useText();
  const format = useFormat();
  const [search, setSearch] = usePageSearch();
  const filter = { state: search['state'], kind: search['kind'] };
  const list = useJobs(filter);
  const jobs = list.data?.pages.flatMap((page) => page.jobs) ?? [];
  const newest = list.data?.pages[0];
  const dead = newest?.counts.dead ?? 0;
  return (
    <Card title={t('jobs.title')}>
      <p className={settings.hint}>{t('jobs.hint')}</p>
      <div className={css.filters} role="group" aria-label={t('filter.title')}>
        <Select label={t('jobs.state')} clearable placeholder={t('jobs.all')} value={search['state'] ?? null} data={states.map((state) => ({ value: state, label: `${t(`jobs.state.${state}`)} (${format.number(newest?.counts[state] ?? 0)})` }))} onChange={(state) => setSearch({ state: state ?? undefined })} />
        <Select label={t('jobs.kind')} clearable placeholder={t('jobs.all')} value={search['kind'] ?? null} data={(newest?.kinds ?? []).map((kind) => ({ value: kind.name, label: kind.label }))} onChange={(kind) => setSearch({ kind: kind ?? undefined })} />
        {dead > 0 && search['state'] !== 'dead' && <Button icon="alert" onClick={() => setSearch({ state: 'dead' })}>{t('jobs.show_dead', { count: dead, number: format.number(dead) })}</Button>}
      </div>
      <ProblemNote error={list.error} retry={() => void list.refetch()} />
      {list.isPending ? <Skeletons rows={4} /> : jobs.length === 0 ? !list.error && <Empty icon="clock" title={t(filter.state || filter.kind ? 'jobs.none_found' : 'jobs.none')} /> : (
        <Table stack label={t('jobs.title')} head={[{ key: 'what', label: t('jobs.kind') }, { key: 'state', label: t('jobs.state') }, { key: 'when', label: t('jobs.when') }, { key: 'attempts', label: t('jobs.attempts'), end: true }, { key: 'acts', label: <span className="visually-hidden">{t('settings.actions')}</span> }]}>
          {jobs.map((job) => <Row key={job.id} job={job} />)}
        </Table>
      )}
      {list.hasNextPage && <div className={settings.formActs}><Button busy={list.isFetchingNextPage} onClick={() => void list.fetchNextPage()}>{t('jobs.more')}</Button></div>}
    </Card>
  );
}

function Row({ job }: { job: Job }) {
  const t = useText();
  const format = useFormat();
  const open = job.state === 'waiting' || job.state === 'running';
  const again = job.state === 'dead' || job.state === 'cancelled';
  const name = { name: job.label };
  return (
    <tr>
      <td data-label={t('jobs.kind')}>{job.label}</td>
      <td data-label={t('jobs.state')}>
        <div className={css.state}>
          <Tag tone={tones[job.state]}>{t(job.cancelling ? 'jobs.cancelling' : `jobs.state.${job.state}`)}</Tag>
          {job.state === 'running' && job.progress && job.progress.total > 0 && <Meter value={job.progress.done} max={job.progress.total} label={t('jobs.progress', { done: format.number(job.progress.done), total: format.number(job.progress.total) })} />}
          {job.error && job.state !== 'done' && <span className={css.error}>{job.error.message}</span>}
        </div>
      </td>
      <td className="soft" data-label={t('jobs.when')}>{job.ended_at ? <Ago at={job.ended_at} /> : job.state === 'running' && job.started_at ? <Ago at={job.started_at} /> : <Ago at={job.run_at} />}</td>
      <td data-align="end" data-label={t('jobs.attempts')}>{t('jobs.attempt_of', { attempts: job.attempts, max: job.max_attempts })}</td>
      <td className={settings.acts}>
        {again && <IconButton icon="refresh" size="small" label={t('jobs.retry', name)} onClick={() => void retryJob(job).then(() => toast.say(t('jobs.retried', name)), toast.fail)} />}
        {open && <IconButton icon="x" size="small" label={t('jobs.cancel', name)} disabled={job.cancelling} onClick={() => void cancelJob(job).then(() => toast.say(t('jobs.cancelled', name)), toast.fail)} />}
      </td>
    </tr>
  );
}
