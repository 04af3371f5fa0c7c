import type { Module } from '~/app/module';

/** Every object has a list and a page, also those that no module draws one for. */
export const routes: Module = {
  pages: [
    { path: '/records/$object', load: () => import('./ObjectPage') },
    { path: '/records/$object/$id', load: () => import('./RecordPage') },
  ],
};
