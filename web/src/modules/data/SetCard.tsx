import { useEffect, useState } from 'react';
import { address } from '~/app/api/client';
import { queries } from '~/app/api/query';
import { useFormat } from '~/app/format';
import { useText } from '~/app/i18n';
import { useRole } from '~/app/session';
import { useObjects } from '~/records/objects';
import { Button, Card, Checkbox, Icon, MultiSelect, ProblemNote, Tag, type Tone } from '~/ui';
import type { ImportState } from './imports';
import { Kept } from './Kept';
import { Problems } from './Problems';
import { Progress } from './Progress';
import { useSet, useSetDeed, type ImportSet, type SetPart } from './sets';
import css from './import.module.css';

const tones: Partial<Record<ImportState, Tone>> = { done: 'good', cancelled: 'warn', paused: 'warn', failed: 'bad' };
/** So many columns that go nowhere are named; more are told as a number. */
const named = 5;
/** What another system's files refer to without bringing it along. */
const makeable = ['user', 'account', 'contact', 'pipeline', 'stage', 'product'];

/** Several files of one system in one go: in which order and why, each one's progress, and all of them taken back together. */
export function SetCard({ set: made, onAgain }: { set: ImportSet; onAgain: () => void }) {
  const t = useText();
  const objects = useObjects();
  const { data: set } = useSet(made);
  const deed = useSetDeed(made.id);
  const [create, setCreate] = useState(made.create);
  const [newFields, setNewFields] = useState(made.new_fields);
  const administrator = useRole() === 'administrator';
  const takingBack = set.state === 'taking_back';
  const running = set.state === 'running' || takingBack;
  const paused = set.state === 'paused';
  const checked = !running && set.dry_run && set.state === 'done';
  const ended = !running && !paused && set.state !== 'uploaded' && !set.dry_run;
  const written = ended && (set.state === 'done' || set.state === 'undone');
  useEffect(() => {
    if (!written) return;
    for (const key of ['imports', 'records', 'week', 'coverage', 'programs']) void queries.invalidateQueries({ queryKey: [key] });
  }, [written]);
  const parts = [...set.imports].sort((one, other) => one.order - other.order);
  const again = !running && !paused && (!ended || set.state === 'cancelled' || set.state === 'failed');
  const title = takingBack ? t('import.taking_back') : running ? t(set.dry_run ? 'import.checking' : 'import.importing') : checked ? t('import.checked') : ended || paused ? t(`import.state.${set.state}`) : t('import.set_title');
  const run = (dryRun: boolean) => deed.mutate({ what: 'run', dryRun, create, newFields: newFields && administrator });
  return (
    <Card title={title} className={css.card}>
      <p className="soft">{t('import.set_why')}</p>
      <ol className={css.set}>{parts.map((part) => <Part key={part.id} part={part} dryRun={set.dry_run} />)}</ol>
      {set.unread.length > 0 && <div className={css.offer}><Icon name="alert" size={15} /><span>{t('import.set_unread')}<ul className={css.unread}>{set.unread.map((one) => <li key={one}>{one}</li>)}</ul></span></div>}
      {set.message && <p className="soft">{set.message}</p>}
      <ProblemNote error={deed.error} />
      {again && (
        <details className={css.fold}>
          <summary><Icon name="chevron-right" size={14} /><span>{t('import.more_choices')}</span></summary>
          <div className={css.settings}>
            <MultiSelect searchable label={t('import.set_create')} description={t('import.set_create_why')} hidePickedOptions value={create} onChange={setCreate} data={makeable.flatMap((name) => objects.find((one) => one.name === name) ?? []).map((one) => ({ value: one.name, label: one.label_plural }))} />
            {administrator && parts.some((part) => part.left_out.length > 0) && <Checkbox label={t('import.set_new_fields')} checked={newFields} onChange={(event) => setNewFields(event.currentTarget.checked)} />}
          </div>
        </details>
      )}
      <div className={css.acts}>
        {running && !takingBack && !set.dry_run && <Button icon="clock" busy={deed.isPending} onClick={() => deed.mutate({ what: 'pause' })}>{t('import.pause')}</Button>}
        {paused && <Button look="primary" icon="arrow-right" busy={deed.isPending} onClick={() => deed.mutate({ what: 'resume' })}>{t('import.go_on')}</Button>}
        {((running && !takingBack) || paused) && <Button busy={deed.isPending} onClick={() => deed.mutate({ what: 'cancel' })}>{t(set.dry_run ? 'import.stop_check' : 'import.cancel')}</Button>}
        {again && <Button look={checked ? 'plain' : 'primary'} icon="check" busy={deed.isPending} onClick={() => run(true)}>{t('import.set_check')}</Button>}
        {again && <Button look={checked ? 'primary' : 'plain'} icon="import" busy={deed.isPending} onClick={() => run(false)}>{t('import.set_import')}</Button>}
        {ended && set.state === 'done' && <Button icon="undo" busy={deed.isPending} onClick={() => deed.mutate({ what: 'undo' })}>{t('import.set_undo')}</Button>}
        {written && <Button look="primary" onClick={onAgain}>{t('import.another')}</Button>}
        {checked && <Tag tone="good">{t('import.nothing_changed')}</Tag>}
      </div>
    </Card>
  );
}

function Part({ part, dryRun }: { part: SetPart; dryRun: boolean }) {
  const t = useText();
  const format = useFormat();
  const objects = useObjects();
  const object = objects.find((one) => one.name === part.object);
  const runs = part.state === 'running' || part.state === 'taking_back';
  const began = part.state !== 'uploaded';
  const counts = (['created', 'updated', 'skipped', 'failed'] as const).filter((name) => part[name] > 0);
  return (
    <li>
      <span className={css.place}>{format.number(part.order)}</span>
      <div className={css.unfinishedWords}>
        <p><b>{part.name}</b> <span className="soft">{[part.known?.label, object?.label_plural].filter(Boolean).join(' → ')}</span></p>
        {runs && <Progress run={part} estimate={part.rows_estimate} />}
        {!began && <p className="faint">{t('import.about_rows', { count: part.rows_estimate, number: format.number(part.rows_estimate, 0) })}{part.left_out.length > 0 && <> · {t('import.left_out', { count: part.left_out.length })}{part.left_out.length <= named && `: ${format.list(part.left_out)}`}</>}</p>}
        {began && !runs && <p className="soft">{counts.length === 0 ? t('import.nothing_to_do') : counts.map((name) => `${t(`import.${dryRun ? 'would' : 'did'}.${name}`)}: ${format.number(part[name], 0)}`).join(' · ')}</p>}
        {part.message && <p className="soft">{part.message}</p>}
        {began && !runs && part.problems.length > 0 && (
          <details className={css.fold}>
            <summary><Icon name="chevron-right" size={14} /><span>{t('import.problems_count', { count: part.problems.length, number: format.number(part.problems.length, 0) })}</span></summary>
            <Problems problems={part.problems} object={part.object} columnOf={(field) => object?.fields.find((one) => one.name === field)?.label ?? field ?? ''} />
          </details>
        )}
      </div>
      {began && !runs && part.failed > 0 && <a className={css.download} href={address(`/imports/${part.id}/failed`)} download><Icon name="download" />{t('import.failed_file', { count: part.failed })}</a>}
      {began && !runs && !dryRun && <Tag tone={tones[part.state] ?? 'neutral'}>{t(`import.state.${part.state}`)}</Tag>}
      {began && !runs && <Kept run={part} />}
    </li>
  );
}
