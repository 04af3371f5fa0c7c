import { withTexts } from '~/app/i18n';
import type { Module } from '~/app/module';

export const routes: Module = {
  pages: [
    { path: '/import', load: withTexts(() => import('./ImportPage')), nav: { label: 'nav.import', icon: 'import', section: 'foot', order: 80 } },
  ],
};
