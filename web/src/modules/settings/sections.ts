import { lazy, type ComponentType } from 'react';
import type { Role } from '~/app/api/types';
import type { IconName } from '~/ui/Icon';

export interface Section {
  name: string;
  icon: IconName;
  group: 'house' | 'people' | 'data' | 'process' | 'access';
  Content: ComponentType;
  roles?: Role[];
}

const administrator: Role[] = ['administrator'];
const managers: Role[] = ['manager', 'administrator'];
const part = <Name extends string>(load: () => Promise<Record<Name, ComponentType>>, name: Name) => lazy(async () => ({ default: (await load())[name] }));

/** Everything under Settings: `/settings/<name>`. A section more is a line here. */
export const sections: Section[] = [
  { name: 'people', icon: 'users', group: 'people', Content: part(() => import('./People'), 'People') },
  { name: 'teams', icon: 'users-group', group: 'people', Content: part(() => import('./Teams'), 'Teams') },
  { name: 'roles', icon: 'shield', group: 'people', roles: administrator, Content: part(() => import('./roles/Roles'), 'Roles') },
  { name: 'objects', icon: 'box', group: 'data', roles: administrator, Content: part(() => import('./objects/Objects'), 'Objects') },
  { name: 'privacy', icon: 'eye-off', group: 'data', roles: managers, Content: part(() => import('./privacy/Privacy'), 'Privacy') },
  { name: 'categories', icon: 'tag', group: 'process', Content: part(() => import('./Thresholds'), 'Thresholds') },
  { name: 'process', icon: 'route', group: 'process', Content: part(() => import('./ProcessSettings'), 'ProcessSettings') },
  { name: 'workspace', icon: 'building', group: 'house', roles: administrator, Content: part(() => import('./WorkspaceSettings'), 'WorkspaceSettings') },
  { name: 'jobs', icon: 'clock', group: 'house', roles: administrator, Content: part(() => import('./jobs/Jobs'), 'Jobs') },
  { name: 'tokens', icon: 'lock', group: 'access', Content: part(() => import('./Tokens'), 'Tokens') },
  { name: 'audit', icon: 'history', group: 'access', roles: administrator, Content: part(() => import('./audit/Audit'), 'Audit') },
];

export const groups = ['people', 'data', 'process', 'access', 'house'] as const;
export const mayOpen = (section: Section, role: Role): boolean => !section.roles || section.roles.includes(role);
