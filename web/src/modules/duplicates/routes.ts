import { withTexts } from '~/app/i18n';
import type { Module } from '~/app/module';

export const routes: Module = {
  pages: [
    { path: '/duplicates', load: withTexts(() => import('./DuplicatesPage')), nav: { label: 'nav.duplicates', icon: 'copy', section: 'foot', order: 85, roles: ['manager', 'administrator'] } },
  ],
  actions: [{ id: 'duplicates', label: 'nav.duplicates', icon: 'copy', to: '/duplicates' }],
};
