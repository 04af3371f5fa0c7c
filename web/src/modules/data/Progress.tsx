import { useFormat } from '~/app/format';
import { useText } from '~/app/i18n';
import { Meter } from '~/ui';
import type { ImportRun } from './imports';

/** How far it is, how quickly it goes, and how long there is left. */
export function Progress({ run, estimate = 0 }: { run: ImportRun; estimate?: number }) {
  const t = useText();
  const format = useFormat();
  // A file that is read ahead of its rows looks as if there were no more of them: then nothing is said of an end.
  const rows = Math.max(run.rows, estimate);
  const known = run.state === 'taking_back' || rows > run.processed;
  const words = known ? t('import.progress', { processed: format.number(run.processed), rows: format.number(Math.max(rows, run.processed)) }) : t('import.so_far', { count: run.processed, number: format.number(run.processed) });
  const left = known ? run.seconds_left : null;
  return (
    <>
      {known && <Meter value={run.processed} max={Math.max(rows, 1)} label={words} />}
      <p className="soft">
        {words}
        {run.state === 'running' && run.rate ? ` · ${t('import.rate', { rate: format.number(run.rate, 0) })}` : ''}
        {run.state === 'running' && typeof left === 'number' ? ` · ${t('import.left', { time: left < 60 ? t('import.seconds', { seconds: left }) : format.minutes(Math.ceil(left / 60)) })}` : ''}
      </p>
    </>
  );
}
