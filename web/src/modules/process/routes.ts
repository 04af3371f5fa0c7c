import type { Module } from '~/app/module';

export const routes: Module = {
  pages: [
    { path: '/week', load: () => import('./week/WeekPage'), nav: { label: 'nav.week', icon: 'calendar-week', section: 'work', order: 10, phone: true } },
    { path: '/programs', load: () => import('./programs/ProgramsPage'), nav: { label: 'nav.programs', icon: 'target', section: 'manage', order: 60, roles: ['manager', 'administrator'] } },
    { path: '/coverage', load: () => import('./coverage/CoveragePage'), nav: { label: 'nav.coverage', icon: 'shield', section: 'manage', order: 70, phone: true } },
  ],
};
