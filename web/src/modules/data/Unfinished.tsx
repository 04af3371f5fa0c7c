import { useFormat } from '~/app/format';
import { useText } from '~/app/i18n';
import { Button, Card, toast } from '~/ui';
import { useImportDeed, useImports, type ImportDeed, type ImportRun } from './imports';
import { Progress } from './Progress';
import { useUnfinishedSets, type ImportSet } from './sets';
import css from './import.module.css';

/** Imports that still run, and those that stand still: gone on with, or taken back. */
export function Unfinished({ onSet }: { onSet: (set: ImportSet) => void }) {
  const t = useText();
  const { data } = useImports();
  const sets = useUnfinishedSets().data ?? [];
  // Gone on with as a whole, not file by file.
  const within = new Set(sets.flatMap((set) => set.imports.map((part) => part.id)));
  const runs = (data ?? []).filter((run) => !run.dry_run && !within.has(run.id) && (run.state === 'running' || run.state === 'paused' || run.state === 'taking_back'));
  if (runs.length + sets.length === 0) return null;
  return (
    <Card title={t('import.unfinished')} className={css.card}>
      <ul className={css.unfinished}>{sets.map((set) => (
        <li key={set.id}>
          <div className={css.unfinishedWords}><p><b>{t('import.set_sub', { count: set.imports.length })}</b> <span className="soft">{t(set.state === 'paused' ? 'import.state.paused' : set.state === 'taking_back' ? 'import.taking_back' : 'import.importing')}</span></p><p className="faint">{set.imports.map((part) => part.name).join(', ')}</p></div>
          <Button size="small" look="primary" onClick={() => onSet(set)}>{t('import.set_open')}</Button>
        </li>
      ))}{runs.map((run) => <One key={run.id} run={run} />)}</ul>
    </Card>
  );
}

function One({ run }: { run: ImportRun }) {
  const t = useText();
  const format = useFormat();
  const deed = useImportDeed();
  const act = (what: ImportDeed) => deed.mutate({ id: run.id, deed: what }, { onError: (failure) => toast.fail(failure) });
  const stopping = run.stopping ?? null;
  return (
    <li>
      <div className={css.unfinishedWords}>
        <p><b>{run.name}</b> <span className="soft">{run.state === 'taking_back' ? t('import.taking_back') : run.state === 'running' ? t('import.importing') : t(run.interrupted ? 'import.was_interrupted' : 'import.state.paused')}</span></p>
        <Progress run={run} />
        {run.state === 'paused' && run.message && <p className="soft">{run.message}</p>}
        {run.state === 'paused' && <p className="faint">{t('import.whole_so_far', { count: run.created + run.updated, number: format.number(run.created + run.updated, 0) })}</p>}
      </div>
      <div className={css.acts}>
        {run.state === 'running' && <Button size="small" busy={deed.isPending || stopping === 'pause'} disabled={stopping !== null} onClick={() => act('pause')}>{t('import.pause')}</Button>}
        {run.state === 'paused' && <Button size="small" look="primary" busy={deed.isPending} onClick={() => act('resume')}>{t('import.go_on')}</Button>}
        {run.state !== 'taking_back' && <Button size="small" disabled={stopping !== null || deed.isPending} onClick={() => act('cancel')}>{t('import.cancel')}</Button>}
      </div>
    </li>
  );
}
