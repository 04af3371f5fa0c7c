import { useMutation, useQuery } from '@tanstack/react-query';
import { api } from '~/app/api/client';
import { queries } from '~/app/api/query';
import type { Id } from '~/app/api/types';
import { PART, sendInParts } from './parts';

export interface ColumnTarget { index: number; field: string; by?: string; create?: boolean; score?: number }
export interface ImportMapping {
  object: string;
  columns: ColumnTarget[];
  constants?: { field: string; text: string }[];
  match?: string;
  only_new?: boolean;
  currency?: string;
  missing?: 'fail' | 'empty';
}
export interface ImportColumn { index: number; name: string; samples: string[] }
export interface Dialect {
  format: 'csv' | 'xlsx' | 'vcard' | 'jsonl';
  encoding: string;
  delimiter: string;
  quote: string;
  escape: string;
  header_row: number;
  /** Null: total lines are known when they come. */
  footer_rows: number | null;
  /** '': found out column by column. */
  decimal: string;
  dates: string;
  /** Of a zip; of a workbook. */
  entry: string;
  sheet: string;
}
export interface ImportFile extends Dialect {
  id: Id;
  name: string;
  bytes: number;
  entries: string[];
  sheets: string[];
  columns: ImportColumn[];
  rows_estimate: number;
  suggestion: ImportMapping & { score?: number };
  objects: (string | { object: string; score: number })[];
}
export interface ImportProblem { row: number; field: string | null; code: string; message: string; value?: string | null }
export type ImportState = 'uploaded' | 'running' | 'done' | 'cancelled' | 'failed' | 'undone';
export interface ImportRun {
  id: Id;
  name: string;
  object: string | null;
  state: ImportState;
  dry_run: boolean;
  rows: number;
  processed: number;
  created: number;
  updated: number;
  skipped: number;
  failed: number;
  problems: ImportProblem[];
  started_at: string | null;
  ended_at: string | null;
  rate?: number | null;
  message?: string | null;
}

/** A large file goes in parts, so that a poor line does not begin anew. */
export const useUpload = () =>
  useMutation({
    mutationFn: async (file: File) =>
      file.size <= PART ? api.upload<ImportFile>('/imports', file, { name: file.name }) : api.upload<ImportFile>('/imports', new Blob([]), { upload: await sendInParts(file) }),
  });

/** One more import of a file that is there already: its next sheet, the next file of a zip. */
export const useImportOnceMore = () => useMutation({ mutationFn: (id: Id) => api.upload<ImportFile>('/imports', new Blob([]), { import: id }) });

/** The same file read again: as another object, or written in another way than it looked. */
export const usePreview = () =>
  useMutation({ mutationFn: ({ id, object, dialect }: { id: Id; object?: string; dialect?: Partial<Dialect> }) => api.post<ImportFile>(`/imports/${id}/preview`, { object, dialect }) });

export const useRun = () =>
  useMutation({
    mutationFn: ({ id, mapping, dryRun, dialect }: { id: Id; mapping: ImportMapping; dryRun: boolean; dialect: Partial<Dialect> }) =>
      api.post<{ id: Id; state: ImportState }>(`/imports/${id}/run`, { object: mapping.object, mapping, match: mapping.match || undefined, dialect, dry_run: dryRun }),
    onSuccess: (_answer, { id }) => queries.invalidateQueries({ queryKey: ['import', id] }),
  });

/** Asked again while it runs. */
export const useImport = (id: Id | undefined) =>
  useQuery({
    queryKey: ['import', id],
    queryFn: ({ signal }) => api.get<ImportRun>(`/imports/${id ?? ''}`, undefined, { signal }),
    enabled: Boolean(id),
    refetchInterval: (query) => (query.state.data?.state === 'running' ? 400 : false),
  });

export const useImports = () =>
  useQuery({
    queryKey: ['imports'],
    queryFn: async ({ signal }) => {
      const answer = await api.get<ImportRun[] | { imports: ImportRun[] }>('/imports', undefined, { signal });
      return Array.isArray(answer) ? answer : answer.imports;
    },
  });

export const useImportDeed = () =>
  useMutation({
    mutationFn: ({ id, deed }: { id: Id; deed: 'cancel' | 'undo' }) => api.post<ImportRun>(`/imports/${id}/${deed}`),
    onSettled: () => {
      void queries.invalidateQueries({ queryKey: ['import'] });
      void queries.invalidateQueries({ queryKey: ['imports'] });
      void queries.invalidateQueries({ queryKey: ['records'] });
    },
  });
