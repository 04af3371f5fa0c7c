import { useState } from 'react';
import { isApiError } from '~/app/api/errors';

const same = (one: unknown, other: unknown): boolean => JSON.stringify(one ?? null) === JSON.stringify(other ?? null);

/** The members of `draft` that are otherwise than in `base`. */
export function difference<T extends object>(base: T, draft: T): Partial<T> {
  return Object.fromEntries(Object.entries(draft).filter(([name, value]) => !same(value, base[name as keyof T]))) as Partial<T>;
}

export interface Saved<T> {
  value: T;
  version: number;
}

export interface Draft<T extends object> {
  value: T;
  set: (change: Partial<T>) => void;
  dirty: boolean;
  busy: boolean;
  error: unknown;
  /** What stood there when the editing began and what another has made of it since. */
  stale: { was: T; theirs: Saved<T> } | null;
  save: () => Promise<boolean>;
  /** After a conflict: only what was changed here is put on top of what the other has saved. */
  keepMine: () => Promise<boolean>;
  takeTheirs: () => void;
  reset: () => void;
}

interface Options<T extends object> {
  saved: Saved<T>;
  send: (change: Partial<T>, version: number) => Promise<unknown>;
  /** What is saved by now; asked for after a conflict. */
  latest: () => Promise<Saved<T> | undefined>;
}

/** A form over something that others may change meanwhile: it sends what was changed, and the version it was changed from. */
export function useDraft<T extends object>({ saved, send, latest }: Options<T>): Draft<T> {
  const [base, setBase] = useState(saved);
  const [value, setValue] = useState(saved.value);
  const [busy, setBusy] = useState(false);
  const [error, setError] = useState<unknown>(null);
  const [stale, setStale] = useState<Draft<T>['stale']>(null);
  const change = difference(base.value, value);
  const dirty = Object.keys(change).length > 0;
  // Nothing of one's own in it: what others save is shown at once.
  if (!dirty && !busy && !same(saved, base)) {
    setBase(saved);
    setValue(saved.value);
  }
  const attempt = async (from: Saved<T>, mine: Partial<T>): Promise<boolean> => {
    setBusy(true);
    setError(null);
    try {
      await send(mine, from.version);
      const now = { value: { ...from.value, ...mine }, version: from.version };
      setBase(now);
      setValue(now.value);
      setStale(null);
      return true;
    } catch (failure) {
      const theirs = isApiError(failure) && failure.status === 409 && failure.code.endsWith('.stale') ? await latest().catch(() => undefined) : undefined;
      if (theirs) setStale({ was: from.value, theirs });
      else setError(failure);
      return false;
    } finally {
      setBusy(false);
    }
  };
  return {
    value, dirty, busy, error, stale,
    set: (next) => {
      setValue({ ...value, ...next });
      setError(null);
    },
    save: () => (dirty ? attempt(base, change) : Promise.resolve(true)),
    keepMine: async () => {
      if (!stale) return false;
      const { theirs } = stale;
      setBase(theirs);
      setValue({ ...theirs.value, ...change });
      setStale(null);
      return attempt(theirs, change);
    },
    takeTheirs: () => {
      if (!stale) return;
      setBase(stale.theirs);
      setValue(stale.theirs.value);
      setStale(null);
      setError(null);
    },
    reset: () => {
      setBase(saved);
      setValue(saved.value);
      setStale(null);
      setError(null);
    },
  };
}
