import { Link, useNavigate } from '@tanstack/react-router';
import { useState, type FormEvent } from 'react';
import type { Labels } from '~/app/api/types';
import { useText } from '~/app/i18n';
import { useRelated } from '~/records/data';
import { Button, IconButton, Modal, ProblemNote, Segmented, Skeletons, Table, Tag, toast } from '~/ui';
import { LabelsInput } from '../objects/LabelsInput';
import { labelIn } from '../objects/metadata';
import { elsewhere, problemOf } from '../objects/problems';
import { createRole, levels, useRoles, type RoleRights } from './data';
import css from './roles.module.css';

/** Who may do what: the roles that came with Kith and the workspace's own. */
export function Roles() {
  const t = useText();
  const { data, error, refetch } = useRoles();
  const people = useRelated('user', { fields: ['role'], limit: 500 });
  const [from, setFrom] = useState<RoleRights | 'new' | null>(null);
  if (error) return <ProblemNote error={error} retry={() => void refetch()} />;
  if (!data) return <Skeletons rows={5} />;
  const with_ = (name: string) => (people.data?.records ?? []).filter((person) => person.fields['role'] === name).length;
  return (
    <>
      <div className={css.bar}><p className={css.lead}>{t('roles.hint')}</p><Button look="primary" icon="plus" onClick={() => setFrom('new')}>{t('roles.new')}</Button></div>
      <Table label={t('settings.tab.roles')} head={[{ key: 'name', label: t('settings.name') }, { key: 'level', label: t('roles.level') }, { key: 'people', label: t('settings.people'), end: true }, { key: 'acts', label: <span className="visually-hidden">{t('settings.actions')}</span> }]}>
        {data.map((role) => (
          <tr key={role.name}>
            <td><Link to={`/settings/roles/${role.name}`} className={css.name}>{labelIn(role.labels)}</Link> {role.custom && <Tag tone="good">{t('settings.own')}</Tag>}</td>
            <td className="soft">{t(`roles.level.${role.level}`)}</td>
            <td data-align="end">{people.data ? with_(role.name) : ''}</td>
            <td className={css.acts}><IconButton icon="copy" size="small" label={t('roles.copy', { name: labelIn(role.labels) })} onClick={() => setFrom(role)} /></td>
          </tr>
        ))}
      </Table>
      {from && <NewRole from={from === 'new' ? null : from} onClose={() => setFrom(null)} />}
    </>
  );
}

function NewRole({ from, onClose }: { from: RoleRights | null; onClose: () => void }) {
  const t = useText();
  const navigate = useNavigate();
  const [labels, setLabels] = useState<Labels>(from ? Object.fromEntries(Object.entries(from.labels).map(([language, label]) => [language, t('roles.copy_of', { name: label })])) : {});
  const [level, setLevel] = useState(from?.level ?? 'rep');
  const [error, setError] = useState<unknown>(null);
  const [busy, setBusy] = useState(false);
  const submit = (event: FormEvent) => {
    event.preventDefault();
    setBusy(true);
    createRole({ labels, level, ...(from ? { objects: from.objects } : {}) }).then((role) => {
      toast.say(t('roles.added', { name: labelIn(labels) }));
      onClose();
      void navigate({ to: `/settings/roles/${role.name}` });
    }, setError).finally(() => setBusy(false));
  };
  return (
    <Modal open onClose={onClose} title={from ? t('roles.copy', { name: labelIn(from.labels) }) : t('roles.new')}>
      <form className={css.form} onSubmit={submit} noValidate>
        <LabelsInput label={t('settings.name')} required autoFocus value={labels} onChange={(next) => { setLabels(next); setError(null); }} problem={(language) => problemOf(error, `labels.${language}`)} />
        <Level value={level} onChange={setLevel} />
        <ProblemNote error={elsewhere(error, ['labels'])} />
        <div className={css.foot}><Button onClick={onClose}>{t('ui.cancel')}</Button><Button type="submit" look="primary" busy={busy} disabled={labelIn(labels) === ''}>{t('roles.create')}</Button></div>
      </form>
    </Modal>
  );
}

export function Level({ value, onChange }: { value: RoleRights['level']; onChange: (level: RoleRights['level']) => void }) {
  const t = useText();
  return (
    <div className={css.level}>
      <span className={css.caption}>{t('roles.level')}</span>
      <Segmented label={t('roles.level')} value={value} onChange={onChange} choices={levels.map((one) => ({ value: one, label: t(`roles.level.${one}`) }))} />
      <p className={css.small}>{t(`roles.level.${value}_hint`)}</p>
    </div>
  );
}
