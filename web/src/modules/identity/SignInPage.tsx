import { useQuery } from '@tanstack/react-query';
import { useRouter } from '@tanstack/react-router';
import { useState } from 'react';
import { useText } from '~/app/i18n';
import { nameOfWorkspace, setupQuery, signIn, type OwnWorkspace } from '~/app/session';
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
  const [choice, setChoice] = useState<OwnWorkspace[] | null>(null);
  useTitle(t('sign_in.title'));
  const submit = async (workspace?: string) => {
    setBusy(true);
    setError(null);
    try {
      const several = await signIn(email.trim(), password, workspace);
      if (several) {
        setChoice(several);
        setBusy(false);
        return;
      }
      router.history.push(safeTarget(search['to']));
    } catch (failure) {
      setError(failure);
      setBusy(false);
    }
  };
  if (choice) {
    return (
      <Door title={t('sign_in.choose')} sub={email.trim()} onSubmit={() => undefined}>
        {choice.map((one, place) => (
          <Button key={one.id} type="button" size="full" look={place === 0 ? 'primary' : 'plain'} busy={busy} autoFocus={place === 0} onClick={() => void submit(one.slug)}>{nameOfWorkspace(one, choice)}</Button>
        ))}
        <ProblemNote error={error} />
        <Button type="button" size="full" look="quiet" onClick={() => setChoice(null)}>{t('sign_in.back')}</Button>
      </Door>
    );
  }
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
