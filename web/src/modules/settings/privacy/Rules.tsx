import { Link } from '@tanstack/react-router';
import type { Filter, ObjectType, Record_ } from '~/app/api/types';
import { useText } from '~/app/i18n';
import { binRecords, saveFields, useRelated } from '~/records/data';
import { Words } from '~/records/filter/Words';
import { titleOf, useObject, useObjects } from '~/records/objects';
import { Card, IconButton, LinkButton, ProblemNote, Skeletons, Switch, Tag, toast } from '~/ui';
import { useRole } from '~/app/session';
import { apart } from './age';
import { AgeWords } from './AgeWords';
import { LastRun } from './Privacy';
import css from './privacy.module.css';
import settings from '../settings.module.css';

/** How long what is kept: each rule in words, whether it runs by night, and what it did last. */
export function Rules() {
  const t = useText();
  const objects = useObjects();
  const object = useObject('retention_rule');
  const administrator = useRole() === 'administrator';
  const { data, error, refetch } = useRelated('retention_rule', { sort: [{ field: 'name', dir: 'asc' }], limit: 200 }, object?.rights.see === true);
  if (objects.length > 0 && !object?.rights.see) return null;
  if (error) return <ProblemNote error={error} retry={() => void refetch()} />;
  if (!object || !data) return <Skeletons rows={3} />;
  return (
    <Card title={t('privacy.rules')} action={administrator && object.rights.create && <LinkButton icon="plus" to="/settings/privacy/$rule" params={{ rule: 'new' } as never}>{t('privacy.new_rule')}</LinkButton>}>
      <p className={settings.hint}>{t('privacy.rules_hint')}</p>
      {data.records.length === 0 ? <p className="faint">{t('privacy.no_rules')}</p> : (
        <ul className={css.rules}>
          {data.records.map((rule) => <Rule key={rule.id} rule={rule} type={object} of={objects.find((one) => one.name === rule.fields['object'])} />)}
        </ul>
      )}
    </Card>
  );
}

function Rule({ rule, type, of }: { rule: Record_; type: ObjectType; of: ObjectType | undefined }) {
  const t = useText();
  const administrator = useRole() === 'administrator';
  const name = titleOf(type, rule);
  const { age, rest } = of ? apart(of, (rule.fields['filter'] ?? undefined) as Filter | undefined) : { age: null, rest: undefined };
  const action = rule.fields['action'] === 'erase' ? 'erase' : 'bin';
  return (
    <li>
      <div className={css.ruleWords}>
        {administrator ? <Link className={css.ruleName} to="/settings/privacy/$rule" params={{ rule: rule.id } as never}>{name}</Link> : <b>{name}</b>}
        <p>{of?.label_plural ?? String(rule.fields['object'] ?? '')}: {of && age && <AgeWords object={of} age={age} />}{of && rest && <>{age && ', '}<Words object={of} node={rest} /></>}</p>
        <small>{t('privacy.last_run')}: <LastRun at={rule.fields['last_run_at']} done={rule.fields['last_done']} /></small>
      </div>
      <Tag tone={action === 'erase' ? 'bad' : 'neutral'} icon={action === 'erase' ? 'x' : 'trash'}>{t(`privacy.action.${action}`)}</Tag>
      {type.rights.edit && administrator
        ? <Switch label={t('privacy.nightly')} aria-label={t('privacy.nightly_of', { name })} checked={rule.fields['active'] === true} onChange={(event) => void saveFields(rule, { active: event.currentTarget.checked }).catch(toast.fail)} />
        : <span className="soft">{t(rule.fields['active'] === true ? 'privacy.nightly' : 'privacy.not_nightly')}</span>}
      {type.rights.bin && administrator && <IconButton icon="trash" size="small" label={t('settings.remove', { name })} onClick={() => void binRecords('retention_rule', [rule.id], t('record.binned_named', { name }))} />}
    </li>
  );
}
