import { useQuery, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { api } from '~/app/api/client';
import { requestExport, saveFile } from '~/app/api/download';
import type { ExportJob, ExportStarted, Filter, ObjectType, Sort } from '~/app/api/types';
import { useFormat } from '~/app/format';
import { useLanguage, useText } from '~/app/i18n';
import { Ago, Button, Checkbox, Icon, ProblemNote, Segmented, Select } from '~/ui';
import { Modal } from '~/ui/overlays';
import { bytesText } from '../files/bytes';
import css from './export.module.css';

type FileFormat = 'csv' | 'xlsx' | 'jsonl' | 'vcard';
type Which = 'view' | 'all';
const everySecond = 1000;

interface Props {
  object: ObjectType;
  /** What the list shows now: its rows in its order, and its columns. */
  list: { filter?: Filter | undefined; search?: string | undefined; sort: Sort[]; as_of?: string | undefined };
  columns: string[];
  count: number | undefined;
  onClose: () => void;
}

/** The list before one's eyes as a file; large ones are followed here, or found again later. */
export function ExportDialog({ object, list, columns, count, onClose }: Props) {
  const t = useText();
  const format = useFormat();
  const client = useQueryClient();
  const cards = object.fields.some((field) => field.type === 'email' || field.type === 'phone');
  const [as, setAs] = useState<FileFormat>('xlsx');
  const [which, setWhich] = useState<Which>('view');
  const [exact, setExact] = useState(false);
  const [busy, setBusy] = useState(false);
  const [error, setError] = useState<unknown>(null);
  const exports = useQuery({
    queryKey: ['exports'],
    queryFn: ({ signal }) => api.get<{ exports: ExportJob[] }>('/exports', undefined, { signal }),
    refetchInterval: (query) => (query.state.data?.exports.some((one) => one.state === 'running') ? everySecond : false),
  });
  const jobs = exports.data?.exports ?? [];

  const start = async () => {
    setBusy(true);
    setError(null);
    try {
      const made = await requestExport(object.name, {
        ...(list.filter ? { filter: list.filter } : {}), ...(list.search ? { search: list.search } : {}), ...(list.as_of ? { as_of: list.as_of } : {}), sort: list.sort,
        ...(which === 'view' && as !== 'vcard' ? { columns } : {}), format: as, values: exact ? 'exact' : 'readable', headers: exact || as === 'jsonl' ? 'names' : 'labels',
        // A spreadsheet reads a comma as a decimal mark where people write numbers so.
        ...(as === 'csv' ? { mark: true, delimiter: format.number(1.5, 1).includes(',') ? 'semicolon' : 'comma' } : {}),
      });
      if ('file' in made) {
        saveFile(made.file, made.name);
        onClose();
      } else {
        await client.invalidateQueries({ queryKey: ['exports'] });
      }
    } catch (failure) {
      setError(failure);
    } finally {
      setBusy(false);
    }
  };
  const formats: FileFormat[] = ['xlsx', 'csv', 'jsonl', ...(cards ? ['vcard' as const] : [])];

  return (
    <Modal open onClose={onClose} title={count === undefined ? t('export.title', { objects: object.label_plural.toLowerCase() }) : t('export.title_count', { count: format.number(count), objects: object.label_plural.toLowerCase() })}>
      <form className={css.form} onSubmit={(event) => { event.preventDefault(); void start(); }}>
        <Select label={t('export.format')} allowDeselect={false} value={as} onChange={(next) => next && setAs(next as FileFormat)} data={formats.map((one) => ({ value: one, label: t(`export.format.${one}`) }))} />
        {as !== 'vcard' && (
          <Segmented label={t('export.columns')} value={which} onChange={setWhich} choices={[{ value: 'view', label: t('export.columns.view', { count: columns.length }) }, { value: 'all', label: t('export.columns.all') }]} />
        )}
        {(as === 'csv' || as === 'xlsx') && <Checkbox label={t('export.exact')} description={t('export.exact_hint')} checked={exact} onChange={(event) => setExact(event.currentTarget.checked)} />}
        {error !== null && <ProblemNote error={error} />}
        <div className={css.foot}>
          <Button onClick={onClose}>{t('ui.close')}</Button>
          <Button look="primary" type="submit" icon="download" disabled={busy}>{busy ? t('export.working') : t('export.start')}</Button>
        </div>
      </form>
      {jobs.length > 0 && (
        <section className={css.jobs} aria-label={t('export.large')}>
          <h3>{t('export.large')}</h3>
          <ul>{jobs.map((job) => <Large key={job.id} job={job} onChange={() => void client.invalidateQueries({ queryKey: ['exports'] })} />)}</ul>
        </section>
      )}
    </Modal>
  );
}

/** One that is, or was, written in the background. */
function Large({ job, onChange }: { job: ExportJob; onChange: () => void }) {
  const t = useText();
  const format = useFormat();
  const language = useLanguage();
  const act = (doing: Promise<unknown>) => void doing.finally(onChange);
  return (
    <li>
      <span className={css.name}><Icon name="file" size={15} />{job.name}</span>
      {job.state === 'running' && <progress aria-label={t('export.working')} value={job.records} max={Math.max(job.total, 1)} />}
      <span className="soft">
        {job.state === 'running' && t('export.so_far', { count: format.number(job.records), total: format.number(job.total) })}
        {job.state === 'done' && <>{t('export.ready', { count: format.number(job.records), size: bytesText(job.bytes, language) })} · <Ago at={job.created_at} /></>}
        {job.state === 'cancelled' && t('export.stopped')}
        {job.state === 'failed' && <span role="alert">{job.message}</span>}
        {job.shortened > 0 && <> · {t('export.shortened', { count: format.number(job.shortened) })}</>}
      </span>
      <span className={css.acts}>
        {job.link && <a className="link" href={job.link} download={job.name}>{t('export.download')}</a>}
        {job.state === 'running'
          ? <Button size="small" onClick={() => act(api.post<ExportStarted>(`/exports/${job.id}/cancel`))}>{t('export.stop')}</Button>
          : <Button size="small" look="quiet" icon="trash" aria-label={t('export.remove', { name: job.name })} onClick={() => act(api.delete(`/exports/${job.id}`))} />}
      </span>
    </li>
  );
}
