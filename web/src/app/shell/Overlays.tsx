import { lazy, Suspense, useEffect } from 'react';
import { withTexts } from '~/app/i18n';
import { useOverlay } from './overlay';

const loadPalette = () => import('~/app/palette/Palette');
const Palette = lazy(() => loadPalette().then((file) => ({ default: file.Palette })));
const Help = lazy(() => import('./Help').then((file) => ({ default: file.Help })));
const FileViewer = lazy(() => import('~/records/files/FileViewer').then((file) => ({ default: file.FileViewer })));
const NotificationPanel = lazy(() => import('~/app/notifications/NotificationPanel').then((file) => ({ default: file.NotificationPanel })));
const KeptDialog = lazy(() => import('~/records/KeptDialog').then((file) => ({ default: file.KeptDialog })));
const UnsavedDialog = lazy(() => import('~/records/UnsavedDialog').then((file) => ({ default: file.UnsavedDialog })));
const MissingDialog = lazy(() => import('~/records/MissingDialog').then((file) => ({ default: file.MissingDialog })));
const Share = lazy(() => import('~/records/Share').then((file) => ({ default: file.Share })));
const Erase = lazy(withTexts(() => import('~/records/privacy/Erase').then((file) => ({ default: file.Erase }))));
const CreateDialog = lazy(() => import('~/records/CreateDialog').then((file) => ({ default: file.CreateDialog })));

export function Overlays() {
  const overlay = useOverlay();
  // Fetched when the page has settled, so that Ctrl K answers at once.
  useEffect(() => {
    const timer = window.setTimeout(() => void loadPalette(), 1500);
    return () => window.clearTimeout(timer);
  }, []);
  return (
    <Suspense>
      {overlay.kind === 'palette' && <Palette />}
      {overlay.kind === 'help' && <Help />}
      {overlay.kind === 'file' && <FileViewer key={overlay.id} id={overlay.id} />}
      {overlay.kind === 'notifications' && <NotificationPanel />}
      {overlay.kind === 'kept' && <KeptDialog undone={overlay.undone} set={overlay.set} done={overlay.done} />}
      {overlay.kind === 'unsaved' && <UnsavedDialog {...overlay} />}
      {overlay.kind === 'missing' && <MissingDialog key={overlay.record.id} {...overlay} />}
      {overlay.kind === 'share' && <Share object={overlay.object} id={overlay.id} title={overlay.title} />}
      {overlay.kind === 'erase' && <Erase object={overlay.object} id={overlay.id} title={overlay.title} />}
      {overlay.kind === 'create' && <CreateDialog object={overlay.object} fields={overlay.fields} then={overlay.then} />}
    </Suspense>
  );
}
