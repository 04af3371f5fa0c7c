import { lazy } from 'react';

/** The editor is large: it comes when someone begins to write. */
export const RichEditor = lazy(() => import('./RichEditor').then((file) => ({ default: file.RichEditor })));
export { RichText } from './RichText';
export { htmlOf, plainOf, textToHtml } from './text';
export type { Mentioned, RichEditorProps } from './RichEditor';
