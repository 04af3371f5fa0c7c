import { useFormat } from '~/app/format';
import { useText } from '~/app/i18n';
import { Meter } from '~/ui';
import type { ImportRun } from './imports';

/** How far it is, how quickly it goes, and how long there is left. */
export function Progress({ run }: { run: ImportRun }) {
  const t = useText();
  const format = useFormat();
  const words = t('import.progress', { processed: format.number(run.processed), rows: format.number(Math.max(run.rows, run.processed)) });
  const left = run.seconds_left;
  return (
    <>
      <Meter value={run.processed} max={Math.max(run.rows, run.processed, 1)} label={words} />
      <p className="soft">
        {words}
        {run.state === 'running' && run.rate ? ` · ${t('import.rate', { rate: format.number(run.rate, 0) })}` : ''}
        {run.state === 'running' && typeof left === 'number' ? ` · ${t('import.left', { time: left < 60 ? t('import.seconds', { seconds: left }) : format.minutes(Math.ceil(left / 60)) })}` : ''}
      </p>
    </>
  );
}
