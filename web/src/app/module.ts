import type { ComponentType } from 'react';
import type { IconName } from '~/ui/Icon';
import type { Role } from './api/types';

/** A line in the left rail. `label` is a catalogue key. */
export interface NavItem {
  label: string;
  icon: IconName;
  section: 'work' | 'manage' | 'foot';
  order: number;
  phone?: boolean; // also in the bottom bar of a phone (room for four)
  roles?: Role[];
}

export interface PageRoute {
  path: string; // as the router writes them: /accounts/$id
  load: () => Promise<{ Page: ComponentType }>; // a page is a file that exports `Page`, its own chunk
  nav?: NavItem;
}

/** An action of the palette that is there on every page. `label` is a catalogue key. */
export interface ActionItem {
  id: string;
  label: string;
  icon: IconName;
  to: string;
  roles?: Role[];
}

/** What a `routes.ts` exports as `routes`: everything the app knows about a module. */
export interface Module {
  pages: PageRoute[];
  actions?: ActionItem[];
}

const found = import.meta.glob<{ routes: Module }>(['../modules/**/routes.ts', '../records/routes.ts'], { eager: true });

export const modules: Module[] = Object.values(found).map((file) => file.routes);
export const pages: PageRoute[] = modules.flatMap((module) => module.pages);
export const actions: ActionItem[] = modules.flatMap((module) => module.actions ?? []);
export const navigation: (NavItem & { path: string })[] = pages
  .flatMap((page) => (page.nav ? [{ ...page.nav, path: page.path }] : []))
  .sort((one, other) => one.order - other.order);

export const allowed = (item: { roles?: Role[] }, role: Role): boolean => !item.roles || item.roles.includes(role);
