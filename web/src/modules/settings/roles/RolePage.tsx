import { useNavigate } from '@tanstack/react-router';
import { useText } from '~/app/i18n';
import { useRole } from '~/app/session';
import { usePathParam } from '~/app/usePage';
import { Button, Empty, LinkButton, ProblemNote, Skeletons, toast } from '~/ui';
import { SettingsFrame } from '../SettingsFrame';
import { useDraft } from '../useDraft';
import { LabelsInput } from '../objects/LabelsInput';
import { labelIn, useMetadata, type MetaObject } from '../objects/metadata';
import { problemOf } from '../objects/problems';
import { SaveBar } from '../objects/SaveBar';
import { changeRole, freshRoles, removeRole, useRoles, type RoleChange, type RoleRights } from './data';
import { Matrix } from './Matrix';
import { PeopleWith } from './PeopleWith';
import { Level } from './Roles';
import css from './roles.module.css';

export function Page() {
  const t = useText();
  const name = usePathParam('role');
  const administrator = useRole() === 'administrator';
  const roles = useRoles();
  const metadata = useMetadata();
  const role = roles.data?.find((one) => one.name === name);
  const within = { to: '/settings/roles', label: t('settings.tab.roles') };
  const error = roles.error ?? metadata.error;
  if (!administrator) return <SettingsFrame section="roles" within={within}><Empty icon="lock" title={t('settings.not_yours')}>{t('settings.not_yours_hint')}</Empty></SettingsFrame>;
  if (error) return <SettingsFrame section="roles" within={within}><ProblemNote error={error} retry={() => { void roles.refetch(); void metadata.refetch(); }} /></SettingsFrame>;
  if (!roles.data || !metadata.data) return <SettingsFrame section="roles" within={within}><Skeletons rows={8} /></SettingsFrame>;
  if (!role) return <SettingsFrame section="roles" within={within}><Empty icon="question" title={t('app.no_page')} action={<LinkButton to="/settings/roles">{t('settings.tab.roles')}</LinkButton>} /></SettingsFrame>;
  return <RoleForm key={role.name} role={role} objects={metadata.data.objects.filter((object) => !object.retired && !object.system)} within={within} />;
}

const parts = (role: RoleRights): Required<RoleChange> => ({ labels: role.labels, level: role.level, objects: role.objects });

function RoleForm({ role, objects, within }: { role: RoleRights; objects: MetaObject[]; within: { to: string; label: string } }) {
  const t = useText();
  const navigate = useNavigate();
  const draft = useDraft<Required<RoleChange>>({
    saved: { value: parts(role), version: role.version ?? 0 },
    send: (change, version) => changeRole(role.name, change, version),
    latest: async () => {
      const there = (await freshRoles()).find((one) => one.name === role.name);
      return there && { value: parts(there), version: there.version ?? 0 };
    },
  });
  const say = (done: boolean) => { if (done) toast.say(t('settings.saved')); };
  const { labels, level } = draft.value;
  const all = role.name === 'administrator';
  const remove = () => removeRole(role.name).then(() => { toast.say(t('roles.removed', { name: labelIn(role.labels) })); void navigate({ to: '/settings/roles' }); }, (failure: unknown) => toast.fail(failure));
  const { objects: had } = parts(role);
  const back = () => removeRole(role.name).then(() => {
    toast.undo(t('roles.is_back', { name: labelIn(role.labels) }), t('ui.undo'), () => void changeRole(role.name, { objects: had }).catch(toast.fail));
  }, (failure: unknown) => toast.fail(failure));
  // A role that came with Kith cannot go, but it can be as it came.
  const changed = !role.custom && !all && (role.version ?? 0) > 0;
  const acts = role.custom ? <Button look="danger" icon="trash" onClick={() => void remove()}>{t('roles.remove')}</Button>
    : changed && <Button icon="undo" onClick={() => void back()}>{t('roles.set_back')}</Button>;
  return (
    <SettingsFrame section="roles" within={within} title={labelIn(role.labels)} acts={acts}>
      <div className={css.stack}>
        {role.custom && (
          <section className={css.card} aria-label={t('settings.object.about')}>
            <LabelsInput label={t('settings.name')} required value={labels} onChange={(next) => draft.set({ labels: next })} problem={(language) => problemOf(draft.error, `labels.${language}`)} />
            <Level value={level} onChange={(next) => draft.set({ level: next })} />
          </section>
        )}
        {all ? <p className={css.lead}>{t('roles.may_all')}</p> : <Matrix objects={objects} rights={draft.value.objects} onChange={(next) => draft.set({ objects: next })} error={draft.error} />}
        <SaveBar draft={{ ...draft, submit: () => void draft.save().then(say), mine: () => void draft.keepMine().then(say) }} shown={['labels']} />
        <PeopleWith role={role} />
      </div>
    </SettingsFrame>
  );
}
