import { Link } from '@tanstack/react-router';
import { useFormat } from '~/app/format';
import { useText } from '~/app/i18n';
import { useRole } from '~/app/session';
import { useRelated } from '~/records/data';
import { useObject, useObjects } from '~/records/objects';
import { listPath, recordPath } from '~/records/paths';
import { Ago, Card, Icon, ProblemNote, Skeletons, Table, Tag } from '~/ui';
import { RecordsTable } from '../RecordsTable';
import { Rules } from './Rules';
import { useErasures } from './retention';
import css from './privacy.module.css';
import settings from '../settings.module.css';

/** What people are promised about their data: what for, how long, who was erased, and the register of it all. */
export function Privacy() {
  const t = useText();
  const administrator = useRole() === 'administrator';
  return (
    <div className={settings.stack}>
      <RecordsTable name="purpose" title={t('privacy.purposes')} hint={t('privacy.purposes_hint')} empty={t('privacy.no_purposes')} query={{ sort: [{ field: 'name', dir: 'asc' }] }} columns={['name', 'description', 'lawful_basis', 'active']} mayBin />
      <Rules />
      <Register />
      {administrator && <Erasures />}
    </div>
  );
}

function Register() {
  const t = useText();
  const format = useFormat();
  const object = useObject('processing_activity');
  const { data } = useRelated('processing_activity', { limit: 1, count: 'exact' }, object !== undefined);
  if (!object?.rights.see) return null;
  return (
    <Card title={object.label_plural}>
      <p className={settings.hint}>{t('privacy.register_hint')}</p>
      <Link className={css.way} to={listPath('processing_activity')}>
        <Icon name="file-text" /><span>{data ? (data.count ? t('privacy.register_count', { count: data.count, number: format.number(data.count) }) : t(object.rights.create ? 'privacy.register_begin' : 'privacy.register_empty')) : t('privacy.register_open')}</span><Icon name="chevron-right" size={15} />
      </Link>
    </Card>
  );
}

/** The proofs. Of whom they were nothing is left but the record's number: after restoring a backup it leads to whom to erase again. */
function Erasures() {
  const t = useText();
  const format = useFormat();
  const objects = useObjects();
  const { data, error, refetch } = useErasures(true);
  return (
    <Card title={t('privacy.erasures')}>
      <p className={settings.hint}>{t('privacy.erasures_hint')}</p>
      <ProblemNote error={error} retry={() => void refetch()} />
      {!data ? !error && <Skeletons rows={2} /> : data.length === 0 ? <p className="faint">{t('privacy.no_erasures')}</p> : (
        <div className={css.proofs}>
          <Table stack label={t('privacy.erasures')} head={[{ key: 'at', label: t('privacy.when') }, { key: 'what', label: t('privacy.record') }, { key: 'why', label: t('privacy.why') }, { key: 'who', label: t('privacy.by') }, { key: 'reach', label: t('privacy.reached') }]}>
            {data.map((one) => (
              <tr key={one.id}>
                <td data-label={t('privacy.when')}><time dateTime={one.at} title={format.relative(one.at)}>{format.dateTime(one.at)}</time></td>
                <td data-label={t('privacy.record')}><Link className="link" to={recordPath(one.object, one.record)}>{objects.find((type) => type.name === one.object)?.label ?? one.object}</Link> <code>{one.record}</code></td>
                <td data-label={t('privacy.why')}>{one.reason}</td>
                <td data-label={t('privacy.by')}>{one.actor.name}</td>
                <td className="soft" data-label={t('privacy.reached')}>{t('privacy.reach', { records: format.number(one.records ?? 0), changes: format.number(one.changes ?? 0), files: format.number(one.files ?? 0) })}{!one.done && <> <Tag tone="warn" icon="clock">{t('privacy.tonight')}</Tag></>}</td>
              </tr>
            ))}
          </Table>
        </div>
      )}
    </Card>
  );
}

export function LastRun({ at, done }: { at: unknown; done: unknown }) {
  const t = useText();
  const format = useFormat();
  return typeof at === 'string' ? <><Ago at={at} /> · {t('privacy.records', { count: Number(done ?? 0), number: format.number(Number(done ?? 0)) })}</> : <span className="faint">{t('privacy.never_run')}</span>;
}
