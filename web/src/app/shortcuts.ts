import { useEffect, useRef, useSyncExternalStore } from 'react';
import { isOverlayOpen, typeAhead } from './shell/overlay';

export interface Shortcut {
  keys: string; // 'c', '/', '?', 'mod+k', 'g w', 'enter', 'shift+e'; '' for an action of the palette alone
  label: string; // catalogue key, for the help sheet
  run: (event: KeyboardEvent) => void;
  group?: string; // catalogue key
  whileTyping?: boolean;
  hidden?: boolean;
}

const layers: Shortcut[][] = [];
const listeners = new Set<() => void>();
let snapshot: Shortcut[] = [];
let pending = '';
let pendingTimer = 0;

const publish = () => {
  snapshot = layers.flat();
  for (const listener of listeners) listener();
};

function nameOf(event: KeyboardEvent): string {
  const parts: string[] = [];
  if (event.metaKey || event.ctrlKey) parts.push('mod');
  if (event.altKey) parts.push('alt');
  const key = event.key.length === 1 ? event.key.toLowerCase() : event.key.toLowerCase();
  // Shift is part of what makes a `?`; for letters it is a shortcut of its own.
  if (event.shiftKey && (key.length > 1 || /[a-z]/.test(key))) parts.push('shift');
  parts.push(key === ' ' ? 'space' : key);
  return parts.join('+');
}

const typing = (target: EventTarget | null): boolean =>
  target instanceof HTMLElement &&
  // A value that is being edited by other means than typing keeps its keys all the same.
  (target.isContentEditable || target.closest('[data-editing]:not([role=row])') !== null || target instanceof HTMLTextAreaElement || target instanceof HTMLSelectElement ||
    (target instanceof HTMLInputElement && !['checkbox', 'radio', 'button', 'range'].includes(target.type)));

/** Something lies over the page, or is about to. */
const busy = (): boolean => isOverlayOpen() || document.querySelector('[role=dialog][aria-modal=true], [role=menu], [role=listbox][data-open]') !== null;

function onKey(event: KeyboardEvent): void {
  if (event.defaultPrevented || event.isComposing) return;
  const pressed = nameOf(event);
  const inField = typing(event.target);
  const inDialog = busy();
  if (inDialog && !inField) typeAhead(event);
  const wanted = pending ? `${pending} ${pressed}` : pressed;
  // Enter and space on a control belong to that control.
  if ((pressed === 'enter' || pressed === 'space') && event.target instanceof HTMLElement && event.target.closest('button, a, [role=button], [role=menuitem], summary')) return;
  for (let layer = layers.length - 1; layer >= 0; layer--) {
    for (const shortcut of layers[layer] ?? []) {
      if (shortcut.keys !== wanted) continue;
      if ((inField || inDialog) && !shortcut.whileTyping) continue;
      event.preventDefault();
      pending = '';
      shortcut.run(event);
      return;
    }
  }
  pending = '';
  window.clearTimeout(pendingTimer);
  if (!inField && !inDialog && snapshot.some((shortcut) => shortcut.keys.startsWith(`${pressed} `))) {
    pending = pressed;
    pendingTimer = window.setTimeout(() => (pending = ''), 900);
  }
}
if (typeof window !== 'undefined') window.addEventListener('keydown', onKey);

/** Holds for as long as the component is shown; the one mounted last goes first. */
export function useShortcuts(shortcuts: Shortcut[]): void {
  const latest = useRef(shortcuts);
  useEffect(() => {
    latest.current = shortcuts;
  });
  const shape = shortcuts.map((shortcut) => `${shortcut.keys}:${shortcut.label}`).join('|');
  useEffect(() => {
    const layer = latest.current.map((shortcut, index) => ({
      ...shortcut,
      run: (event: KeyboardEvent) => latest.current[index]?.run(event),
    }));
    layers.push(layer);
    publish();
    return () => {
      layers.splice(layers.indexOf(layer), 1);
      publish();
    };
  }, [shape]);
}

export const useAllShortcuts = (): Shortcut[] =>
  useSyncExternalStore((listener) => { listeners.add(listener); return () => listeners.delete(listener); }, () => snapshot);
