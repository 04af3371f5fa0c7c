import { useState } from 'react';
import type { Filter, Id, ObjectType, Record_ } from '~/app/api/types';
import { useFormat } from '~/app/format';
import { useText } from '~/app/i18n';
import { useTitleOf } from '~/records/objects';
import { Ago, Button, Card, Modal, ProblemNote, Skeletons, Table, Tag, toast, type Tone } from '~/ui';
import { useFound } from './Preview';
import { runRule, useRuns, type RuleRun } from './retention';
import css from './privacy.module.css';
import settings from '../settings.module.css';

const tones: Record<RuleRun['state'], Tone> = { running: 'neutral', done: 'good', stopped: 'warn' };

/** What the rule has done, the last time first. */
export function Runs({ rule }: { rule: Id }) {
  const t = useText();
  const format = useFormat();
  const { data, error, refetch } = useRuns(rule);
  return (
    <Card title={t('privacy.runs')} className={css.runs}>
      <ProblemNote error={error} retry={() => void refetch()} />
      {!data ? !error && <Skeletons rows={2} /> : data.length === 0 ? <p className="faint">{t('privacy.no_runs')}</p> : (
        <Table stack label={t('privacy.runs')} head={[{ key: 'at', label: t('privacy.when') }, { key: 'by', label: t('privacy.by') }, { key: 'what', label: t('privacy.what_is_done') }, { key: 'found', label: t('privacy.found'), end: true }, { key: 'done', label: t('privacy.done'), end: true }, { key: 'failed', label: t('privacy.refused'), end: true }]}>
          {data.map((run) => (
            <tr key={run.id}>
              <td data-label={t('privacy.when')}><Ago at={run.at} />{run.state !== 'done' && <> <Tag tone={tones[run.state]}>{t(`privacy.run.${run.state}`)}</Tag></>}</td>
              <td data-label={t('privacy.by')}><Who id={run.actor} /></td>
              <td data-label={t('privacy.what_is_done')}>{t(`privacy.action.${run.action}`)}</td>
              <td data-align="end" data-label={t('privacy.found')}>{format.number(run.found, 0)}</td>
              <td data-align="end" data-label={t('privacy.done')}>{format.number(run.done, 0)}</td>
              <td data-align="end" data-label={t('privacy.refused')}>{format.number(run.failed, 0)}{run.problem && <div className="soft">{run.problem}</div>}</td>
            </tr>
          ))}
        </Table>
      )}
    </Card>
  );
}

function Who({ id }: { id: Id }) {
  const t = useText();
  const person = id !== '' && id !== '0';
  const name = useTitleOf('user', person ? id : undefined);
  return <>{person ? (name ?? '…') : t('privacy.by_night')}</>;
}

/** What it would do by night, done now; asked once more, with the number. */
export function RunNow({ rule, object, filter, disabled }: { rule: Record_; object: ObjectType; filter: Filter | undefined; disabled: boolean }) {
  const t = useText();
  const format = useFormat();
  const [asking, setAsking] = useState(false);
  const [busy, setBusy] = useState(false);
  const [error, setError] = useState<unknown>(null);
  const { data } = useFound(object, disabled ? undefined : filter);
  const count = data?.count ?? 0;
  const action = rule.fields['action'] === 'erase' ? 'erase' : 'bin';
  const run = () => {
    setBusy(true);
    setError(null);
    runRule(rule.id, object.name).then((answer) => {
      setAsking(false);
      toast.say(t('privacy.was_run', { count: answer?.done ?? 0, number: format.number(answer?.done ?? 0, 0) }));
    }, setError).finally(() => setBusy(false));
  };
  const objects = (count === 1 ? object.label : object.label_plural).toLocaleLowerCase();
  return (
    <>
      <Button icon="refresh" disabled={disabled || count === 0} onClick={() => setAsking(true)}>{t('privacy.run_now')}</Button>
      {asking && (
        <Modal open onClose={() => setAsking(false)} title={t('privacy.run_title', { name: String(rule.fields['name'] ?? '') })}>
          <div className={settings.stack}>
            <p><b>{format.number(count, 0)}</b> {t(`privacy.would.${action}`, { objects })} {t(`privacy.sure.${action}`)}</p>
            <ProblemNote error={error} />
            <div className={settings.formActs}><Button onClick={() => setAsking(false)}>{t('ui.cancel')}</Button><Button look={action === 'erase' ? 'danger' : 'primary'} busy={busy} onClick={run}>{t(`privacy.do.${action}`)}</Button></div>
          </div>
        </Modal>
      )}
    </>
  );
}
