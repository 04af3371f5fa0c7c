import { useQuery } from '@tanstack/react-query';
import { useRouter } from '@tanstack/react-router';
import { useState } from 'react';
import { useText } from '~/app/i18n';
import { setupQuery, signIn } from '~/app/session';
import { usePageSearch, useTitle } from '~/app/usePage';
import { Button, PasswordInput, ProblemNote, TextInput } from '~/ui';
import { Door } from './Door';

/** Only a path of this app: an address elsewhere would let a link lead people astray. */
export const safeTarget = (to: string | undefined): string => (to && /^\/(?![/\\])/.test(to) && !to.startsWith('/sign-in') ? to : '/');

export function Page() {
  const t = useText();
  const router = useRouter();
  const [search] = usePageSearch();
  const { data: setup } = useQuery(setupQuery);
  const [email, setEmail] = useState('');
  const [password, setPassword] = useState('');
  const [error, setError] = useState<unknown>(null);
  const [busy, setBusy] = useState(false);
  useTitle(t('sign_in.title'));
  const submit = async () => {
    setBusy(true);
    setError(null);
    try {
      await signIn(email.trim(), password);
      router.history.push(safeTarget(search['to']));
    } catch (failure) {
      setError(failure);
      setBusy(false);
    }
  };
  return (
    <Door title={t('sign_in.title')} sub={setup?.demo ? t('sign_in.demo') : (setup?.name ?? '')} onSubmit={() => void submit()}>
      <TextInput label={t('sign_in.email')} type="email" name="email" autoComplete="username" autoFocus required withAsterisk={false} value={email} onChange={(event) => setEmail(event.currentTarget.value)} />
      <PasswordInput label={t('sign_in.password')} name="password" autoComplete="current-password" required withAsterisk={false} value={password} onChange={(event) => setPassword(event.currentTarget.value)}
        visibilityToggleButtonProps={{ 'aria-label': t('sign_in.show_password') }} />
      <ProblemNote error={error} />
      <Button type="submit" look="primary" size="full" busy={busy}>{t('sign_in.go')}</Button>
    </Door>
  );
}
