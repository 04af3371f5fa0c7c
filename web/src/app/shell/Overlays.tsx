import { lazy, Suspense } from 'react';
import { useOverlay } from './overlay';

const Palette = lazy(() => import('~/app/palette/Palette').then((file) => ({ default: file.Palette })));
const Help = lazy(() => import('./Help').then((file) => ({ default: file.Help })));
const CreateDialog = lazy(() => import('~/records/CreateDialog').then((file) => ({ default: file.CreateDialog })));

export function Overlays() {
  const overlay = useOverlay();
  return (
    <Suspense>
      {overlay.kind === 'palette' && <Palette />}
      {overlay.kind === 'help' && <Help />}
      {overlay.kind === 'create' && <CreateDialog object={overlay.object} fields={overlay.fields} then={overlay.then} />}
    </Suspense>
  );
}
