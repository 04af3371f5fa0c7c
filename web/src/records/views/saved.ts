import { useQuery } from '@tanstack/react-query';
import { api } from '~/app/api/client';
import { isApiError } from '~/app/api/errors';
import type { Id, Page, Record_ } from '~/app/api/types';
import { createRecord, saveFields } from '../data';
import { settingsOf, stateOf, type ViewState } from './state';

export type Sharing = 'private' | 'team' | 'everyone';
export interface SavedView {
  id: Id;
  name: string;
  object: string;
  shared: Sharing;
  owner: Id | undefined;
  pinned: boolean;
  record: Record_;
}

const viewOf = (record: Record_): SavedView => {
  const { name, object, shared, owner, pinned } = record.fields;
  return {
    id: record.id, name: String(name ?? ''), object: String(object ?? ''), shared: shared === 'team' || shared === 'everyone' ? shared : 'private',
    owner: typeof owner === 'string' && owner ? owner : undefined, pinned: pinned === true, record,
  };
};
export const stateOfView = (view: SavedView): ViewState => stateOf(view.record.fields['kind'], view.record.fields['settings']);

/** All saved views this person may see, in their order: few, and asked for once. */
export const useAllViews = () =>
  useQuery({
    queryKey: ['records', 'view', 'all'],
    queryFn: async ({ signal }): Promise<Page> => {
      try {
        return await api.post<Page>('/records/view/query', { sort: [{ field: 'position', dir: 'asc' }, { field: 'name', dir: 'asc' }], limit: 500, count: 'none' }, { signal });
      } catch (error) {
        // A role that may keep no views still reads its lists.
        if (isApiError(error) && (error.status === 403 || error.status === 404)) return { records: [] };
        throw error;
      }
    },
    select: selectViews,
    staleTime: 5 * 60_000,
  });
const selectViews = (page: Page): SavedView[] => page.records.map(viewOf);

export const useSavedViews = (object: string) => {
  const all = useAllViews();
  return { ...all, data: all.data?.filter((view) => view.object === object) };
};

export const saveNew = async (object: string, name: string, shared: Sharing, state: ViewState, position: number): Promise<SavedView> =>
  viewOf(await createRecord('view', { name, object, kind: state.kind, shared, settings: settingsOf(state) as never, position }));
export const saveState = (view: SavedView, state: ViewState): Promise<Record_> => saveFields(view.record, { kind: state.kind, settings: settingsOf(state) as never });
