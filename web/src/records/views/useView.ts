import { useCallback, useEffect, useMemo } from 'react';
import type { ObjectType } from '~/app/api/types';
import { usePageSearch } from '~/app/usePage';
import { missingFields, readState, stateKeys, withoutMissing, writeState, type Kind, type ViewChange, type ViewState } from './state';
import { useObjects } from '../objects';
import { stateOfView, useSavedViews, type SavedView } from './saved';

export interface View {
  /** What is shown: all it names is there. */
  state: ViewState;
  set: (change: ViewChange, push?: boolean) => void;
  /** Fields it named that are gone. */
  missing: string[];
  saved: SavedView[] | undefined;
  active: SavedView | undefined;
  /** The address names a view that is not there, or not for this person. */
  lost: boolean;
  open: (view: SavedView | undefined) => void;
}

/** The view of an object's records: the address says all of it, a saved one is where it came from. */
export function useView(object: ObjectType, start: Kind): View {
  const [search, setSearch] = usePageSearch();
  const objects = useObjects();
  const { data: saved, isFetched } = useSavedViews(object.name);
  const id = search['view'];
  const active = saved?.find((view) => view.id === id);
  const keys = stateKeys.map((key) => search[key] ?? '').join('\n');
  // eslint-disable-next-line react-hooks/exhaustive-deps
  const read = useMemo(() => readState(search, start), [keys, start]);
  const bare = keys.replaceAll('\n', '') === '';

  const write = useCallback((state: ViewState, view: string | undefined, push: boolean) => {
    // Beside a saved view the kind is always said: an address of nothing but the view means the view as it was saved.
    setSearch({ ...writeState(state, start), ...(view ? { kind: state.kind } : {}), view }, push);
  }, [setSearch, start]);
  useEffect(() => {
    if (active && bare) write(stateOfView(active), active.id, false);
  }, [active, bare, write]);

  const missing = useMemo(() => missingFields(objects, object, read), [objects, object, read]);
  const state = useMemo(() => withoutMissing(objects, object, read), [objects, object, read]);
  const set = useCallback((change: ViewChange, push = false) => {
    write({ ...state, ...change } as ViewState, id, push);
  }, [state, write, id]);
  const open = useCallback((view: SavedView | undefined) => {
    if (view) write(stateOfView(view), view.id, true);
    else setSearch({ ...Object.fromEntries(stateKeys.map((key) => [key, undefined])), view: undefined, since: undefined, as_of: undefined }, true);
  }, [write, setSearch]);
  return { state, set, missing, saved, active, lost: Boolean(id) && isFetched && !active, open };
}
