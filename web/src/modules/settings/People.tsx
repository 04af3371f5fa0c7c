import { useState, type FormEvent } from 'react';
import { api } from '~/app/api/client';
import { messageFor } from '~/app/api/errors';
import type { Record_ } from '~/app/api/types';
import { useText } from '~/app/i18n';
import { useRole } from '~/app/session';
import { Button, IconButton, Modal, PasswordInput, toast } from '~/ui';
import { RecordsTable } from './RecordsTable';
import css from './settings.module.css';

export function People() {
  const t = useText();
  const administrator = useRole() === 'administrator';
  const [password, setPassword] = useState<Record_ | null>(null);
  return (
    <div className={css.stack}>
      <RecordsTable
        name="user" title={t('settings.people')} hint={t('settings.people_hint')} empty={t('settings.no_people')} query={{ sort: [{ field: 'name', dir: 'asc' }] }}
        columns={['name', 'email', 'role', 'team', 'focus_expand', 'weekly_capacity', 'language', 'active']}
        acts={administrator ? (record) => <IconButton icon="lock" size="small" label={t('settings.set_password', { name: String(record.fields['name'] ?? '') })} onClick={() => setPassword(record)} /> : undefined}
      />
      <RecordsTable name="absence" title={t('settings.absences')} hint={t('settings.absences_hint')} empty={t('settings.no_absences')} query={{ sort: [{ field: 'starts_on', dir: 'desc' }] }} columns={['user', 'name', 'starts_on', 'ends_on']} mayBin />
      {password && <PasswordDialog user={password} onClose={() => setPassword(null)} />}
    </div>
  );
}

function PasswordDialog({ user, onClose }: { user: Record_; onClose: () => void }) {
  const t = useText();
  const [value, setValue] = useState('');
  const [fault, setFault] = useState<string | null>(null);
  const [busy, setBusy] = useState(false);
  const name = String(user.fields['name'] ?? '');
  const submit = (event: FormEvent) => {
    event.preventDefault();
    setBusy(true);
    api.post(`/users/${user.id}/password`, { password: value }).then(
      () => { toast.say(t('settings.password_set', { name })); onClose(); },
      (failure: unknown) => { setFault(messageFor(failure, 'password')); setBusy(false); },
    );
  };
  return (
    <Modal open onClose={onClose} title={t('settings.set_password', { name })}>
      <form className={css.form} onSubmit={submit}>
        <PasswordInput label={t('settings.new_password')} description={t('settings.password_rule')} autoComplete="new-password" data-autofocus value={value} error={fault} onChange={(event) => { setValue(event.currentTarget.value); setFault(null); }} />
        <div className={css.formActs}><Button onClick={onClose}>{t('ui.cancel')}</Button><Button type="submit" look="primary" busy={busy} disabled={value === ''}>{t('settings.save')}</Button></div>
      </form>
    </Modal>
  );
}
