import { address } from '~/app/api/client';
import { useFormat } from '~/app/format';
import { useText } from '~/app/i18n';
import { Ago, Button, Card, ProblemNote, Table, Tag, toast, type Tone } from '~/ui';
import { useImportDeed, useImports, type ImportState } from './imports';
import { Kept } from './Kept';
import css from './import.module.css';

const tones: Record<ImportState, Tone> = { uploaded: 'neutral', running: 'neutral', paused: 'warn', taking_back: 'neutral', done: 'good', cancelled: 'warn', failed: 'bad', undone: 'neutral' };

export function History() {
  const t = useText();
  const format = useFormat();
  const { data, error } = useImports();
  const deed = useImportDeed();
  const runs = (data ?? []).filter((run) => !['uploaded', 'running', 'paused', 'taking_back'].includes(run.state) && !run.dry_run);
  if (error) return <ProblemNote error={error} />;
  if (runs.length === 0) return null;
  return (
    <Card title={t('import.history')} className={css.card}>
      <Table stack label={t('import.history')} head={[
        { key: 'file', label: t('import.file') }, { key: 'state', label: t('import.state') }, { key: 'created', label: t('import.did.created'), end: true }, { key: 'updated', label: t('import.did.updated'), end: true },
        { key: 'failed', label: t('import.did.failed'), end: true }, { key: 'when', label: t('import.when') }, { key: 'acts', label: <span className="visually-hidden">{t('import.acts')}</span> },
      ]}>
        {runs.map((run) => (
          <tr key={run.id}>
            <td data-label={t('import.file')}>{run.name}</td>
            <td data-label={t('import.state')}><Tag tone={tones[run.state]}>{t(`import.state.${run.state}`)}</Tag></td>
            <td data-align="end" data-label={t('import.did.created')}>{format.number(run.created, 0)}</td>
            <td data-align="end" data-label={t('import.did.updated')}>{format.number(run.updated, 0)}</td>
            <td data-align="end" data-label={t('import.did.failed')}>{run.failed > 0 ? <a className="link" href={address(`/imports/${run.id}/failed`)} download>{format.number(run.failed, 0)}</a> : 0}</td>
            <td className="soft" data-label={t('import.when')}>{run.started_at && <Ago at={run.started_at} />}</td>
            <td data-align="end">{run.state === 'done' && <Button size="small" busy={deed.isPending} onClick={() => deed.mutate({ id: run.id, deed: 'undo' }, { onError: (failure) => toast.fail(failure), onSuccess: (answer) => { if (answer.state === 'undone') toast.say(t('import.was_taken_back')); } })}>{t('import.undo')}</Button>}<Kept run={run} /></td>
          </tr>
        ))}
      </Table>
    </Card>
  );
}
