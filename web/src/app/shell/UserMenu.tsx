import { useQuery } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import { api } from '~/app/api/client';
import { queries } from '~/app/api/query';
import type { Language } from '~/app/api/types';
import { languages, nameOfLanguage, setLanguage, useLanguage, useText } from '~/app/i18n';
import { setScheme, useScheme, type Scheme } from '~/app/scheme';
import { goToWorkspace, nameOfWorkspace, ownWorkspacesQuery, sessionQuery, signOut, useSession } from '~/app/session';
import { Avatar, Menu, toast } from '~/ui';
import { openHelp } from './overlay';

/** At once here; the server remembers it for the next visit, and lists and labels come anew. */
export async function chooseLanguage(language: Language): Promise<void> {
  await setLanguage(language);
  try {
    await api.patch('/me', { language });
    await queries.invalidateQueries({ predicate: (query) => query.queryKey[0] !== 'session' });
    queries.setQueryData(sessionQuery.queryKey, (session) => session && { ...session, user: { ...session.user, language } });
  } catch (error) {
    toast.fail(error);
  }
}

export function UserMenu({ className, narrow }: { className: string; narrow: boolean }) {
  const t = useText();
  const language = useLanguage();
  const scheme = useScheme();
  const { user } = useSession();
  const navigate = useNavigate();
  const { data: workspaces = [] } = useQuery(ownWorkspacesQuery);
  const look = (wanted: Scheme, label: string, icon: 'sun' | 'moon' | 'laptop') => ({ label, icon, on: scheme === wanted, onSelect: () => setScheme(wanted) });
  return (
    <Menu
      align="start" label={t('shell.you')}
      target={
        <button type="button" className={className} title={narrow ? user.name : undefined}>
          <Avatar name={user.name} size={20} /><span className="truncate">{user.name}</span>
        </button>
      }
      items={[
        ...(workspaces.length > 1 ? [
          { label: t('shell.workspaces'), heading: true },
          ...workspaces.map((one) => ({ label: nameOfWorkspace(one, workspaces), on: one.current === true, onSelect: () => { if (!one.current) goToWorkspace(one.slug).catch(toast.fail); } })),
        ] : []),
        { label: t('shell.look'), heading: true, divide: workspaces.length > 1 },
        look('light', t('shell.light'), 'sun'), look('dark', t('shell.dark'), 'moon'), look('auto', t('shell.auto'), 'laptop'),
        { label: t('shell.language'), heading: true, divide: true },
        ...languages.map((one) => ({ label: nameOfLanguage(one), on: language === one, onSelect: () => void chooseLanguage(one) })),
        { label: t('shortcut.title'), icon: 'help', divide: true, shortcut: '?', onSelect: openHelp },
        { label: t('shell.sign_out'), icon: 'sign-out', onSelect: () => void signOut().then(() => navigate({ to: '/sign-in' })) },
      ]}
    />
  );
}
