import { queryOptions, useQuery } from '@tanstack/react-query';
import { api } from '~/app/api/client';
import { queries } from '~/app/api/query';
import type { Filter, Labels, Role as Level } from '~/app/api/types';
import { invalidateMetadata } from '~/app/live';

export const rights = ['see', 'create', 'edit', 'bin', 'export'] as const;
export type Right = (typeof rights)[number];
export const scopes = ['none', 'own', 'team', 'team_below', 'all', 'filter'] as const;
export type ScopeWord = (typeof scopes)[number];
export type Scope = Exclude<ScopeWord, 'filter'> | { filter: Filter };
export type FieldRight = 'hidden' | 'read' | 'write';
export type ObjectRights = { [right in Right]?: Scope } & { fields?: Record<string, FieldRight> };

export interface RoleRights {
  name: string;
  labels: Labels;
  level: Level;
  custom?: boolean;
  objects: Record<string, ObjectRights>;
  version?: number;
}

export const levels: Level[] = ['rep', 'manager', 'administrator'];
export const wordOf = (scope: Scope | undefined): ScopeWord => (scope === undefined ? 'none' : typeof scope === 'string' ? scope : 'filter');
/** A record is made by somebody: whose it is matters afterwards. */
export const scopesOf = (right: Right): readonly ScopeWord[] => (right === 'create' ? ['none', 'all'] : scopes);

export const rolesQuery = queryOptions({
  queryKey: ['roles'],
  queryFn: async () => (await api.get<{ roles: RoleRights[] }>('/roles')).roles,
  staleTime: 60_000,
});
export const useRoles = () => useQuery(rolesQuery);
export const freshRoles = () => queries.fetchQuery({ ...rolesQuery, staleTime: 0 });

/** Rights changed: what each may see and do is asked for anew. */
async function taken<T>(answer: T): Promise<T> {
  await invalidateMetadata();
  return answer;
}
export type RoleChange = Partial<Pick<RoleRights, 'labels' | 'level' | 'objects'>>;
export const createRole = (role: RoleChange & { name?: string }) => api.post<RoleRights>('/roles', role).then(taken);
export const changeRole = (name: string, change: RoleChange, version?: number) => api.patch<RoleRights>(`/roles/${name}`, { ...change, ...(version === undefined ? {} : { version }) }).then(taken);
export const removeRole = (name: string) => api.delete(`/roles/${name}`).then(taken);
