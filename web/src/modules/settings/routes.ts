import { withTexts } from '~/app/i18n';
import type { Module } from '~/app/module';

const load = withTexts(() => import('./SettingsPage'));

export const routes: Module = {
  pages: [
    { path: '/settings', load, nav: { label: 'nav.settings', icon: 'settings', section: 'foot', order: 90, roles: ['manager', 'administrator'] } },
    { path: '/settings/$section', load },
    { path: '/settings/objects/$object', load: withTexts(() => import('./objects/ObjectPage')) },
    { path: '/settings/privacy/$rule', load: withTexts(() => import('./privacy/RulePage')) },
    { path: '/settings/roles/$role', load: withTexts(() => import('./roles/RolePage')) },
  ],
  actions: [
    { id: 'settings:objects', label: 'settings.action.objects', icon: 'box', to: '/settings/objects', roles: ['administrator'] },
    { id: 'settings:roles', label: 'settings.action.roles', icon: 'shield', to: '/settings/roles', roles: ['administrator'] },
    { id: 'settings:privacy', label: 'settings.action.privacy', icon: 'eye-off', to: '/settings/privacy', roles: ['manager', 'administrator'] },
    { id: 'settings:jobs', label: 'settings.action.jobs', icon: 'clock', to: '/settings/jobs', roles: ['administrator'] },
    { id: 'settings:audit', label: 'settings.action.audit', icon: 'history', to: '/settings/audit', roles: ['administrator'] },
  ],
};
