import { useSyncExternalStore } from 'react';
import { useText } from '~/app/i18n';
import { messageFor } from '~/app/api/errors';
import { Icon } from './Icon';
import css from './controls.module.css';
import { join } from './controls';

export interface Toast {
  id: number;
  text: string;
  bad?: boolean;
  action?: { label: string; run: () => void };
}

let toasts: Toast[] = [];
let last = 0;
const listeners = new Set<() => void>();
const publish = (next: Toast[]) => {
  toasts = next;
  for (const listener of listeners) listener();
};
const drop = (id: number) => publish(toasts.filter((toast) => toast.id !== id));

function show(toast: Omit<Toast, 'id'>, ms: number): void {
  const id = ++last;
  publish([...toasts.slice(-2), { ...toast, id }]);
  window.setTimeout(() => drop(id), ms);
}

/** Undo in place of "are you sure?". */
export const toast = {
  say: (text: string) => show({ text }, 4000),
  undo: (text: string, label: string, run: () => void) => show({ text, action: { label, run } }, 9000),
  fail: (error: unknown) => show({ text: messageFor(error), bad: true }, 9000),
};

export function Toasts() {
  const t = useText();
  const shown = useSyncExternalStore((listener) => { listeners.add(listener); return () => listeners.delete(listener); }, () => toasts);
  return (
    <div className={css.toasts} role="status" aria-live="polite">
      {shown.map((entry) => (
        <div key={entry.id} className={join(css.toast, entry.bad && css.toastBad)}>
          <span>{entry.text}</span>
          {entry.action && <button type="button" onClick={() => { entry.action?.run(); drop(entry.id); }}>{entry.action.label}</button>}
          <button type="button" aria-label={t('ui.close')} onClick={() => drop(entry.id)}><Icon name="x" size={14} /></button>
        </div>
      ))}
    </div>
  );
}
