import type { Module } from '~/app/module';

export const routes: Module = {
  pages: [
    { path: '/settings', load: () => import('./SettingsPage'), nav: { label: 'nav.settings', icon: 'settings', section: 'foot', order: 90, roles: ['manager', 'administrator'] } },
  ],
};
