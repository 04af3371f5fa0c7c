import { address } from '~/app/api/client';
import { useFormat } from '~/app/format';
import { useText } from '~/app/i18n';
import { Button, Card, Icon, LinkButton, Meter, ProblemNote, Table, Tag, toast } from '~/ui';
import { useImportDeed, type ImportRun } from './imports';
import css from './import.module.css';

interface Props {
  state: ImportRun | undefined;
  busy: boolean;
  error: unknown;
  columns: number;
  /** What the file calls the column of a field. */
  columnOf: (field: string | null) => string;
  onCheck: () => void;
  onImport: () => void;
  onAgain: () => void;
  /** Where the file has another sheet, or the zip another file. */
  onMore: (() => void) | undefined;
}

/** The dry run in numbers, the progress, the result: one card through all of them. */
export function RunCard({ state, busy, error, columns, columnOf, onCheck, onImport, onAgain, onMore }: Props) {
  const t = useText();
  const format = useFormat();
  const deed = useImportDeed();
  const running = state?.state === 'running';
  const ended = state && !running && state.state !== 'uploaded';
  const checked = ended && state.dry_run;
  const title = running ? t(state.dry_run ? 'import.checking' : 'import.importing') : !ended ? t('import.check_title') : checked ? t('import.checked') : t(`import.state.${state.state}`);
  const act = (what: 'cancel' | 'undo') => state && deed.mutate({ id: state.id, deed: what }, { onError: (failure) => toast.fail(failure) });
  return (
    <Card title={title} className={css.card}>
      <ProblemNote error={error} />
      {!state && <p className="soft">{t('import.check_why')}</p>}
      {state && state.state !== 'uploaded' && (
        <>
          {running && <Meter value={state.processed} max={Math.max(state.rows, state.processed, 1)} label={t('import.progress', { processed: format.number(state.processed), rows: format.number(state.rows) })} />}
          {running && <p className="soft">{t('import.progress', { processed: format.number(state.processed), rows: format.number(state.rows) })}{state.rate ? ` · ${t('import.rate', { rate: format.number(state.rate, 0) })}` : ''}</p>}
          <dl className={css.numbers}>
            {(['created', 'updated', 'skipped', 'failed'] as const).map((name) => (
              <div key={name} data-bad={name === 'failed' && state.failed > 0 ? true : undefined}><dt>{t(`import.${state.dry_run ? 'would' : 'did'}.${name}`)}</dt><dd>{format.number(state[name], 0)}</dd></div>
            ))}
          </dl>
          {state.message && <p className="soft">{state.message}</p>}
          {state.problems.length > 0 && (
            <Table label={t('import.problems')} head={[{ key: 'row', label: t('import.row'), end: true }, { key: 'field', label: t('import.column_head') }, { key: 'value', label: t('import.value') }, { key: 'why', label: t('import.why') }]}>
              {state.problems.slice(0, 50).map((problem, index) => (
                <tr key={index}><td data-align="end">{format.number(problem.row, 0)}</td><td>{columnOf(problem.field)}</td><td className={css.samples}>{problem.value}</td><td>{problem.message}</td></tr>
              ))}
            </Table>
          )}
        </>
      )}
      <div className={css.acts}>
        {running && <Button onClick={() => act('cancel')} busy={deed.isPending}>{t('import.cancel')}</Button>}
        {!running && (!ended || checked) && <Button look={checked ? 'plain' : 'primary'} icon="check" busy={busy} disabled={columns === 0} onClick={onCheck}>{t('import.check')}</Button>}
        {!running && (!ended || checked) && <Button look={checked ? 'primary' : 'plain'} icon="import" busy={busy} disabled={columns === 0} onClick={onImport}>{checked ? t('import.import_rows', { count: state.created + state.updated }) : t('import.import_unchecked')}</Button>}
        {ended && !checked && state.state === 'done' && state.created + state.updated > 0 && <Button icon="refresh" busy={deed.isPending} onClick={() => act('undo')}>{t('import.undo')}</Button>}
        {ended && state.failed > 0 && <a className={css.download} href={address(`/imports/${state.id}/failed`)} download><Icon name="download" />{t('import.failed_file', { count: state.failed })}</a>}
        {ended && !checked && onMore && <Button look="primary" icon="import" busy={busy} onClick={onMore}>{t('import.more')}</Button>}
        {ended && !checked && <Button look={onMore ? 'plain' : 'primary'} onClick={onAgain}>{t('import.another')}</Button>}
        {ended && !checked && state.object && <LinkButton to={state.object === 'account' ? '/accounts' : state.object === 'contact' ? '/contacts' : state.object === 'deal' ? '/deals' : `/records/${state.object}`}>{t('import.show')}</LinkButton>}
        {checked && <Tag tone="good">{t('import.nothing_changed')}</Tag>}
      </div>
    </Card>
  );
}
