import { useNavigate } from '@tanstack/react-router';
import { useState, type FormEvent } from 'react';
import type { Filter, ObjectType, Record_ } from '~/app/api/types';
import { useText } from '~/app/i18n';
import { useRole } from '~/app/session';
import { usePathParam } from '~/app/usePage';
import { useRecord } from '~/records/data';
import { draftOf, said } from '~/records/filter/tree';
import { titleOf, useObject, useObjects } from '~/records/objects';
import { Button, Card, Empty, LinkButton, ProblemNote, Segmented, Select, Skeletons, Switch, TextInput, toast } from '~/ui';
import { elsewhere, problemOf } from '../objects/problems';
import { SettingsFrame } from '../SettingsFrame';
import { apart, clocksOf, together, type Age } from './age';
import { Preview } from './Preview';
import { actions, saveRule, type RuleAction, type RuleFields } from './retention';
import { Runs, RunNow } from './Runs';
import { WhichRecords } from './WhichRecords';
import css from './privacy.module.css';

const within = (label: string) => ({ to: '/settings/privacy', label });
/** As most begin: nothing written about anybody for three years. */
const usual: Age = { since: 'updated_at', count: 3, unit: 'years' };

/** One rule of how long records are kept: which, after how long, what becomes of them; and what it would find now. */
export function Page() {
  const t = useText();
  const id = usePathParam('rule');
  const administrator = useRole() === 'administrator';
  const type = useObject('retention_rule');
  const frame = (children: React.ReactNode) => <SettingsFrame section="privacy" within={within(t('settings.tab.privacy'))}>{children}</SettingsFrame>;
  if (!administrator) return frame(<Empty icon="lock" title={t('settings.not_yours')}>{t('settings.not_yours_hint')}</Empty>);
  if (!type) return frame(<Skeletons rows={6} />);
  return id === 'new' ? <RuleForm key="new" type={type} /> : <Known key={id} id={id} type={type} />;
}

function Known({ id, type }: { id: string; type: ObjectType }) {
  const t = useText();
  const { data, error, refetch } = useRecord('retention_rule', id);
  const frame = (children: React.ReactNode) => <SettingsFrame section="privacy" within={within(t('settings.tab.privacy'))}>{children}</SettingsFrame>;
  if (error) return frame(<><ProblemNote error={error} retry={() => void refetch()} /><LinkButton to="/settings/privacy">{t('settings.tab.privacy')}</LinkButton></>);
  if (!data) return frame(<Skeletons rows={6} />);
  return <RuleForm type={type} rule={data} />;
}

function RuleForm({ type, rule }: { type: ObjectType; rule?: Record_ }) {
  const t = useText();
  const navigate = useNavigate();
  const objects = useObjects().filter((object) => !object.system && object.name !== 'user' && object.rights.see);
  const text = (name: string) => { const value = rule?.fields[name]; return typeof value === 'string' ? value : ''; };
  const [name, setName] = useState(text('name'));
  const [of, setOf] = useState(text('object') || 'contact');
  const object = objects.find((one) => one.name === of);
  const [parts, setParts] = useState(() => {
    const known = rule && object ? apart(object, (rule.fields['filter'] ?? undefined) as Filter | undefined) : { age: usual, rest: undefined };
    return { age: known.age, draft: draftOf(known.rest) };
  });
  const [action, setAction] = useState<RuleAction>(text('action') === 'erase' ? 'erase' : 'bin');
  const [active, setActive] = useState(rule?.fields['active'] === true);
  const [error, setError] = useState<unknown>(null);
  const [busy, setBusy] = useState(false);
  const filter = object && together(object, { age: parts.age, rest: said(parts.draft) });
  const now: RuleFields = { name: name.trim(), object: of, filter: filter ?? null, action, active };
  const dirty = !rule || (Object.keys(now) as (keyof RuleFields)[]).some((one) => JSON.stringify(now[one] ?? null) !== JSON.stringify(rule.fields[one] ?? (one === 'active' ? false : null)));
  const change = <T,>(set: (value: T) => void) => (value: T) => { set(value); setError(null); };
  const submit = (event: FormEvent) => {
    event.preventDefault();
    setBusy(true);
    setError(null);
    saveRule(rule, now).then((saved) => {
      toast.say(t('settings.saved'));
      if (!rule) void navigate({ to: '/settings/privacy/$rule', params: { rule: saved.id } as never, replace: true });
    }, setError).finally(() => setBusy(false));
  };
  return (
    <SettingsFrame section="privacy" within={within(t('settings.tab.privacy'))} title={rule ? titleOf(type, rule) : t('privacy.new_rule')} acts={rule && object && <RunNow rule={rule} object={object} filter={filter} disabled={dirty} />}>
      <div className={css.rulePage}>
        <form className={css.ruleForm} onSubmit={submit} noValidate>
          <Card label={t('privacy.rule')} className={css.card}>
            <TextInput label={t('settings.name')} placeholder={t('privacy.name_hint')} withAsterisk data-autofocus={!rule || undefined} value={name} error={problemOf(error, 'name')} onChange={(event) => change(setName)(event.currentTarget.value)} />
            <Select label={t('privacy.records_of')} allowDeselect={false} searchable value={of} error={problemOf(error, 'object')} data={objects.map((one) => ({ value: one.name, label: one.label_plural }))}
              onChange={(next) => {
                const other = objects.find((one) => one.name === next);
                if (!other || other.name === of) return;
                setOf(other.name);
                setError(null);
                // Its conditions speak of fields that the other may not have.
                setParts({ age: parts.age && clocksOf(other).includes(parts.age.since) ? parts.age : usual, draft: draftOf(undefined) });
              }} />
            {object && <WhichRecords object={object} age={parts.age} draft={parts.draft} problem={problemOf(error, 'filter')} onAge={(age) => { setParts({ ...parts, age }); setError(null); }} onDraft={(draft) => { setParts({ ...parts, draft }); setError(null); }} />}
            <div className={css.field}>
              <span>{t('privacy.what_is_done')}</span>
              <Segmented<RuleAction> label={t('privacy.what_is_done')} value={action} onChange={change(setAction)} choices={actions.map((value) => ({ value, label: t(`privacy.action.${value}`) }))} />
              <p className={css.small}>{t(`privacy.action.${action}_hint`)}</p>
            </div>
            <Switch label={t('privacy.nightly')} description={t('privacy.nightly_hint')} checked={active} onChange={(event) => change(setActive)(event.currentTarget.checked)} />
            <ProblemNote error={elsewhere(error, ['name', 'object', 'filter'])} />
            <div className={css.foot}>{dirty && rule && <span className="soft">{t('settings.unsaved')}</span>}<Button type="submit" look="primary" busy={busy} disabled={!dirty || name.trim() === ''}>{t('settings.save')}</Button></div>
          </Card>
        </form>
        {object && <Preview object={object} filter={filter} action={action} />}
        {rule && <Runs rule={rule.id} />}
      </div>
    </SettingsFrame>
  );
}
