import { useMutation, useQuery } from '@tanstack/react-query';
import { api } from '~/app/api/client';
import { queries } from '~/app/api/query';
import type { Id } from '~/app/api/types';
import type { ImportRun, Known } from './imports';

/** One file of several, and where it stands among them. */
export interface SetPart extends ImportRun {
  order: number;
  known: Known | null;
  entry: string;
  sheet: string;
  rows_estimate: number;
  /** Columns that go nowhere. */
  left_out: string[];
}
export interface ImportSet {
  id: Id;
  state: 'uploaded' | 'running' | 'paused' | 'done' | 'cancelled' | 'failed' | 'undone' | 'taking_back';
  dry_run: boolean;
  /** Objects that are made where a row refers to one that is not there. */
  create: string[];
  /** Fields are made for columns that would go nowhere. */
  new_fields: boolean;
  rows: number;
  processed: number;
  message: string;
  /** What lies in the files and is not imported, and why. */
  unread: string[];
  imports: SetPart[];
}

export const makeSet = (imports: Id[]): Promise<ImportSet> => api.post<ImportSet>('/import-sets', { imports });

const key = (id: Id) => ['import-set', id] as const;

/** As it was made, and asked again while it runs. */
export const useSet = (made: ImportSet) =>
  useQuery({
    queryKey: key(made.id),
    queryFn: ({ signal }) => api.get<ImportSet>(`/import-sets/${made.id}`, undefined, { signal }),
    initialData: made,
    refetchInterval: (query) => (query.state.data?.state === 'running' || query.state.data?.state === 'taking_back' ? 500 : false),
  });

/** Those that stand still or run, of which a page that was left knows nothing. */
export const useUnfinishedSets = () =>
  useQuery({
    queryKey: ['imports', 'sets'],
    queryFn: async ({ signal }) => (await api.get<{ sets: ImportSet[] }>('/import-sets', undefined, { signal })).sets.filter((set) => !set.dry_run && (set.state === 'running' || set.state === 'paused' || set.state === 'taking_back')),
  });

export type SetDeed = { what: 'run'; dryRun: boolean; create: string[]; newFields: boolean } | { what: 'pause' | 'resume' | 'cancel' | 'undo' };
export const useSetDeed = (id: Id) =>
  useMutation({
    mutationFn: (deed: SetDeed) => api.post<ImportSet>(`/import-sets/${id}/${deed.what}`, deed.what === 'run' ? { dry_run: deed.dryRun, create: deed.create, new_fields: deed.newFields } : {}),
    onSuccess: (answer) => queries.setQueryData(key(id), answer),
    onSettled: () => {
      for (const one of [key(id), ['imports'], ['records']]) void queries.invalidateQueries({ queryKey: one });
    },
  });
