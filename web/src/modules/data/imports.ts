import { useMutation, useQuery } from '@tanstack/react-query';
import { api } from '~/app/api/client';
import { queries } from '~/app/api/query';
import type { Id, Labels, Value } from '~/app/api/types';
import { PART, sendInParts } from './parts';

/** One step of what a column's text goes through before it is read as its field. */
export const transformKinds = ['trim', 'upper', 'lower', 'title', 'split_first', 'split_last', 'replace', 'number', 'date', 'lookup', 'default', 'constant', 'first', 'before', 'words'] as const;
export type TransformKind = (typeof transformKinds)[number];
export interface Transform {
  kind: TransformKind;
  from?: string;
  to?: string;
  decimal?: string;
  order?: string;
  format?: string;
  table?: Record<string, string>;
  otherwise?: 'keep' | 'empty' | 'fail';
  text?: string;
}
export interface ColumnTarget {
  index: number;
  field: string;
  by?: string;
  create?: boolean;
  score?: number;
  transform?: Transform[];
  /** Columns that this one leans on, by number or by name: asked where its cell is empty; the names of ids; an amount's currency. */
  otherwise?: (number | string)[];
  names?: (number | string)[];
  currency_column?: number | string;
  ids_of?: string;
}
export const thens = ['overwrite', 'fill_empty', 'skip', 'create'] as const;
/** Fields by which a row names a record that is there: all of them have to agree. */
export interface MatchRule { fields: string[]; how: 'exact' | 'normalised' }
export interface Match extends MatchRule {
  then: (typeof thens)[number];
  /** Asked one after the other where the first finds nothing. */
  else?: MatchRule[];
}
/** A column that becomes a field of its own before the first row is taken. */
export interface NewField { index: number; name?: string; type: string; labels: Labels; options?: { value: string; labels: Labels }[]; transform?: Transform[] }
export interface ImportMapping {
  object: string;
  columns: ColumnTarget[];
  constants?: { field: string; text: string }[];
  match?: Match | null;
  new_fields?: NewField[];
  currency?: string;
  missing?: 'fail' | 'empty';
}
/** What a column without a place could become. */
export interface Offer { index?: number; column?: string; name?: string; type: string; labels: Labels; options?: { value: string; labels: Labels }[]; samples?: string[] }
export interface Known { system: string; file: string; label: string }
/** What its rows become: of several objects a set takes all. */
export interface KnownFile extends Known { objects: string[] }
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
  /** Which system's export it is. */
  known?: KnownFile | null;
  /** The suggestion is what was chosen for such a file before. */
  remembered?: boolean;
  remembered_as?: { id: Id; file: string; used_at: string } | null;
  unknown?: Offer[];
}
export interface ImportProblem { row: number; field: string | null; code: string; message: string; value?: string | null; candidates?: { id: Id; title: string }[] }
export type ImportState = 'uploaded' | 'running' | 'paused' | 'taking_back' | 'done' | 'cancelled' | 'failed' | 'undone';
/** What taking an import back left, because somebody had changed it since. */
export interface KeptRecord { object: string; id: Id; title?: string; fields: string[] }
/** One of the first rows, and what changes in its record. */
export interface Sample { row: number; id: Id | null; title: string; changes: { field: string; from: Value; to: Value }[] }
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
  seconds_left?: number | null;
  message?: string | null;
  /** Paused by a crash or an error, not by a person. */
  interrupted?: boolean;
  change_set?: Id | null;
  /** Of a dry run's first new rows: how many look like a record that is there. */
  alike?: { rows: number; looked_at: number };
  /** Asked to, and on its way. */
  stopping?: 'pause' | 'cancel' | null;
  samples?: Record<'created' | 'updated' | 'skipped', Sample[]>;
  /** What rows refer to and was not there. */
  related?: { object: string; count: number; titles: string[] }[];
  kept?: number;
  kept_records?: KeptRecord[];
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
  useMutation({ mutationFn: ({ id, object, dialect, fresh }: { id: Id; object?: string; dialect?: Partial<Dialect>; fresh?: boolean }) => api.post<ImportFile>(`/imports/${id}/preview`, { object, dialect, ...(fresh ? { fresh } : {}) }) });

export const useRun = () =>
  useMutation({
    mutationFn: ({ id, mapping, dryRun, dialect }: { id: Id; mapping: ImportMapping; dryRun: boolean; dialect: Partial<Dialect> }) =>
      api.post<{ id: Id; state: ImportState }>(`/imports/${id}/run`, { object: mapping.object, mapping, dialect, dry_run: dryRun }),
    onSuccess: (_answer, { id }) => queries.invalidateQueries({ queryKey: ['import', id] }),
  });

export const isUnderWay = (run: ImportRun | undefined): boolean => run?.state === 'running' || run?.state === 'taking_back';

/** Asked again while it runs. */
export const useImport = (id: Id | undefined) =>
  useQuery({
    queryKey: ['import', id],
    queryFn: ({ signal }) => api.get<ImportRun>(`/imports/${id ?? ''}`, undefined, { signal }),
    enabled: Boolean(id),
    refetchInterval: (query) => (isUnderWay(query.state.data) ? 400 : false),
  });

export const useImports = () =>
  useQuery({
    queryKey: ['imports'],
    queryFn: async ({ signal }) => {
      const answer = await api.get<ImportRun[] | { imports: ImportRun[] }>('/imports', undefined, { signal });
      return Array.isArray(answer) ? answer : answer.imports;
    },
    refetchInterval: (query) => (query.state.data?.some(isUnderWay) ? 1500 : false),
  });

/** What was chosen for files with these columns is guessed anew from now on. */
export const forgetMapping = (id: Id): Promise<unknown> => api.delete(`/import-mappings/${id}`);

export type ImportDeed = 'cancel' | 'undo' | 'pause' | 'resume';
export const useImportDeed = () =>
  useMutation({
    mutationFn: ({ id, deed }: { id: Id; deed: ImportDeed }) => api.post<ImportRun>(`/imports/${id}/${deed}`),
    onSettled: () => {
      void queries.invalidateQueries({ queryKey: ['import'] });
      void queries.invalidateQueries({ queryKey: ['imports'] });
      void queries.invalidateQueries({ queryKey: ['records'] });
    },
  });
