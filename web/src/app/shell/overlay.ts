import { useSyncExternalStore } from 'react';
import type { Field, FieldProblem, Fields, Id, Record_, Undone, Value } from '~/app/api/types';

/** What could not be saved when the place it was typed in is gone from the screen. */
export interface Unsaved {
  record: Record_;
  field: Field;
  yours: Value;
  /** What another has written meanwhile, if that is why. */
  theirs?: Value | undefined;
  message: string;
}

/** A change that waits for other fields to be filled in. */
export interface Missing {
  record: Record_;
  problems: FieldProblem[];
  /** Saves it together with what is filled in; refused again, it throws. */
  save: (more: Fields) => Promise<void>;
  cancel: () => void;
}

/** What lies over the page: at most one. Opened from anywhere, shown by Overlays.tsx. */
export type Overlay =
  | { kind: 'none' }
  | { kind: 'palette' }
  | { kind: 'help' }
  | { kind: 'file'; id: Id }
  | { kind: 'notifications' }
  | { kind: 'share'; object: string; id: Id; title: string }
  | { kind: 'erase'; object: string; id: Id; title: string }
  | { kind: 'kept'; undone: Undone; set: Id; done: boolean }
  | ({ kind: 'unsaved' } & Unsaved)
  | ({ kind: 'missing' } & Missing)
  | { kind: 'create'; object?: string | undefined; fields?: Fields | undefined; then?: ((id: string) => void) | undefined };

let current: Overlay = { kind: 'none' };
const listeners = new Set<() => void>();
const set = (next: Overlay) => {
  current = next;
  for (const listener of listeners) listener();
};

export const openPalette = (): void => {
  early = '';
  set({ kind: 'palette' });
};
export const isOverlayOpen = (): boolean => current.kind !== 'none';

/** What is typed after Ctrl K and before the palette has been fetched: it is meant for the palette. */
let early = '';
export function typeAhead(event: KeyboardEvent): void {
  if (current.kind !== 'palette' || event.ctrlKey || event.metaKey || event.altKey) return;
  if (event.key.length === 1) early += event.key;
  else if (event.key === 'Backspace') early = early.slice(0, -1);
}
export function takeTyped(): string {
  const typed = early;
  early = '';
  return typed;
}
export const openHelp = (): void => set({ kind: 'help' });
/** A file's picture or pages, wherever it is named. */
export const openFile = (id: Id): void => set({ kind: 'file', id });
export const openNotifications = (): void => set({ kind: 'notifications' });
/** What undoing an action left as it is; `done`: what doing it to many did. */
export const openKept = (undone: Undone, changeSet: Id, done = false): void => set({ kind: 'kept', undone, set: changeSet, done });
export const openUnsaved = (unsaved: Unsaved): void => set({ kind: 'unsaved', ...unsaved });
export const openMissing = (missing: Missing): void => set({ kind: 'missing', ...missing });
/** Without an object the person chooses one; `fields` are filled in beforehand. */
export const openCreate = (object?: string, fields?: Fields, then?: (id: string) => void): void => set({ kind: 'create', object, fields, then });
/** Who else may see or edit a record. */
export const openShare = (object: string, id: Id, title: string): void => set({ kind: 'share', object, id, title });
/** A person for good, by an administrator. */
export const openErase = (object: string, id: Id, title: string): void => set({ kind: 'erase', object, id, title });
export const closeOverlay = (): void => set({ kind: 'none' });

export const useOverlay = (): Overlay =>
  useSyncExternalStore((listener) => { listeners.add(listener); return () => listeners.delete(listener); }, () => current);
