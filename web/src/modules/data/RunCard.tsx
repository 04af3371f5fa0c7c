import { address } from '~/app/api/client';
import { useFormat } from '~/app/format';
import { useText } from '~/app/i18n';
import { useSession } from '~/app/session';
import { listPath } from '~/records/paths';
import { Button, Card, Icon, LinkButton, ProblemNote, Tag, toast } from '~/ui';
import { isUnderWay, useImportDeed, type ImportDeed, type ImportRun } from './imports';
import { Kept } from './Kept';
import { Problems } from './Problems';
import { Progress } from './Progress';
import { Samples } from './Samples';
import css from './import.module.css';

interface Props {
  state: ImportRun | undefined;
  busy: boolean;
  error: unknown;
  columns: number;
  /** Of its rows, from the file's beginning. */
  estimate: number;
  /** What the file calls the column of a field. */
  columnOf: (field: string | null) => string;
  onCheck: () => void;
  onImport: () => void;
  onAgain: () => void;
  /** Objects whose missing records may be made; a check told of some. */
  missing: { labels: string[]; onMake: () => void } | undefined;
  /** Where the file has another sheet, or the zip another file. */
  onMore: (() => void) | undefined;
}

/** The dry run in numbers, the progress, the result: one card through all of them. */
export function RunCard({ state, busy, error, columns, estimate, columnOf, onCheck, onImport, onAgain, missing, onMore }: Props) {
  const t = useText();
  const format = useFormat();
  const manages = useSession().user.level !== 'rep';
  const deed = useImportDeed();
  const running = isUnderWay(state);
  const paused = state?.state === 'paused';
  const ended = state && !running && !paused && state.state !== 'uploaded';
  const checked = ended && state.dry_run;
  const stopping = state?.stopping ?? null;
  const title = paused ? t(state.interrupted ? 'import.was_interrupted' : 'import.state.paused')
    : state?.state === 'taking_back' ? t('import.taking_back')
    : running ? t(state?.dry_run ? 'import.checking' : 'import.importing') : !ended ? t('import.check_title') : checked ? t('import.checked') : t(`import.state.${state.state}`);
  const act = (what: ImportDeed) => state && deed.mutate({ id: state.id, deed: what }, { onError: (failure) => toast.fail(failure) });
  const may = !running && !paused && (!ended || checked);
  return (
    <Card title={title} className={css.card}>
      <ProblemNote error={error} />
      {!state && <p className="soft">{t('import.check_why')}</p>}
      {state && state.state !== 'uploaded' && (
        <>
          {(running || paused) && <Progress run={state} estimate={estimate} />}
          {paused && <p className="soft">{t(state.interrupted ? 'import.was_interrupted_why' : 'import.paused_why')}</p>}
          <dl className={css.numbers}>
            {(['created', 'updated', 'skipped', 'failed'] as const).map((name) => (
              <div key={name} data-bad={name === 'failed' && state.failed > 0 ? true : undefined}><dt>{t(`import.${state.dry_run ? 'would' : 'did'}.${name}`)}</dt><dd>{format.number(state[name], 0)}</dd></div>
            ))}
          </dl>
          {ended && <Samples run={state} />}
          {checked && state.alike && state.alike.rows > 0 && <p className="soft">{t('import.alike', { count: state.alike.rows, of: format.number(state.alike.looked_at, 0) })}</p>}
          {!running && state.message && <p className="soft">{state.message}</p>}
          {state.problems.length > 0 && <Problems problems={state.problems} object={state.object} columnOf={columnOf} />}
        </>
      )}
      {checked && missing && <div className={css.offer}><Icon name="plus" size={15} /><span>{t('import.missing_found', { objects: format.list(missing.labels) })}</span><Button size="small" busy={busy} onClick={missing.onMake}>{t('import.missing_make')}</Button></div>}
      <div className={css.acts}>
        {state?.state === 'running' && !state.dry_run && <Button icon="clock" busy={deed.isPending || stopping === 'pause'} disabled={stopping !== null} onClick={() => act('pause')}>{t('import.pause')}</Button>}
        {paused && <Button look="primary" icon="arrow-right" busy={deed.isPending} onClick={() => act('resume')}>{t('import.go_on')}</Button>}
        {(state?.state === 'running' || paused) && <Button busy={deed.isPending || stopping === 'cancel'} disabled={stopping !== null} onClick={() => act('cancel')}>{t(state?.dry_run ? 'import.stop_check' : 'import.cancel')}</Button>}
        {may && <Button look={checked ? 'plain' : 'primary'} icon="check" busy={busy} disabled={columns === 0} onClick={onCheck}>{t('import.check')}</Button>}
        {may && <Button look={checked ? 'primary' : 'plain'} icon="import" busy={busy} disabled={columns === 0 || (checked === true && state.created + state.updated === 0)} onClick={onImport}>{checked ? t('import.import_rows', { count: state.created + state.updated }) : t('import.import_unchecked')}</Button>}
        {ended && !checked && state.state === 'done' && state.created + state.updated > 0 && <Button icon="undo" busy={deed.isPending} onClick={() => act('undo')}>{t('import.undo')}</Button>}
        {ended && state.failed > 0 && <a className={css.download} href={address(`/imports/${state.id}/failed`)} download><Icon name="download" />{t('import.failed_file', { count: state.failed })}</a>}
        {ended && !checked && onMore && <Button look="primary" icon="import" busy={busy} onClick={onMore}>{t('import.more')}</Button>}
        {ended && !checked && <Button look={onMore ? 'plain' : 'primary'} onClick={onAgain}>{t('import.another')}</Button>}
        {ended && !checked && state.state === 'done' && state.object && <LinkButton to={listPath(state.object)}>{t('import.show')}</LinkButton>}
        {ended && !checked && state.state === 'done' && state.created > 0 && state.change_set && manages && <LinkButton to="/duplicates" search={{ object: state.object, made_in: state.change_set } as never}>{t('import.duplicates')}</LinkButton>}
        {ended && <Kept run={state} />}
        {checked && <Tag tone="good">{t('import.nothing_changed')}</Tag>}
      </div>
    </Card>
  );
}
