import type { Module } from '~/app/module';

export const routes: Module = {
  pages: [
    { path: '/accounts', load: () => import('./AccountsPage'), nav: { label: 'nav.accounts', icon: 'building', section: 'work', order: 20, phone: true } },
    { path: '/accounts/$id', load: () => import('./AccountPage') },
    { path: '/contacts', load: () => import('./ContactsPage'), nav: { label: 'nav.contacts', icon: 'users', section: 'work', order: 30 } },
    { path: '/tasks', load: () => import('./tasks/TasksPage'), nav: { label: 'nav.tasks', icon: 'checklist', section: 'work', order: 15 } },
    { path: '/contacts/$id', load: () => import('./ContactPage') },
  ],
};
