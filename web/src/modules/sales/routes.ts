import type { Module } from '~/app/module';

export const routes: Module = {
  pages: [
    { path: '/deals', load: () => import('./DealsPage'), nav: { label: 'nav.deals', icon: 'kanban', section: 'work', order: 40, phone: true } },
    { path: '/deals/$id', load: () => import('./DealPage') },
  ],
};
