import { queryOptions, useQuery } from '@tanstack/react-query';
import { api, setToken } from './api/client';
import { isApiError } from './api/errors';
import { queries } from './api/query';
import type { Role, Session, SetupState } from './api/types';
import { setLanguage } from './i18n';
import { forgetAll } from './palette/recent';

const levels: Role[] = ['rep', 'manager', 'administrator'];

const take = async (session: Session): Promise<Session> => {
  setToken(session.csrf_token);
  await setLanguage(session.user.language);
  const { user } = session;
  return { ...session, user: { ...user, level: levels.find((level) => level === (user.level ?? user.role)) ?? 'rep' } };
};

export const sessionQuery = queryOptions({
  queryKey: ['session'],
  queryFn: async (): Promise<Session | null> => {
    try {
      return await take(await api.get<Session>('/session', undefined, { quiet: true }));
    } catch (error) {
      if (isApiError(error) && error.status === 401) return null;
      throw error;
    }
  },
  staleTime: Infinity,
});

export const setupQuery = queryOptions({
  queryKey: ['setup'],
  queryFn: () => api.get<SetupState>('/setup', undefined, { quiet: true }),
  staleTime: Infinity,
});

export interface OwnWorkspace {
  id: string;
  name: string;
  slug: string;
  current?: boolean;
}

/** With what tells two of one name apart. */
export function nameOfWorkspace(one: OwnWorkspace, all: OwnWorkspace[]): string {
  return all.some((other) => other.id !== one.id && other.name === one.name) ? `${one.name} (${one.slug})` : one.name;
}

/** Where the password fits several workspaces and none is named, nobody is signed in yet: these are to choose from. */
export async function signIn(email: string, password: string, workspace?: string): Promise<OwnWorkspace[] | null> {
  const answer = await api.post<Session | { workspaces: OwnWorkspace[] }>('/session', { email, password, ...(workspace ? { workspace } : {}) }, { quiet: true });
  if ('workspaces' in answer) return answer.workspaces;
  const session = await take(answer);
  queries.clear();
  forgetAll();
  queries.setQueryData(sessionQuery.queryKey, session);
  return null;
}

/** On a server of many workspaces, where one's password fitted; elsewhere none. */
export const ownWorkspacesQuery = queryOptions({
  queryKey: ['session', 'workspaces'],
  queryFn: async () => (await api.get<{ workspaces: OwnWorkspace[] }>('/session/workspaces')).workspaces,
  staleTime: Infinity,
});

/** All that this page holds is of the workspace that is left: it is loaded anew. */
export async function goToWorkspace(workspace: string): Promise<void> {
  await api.post<Session>('/session/workspace', { workspace });
  forgetAll();
  window.location.assign('/');
}

export interface Setup {
  workspace_name: string;
  name: string;
  email: string;
  password: string;
  language: string;
  currency: string;
  country: string;
  time_zone: string;
}

export async function setUp(wanted: Setup): Promise<void> {
  const session = await take(await api.post<Session>('/setup', wanted, { quiet: true }));
  queries.clear();
  queries.setQueryData(sessionQuery.queryKey, session);
}

export async function signOut(): Promise<void> {
  await api.delete('/session', { quiet: true }).catch(() => undefined);
  queries.clear();
  forgetAll();
  queries.setQueryData(sessionQuery.queryKey, null);
}

/** The session of the pages inside the shell: there is one, or they would not be shown. */
export function useSession(): Session {
  const { data } = useQuery(sessionQuery);
  if (!data) throw new Error('no session');
  return data;
}

export function useRole(): Role {
  return useSession().user.level;
}
