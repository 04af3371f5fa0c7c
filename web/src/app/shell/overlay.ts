import { useSyncExternalStore } from 'react';
import type { Fields } from '~/app/api/types';

/** What lies over the page: at most one. Opened from anywhere, shown by Overlays.tsx. */
export type Overlay =
  | { kind: 'none' }
  | { kind: 'palette' }
  | { kind: 'help' }
  | { kind: 'create'; object?: string | undefined; fields?: Fields | undefined; then?: ((id: string) => void) | undefined };

let current: Overlay = { kind: 'none' };
const listeners = new Set<() => void>();
const set = (next: Overlay) => {
  current = next;
  for (const listener of listeners) listener();
};

export const openPalette = (): void => set({ kind: 'palette' });
export const openHelp = (): void => set({ kind: 'help' });
/** Without an object the person chooses one; `fields` are filled in beforehand. */
export const openCreate = (object?: string, fields?: Fields, then?: (id: string) => void): void => set({ kind: 'create', object, fields, then });
export const closeOverlay = (): void => set({ kind: 'none' });

export const useOverlay = (): Overlay =>
  useSyncExternalStore((listener) => { listeners.add(listener); return () => listeners.delete(listener); }, () => current);
