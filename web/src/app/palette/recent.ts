import type { Id } from '~/app/api/types';

export interface Recent {
  object: string;
  id: Id;
  title: string;
}
const key = 'kith.recent';

/** The records seen last in this browser tab, latest first. Gone with the tab: a shared machine keeps no names. */
export function recall(): Recent[] {
  try {
    const kept: unknown = JSON.parse(sessionStorage.getItem(key) ?? '[]');
    return Array.isArray(kept) ? (kept as Recent[]) : [];
  } catch {
    return [];
  }
}

export function remember(record: Recent): void {
  try {
    sessionStorage.setItem(key, JSON.stringify([record, ...recall().filter((one) => one.id !== record.id)].slice(0, 6)));
  } catch {
    // a convenience only
  }
}

/** Whoever comes next, or the next workspace, knows nothing of them. */
export function forgetAll(): void {
  try {
    sessionStorage.removeItem(key);
  } catch {
    // storage closed: nothing was kept
  }
}

/** Somebody who was erased stands nowhere, here neither. */
export function forget(id: Id): void {
  try {
    sessionStorage.setItem(key, JSON.stringify(recall().filter((one) => one.id !== id)));
  } catch {
    // storage closed: nothing was kept
  }
}
