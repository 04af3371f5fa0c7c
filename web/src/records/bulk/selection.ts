import type { Id } from '~/app/api/types';

/** The records an action is for: these; or with `all`, whatever the view finds but these. */
export interface Selection {
  ids: ReadonlySet<Id>;
  all: boolean;
}
export const noSelection: Selection = { ids: new Set(), all: false };
export const everything: Selection = { ids: new Set(), all: true };

export const isSelected = (selection: Selection, id: Id): boolean => selection.all !== selection.ids.has(id);
export const isNone = (selection: Selection): boolean => !selection.all && selection.ids.size === 0;

export function toggled(selection: Selection, id: Id): Selection {
  const ids = new Set(selection.ids);
  if (!ids.delete(id)) ids.add(id);
  return { ...selection, ids };
}

/** These as well. */
export function withIds(selection: Selection, more: Id[]): Selection {
  if (!selection.all) return { all: false, ids: new Set([...selection.ids, ...more]) };
  const ids = new Set(selection.ids);
  for (const id of more) ids.delete(id);
  return { all: true, ids };
}

/** How many that is, where the view finds so many. */
export const sizeOf = (selection: Selection, count: number | undefined): number => (selection.all ? Math.max(0, (count ?? 0) - selection.ids.size) : selection.ids.size);
