import { infiniteQueryOptions, queryOptions, useInfiniteQuery, useQuery, type InfiniteData } from '@tanstack/react-query';
import { api } from '~/app/api/client';
import { ApiError } from '~/app/api/errors';
import { queries } from '~/app/api/query';
import type { FieldProblem, Fields, Id, ObjectType, Page, Query, Record_, Value } from '~/app/api/types';
import { invalidateFor, invalidateThrough } from '~/app/live';
import { translate } from '~/app/i18n';
import { openMissing } from '~/app/shell/overlay';
import { toast } from '~/ui/toast';
import { keepTitles } from './objects';

export const pageSize = 100;
/** Who reads on past the first page reads on quickly. */
const nextPageSize = 250;
const batchSize = 500;
type Pages = InfiniteData<Page, string | null>;

/** A list by key: the next page starts after the last one's end, however long the list. */
export const recordsQuery = (object: string, query: Query) =>
  infiniteQueryOptions({
    queryKey: ['records', object, query],
    queryFn: async ({ pageParam, signal }) => {
      const page = await api.post<Page>(`/records/${object}/query`, {
        limit: pageParam === null ? pageSize : nextPageSize, ...query, count: pageParam === null ? (query.count ?? 'capped') : 'none', ...(pageParam === null ? {} : { cursor: pageParam }),
      }, { signal });
      keepTitles(page.related);
      return page;
    },
    initialPageParam: null as string | null,
    getNextPageParam: (page) => page.cursor || undefined,
  });

export const useRecords = (object: string, query: Query, enabled = true) => useInfiniteQuery({ ...recordsQuery(object, query), enabled });

export const recordQuery = (object: string, id: Id) =>
  queryOptions({
    queryKey: ['record', object, id],
    queryFn: async ({ signal }) => {
      const record = await api.get<Record_>(`/records/${object}/${id}`, undefined, { signal });
      keepTitles(record.related);
      return record;
    },
  });
export const useRecord = (object: string, id: Id) => useQuery(recordQuery(object, id));

/** A short list beside a record: its contacts, its deals. */
export const useRelated = (object: string, query: Query, enabled = true) =>
  useQuery({
    queryKey: ['records', object, 'short', query],
    queryFn: async ({ signal }) => {
      const page = await api.post<Page>(`/records/${object}/query`, { count: 'capped', ...query }, { signal });
      keepTitles(page.related);
      return page;
    },
    enabled,
  });

const isPages = (data: Pages | Page | undefined): data is Pages => data !== undefined && 'pages' in data;

/** Puts a changed record wherever it is shown, without asking for the lists anew. */
export function patchCaches(object: string, id: Id, change: (record: Record_) => Record_): void {
  queries.setQueryData<Record_>(['record', object, id], (record) => record && change(record));
  const inPage = (page: Page): Page =>
    page.records.some((record) => record.id === id) ? { ...page, records: page.records.map((record) => (record.id === id ? change(record) : record)) } : page;
  queries.setQueriesData<Pages | Page>({ queryKey: ['records', object] }, (data) =>
    data === undefined ? data : isPages(data) ? { ...data, pages: data.pages.map(inPage) } : data.records ? inPage(data) : data);
}

function dropFromCaches(object: string, ids: Set<Id>): void {
  const inPage = (page: Page): Page => {
    const records = page.records.filter((record) => !ids.has(record.id));
    return records.length === page.records.length ? page : { ...page, records, ...(typeof page.count === 'number' ? { count: page.count - (page.records.length - records.length) } : {}) };
  };
  queries.setQueriesData<Pages | Page>({ queryKey: ['records', object] }, (data) =>
    data === undefined ? data : isPages(data) ? { ...data, pages: data.pages.map(inPage) } : data.records ? inPage(data) : data);
}

/** Refused for what other fields lack, a change waits until that is filled in; left undone, it is refused after all. */
function whenFilledIn(record: Record_, fields: Fields, error: unknown, send: (more: Fields) => Promise<Record_>): Promise<Record_> {
  const type = queries.getQueryData<ObjectType[]>(['objects'])?.find((one) => one.name === record.object);
  const mine = (problem: FieldProblem) => {
    const field = type?.fields.find((one) => one.name === problem.field);
    return problem.field in fields || !field || field.read_only || field.writable === false;
  };
  if (!(error instanceof ApiError) || error.status !== 422 || error.fields.length === 0 || error.fields.some(mine)) return Promise.reject(error as Error);
  return new Promise((done, refused) => {
    openMissing({ record, problems: error.fields, save: (more) => send(more).then(done), cancel: () => refused(error) });
  });
}

/**
 * Saves what was changed in place: shown at once, taken back when refused. `seen` is what the fields
 * held when the editing began, so that another person's change of *another* field is no conflict.
 */
export async function saveFields(record: Record_, fields: Fields, seen?: Fields): Promise<Record_> {
  const before: Fields = seen ?? Object.fromEntries(Object.keys(fields).map((name) => [name, record.fields[name] ?? null]));
  const { object, id } = record;
  patchCaches(object, id, (kept) => ({ ...kept, fields: { ...kept.fields, ...fields } }));
  const send = (more: Fields = {}) => api.patch<Record_>(`/records/${object}/${id}`, { fields: { ...fields, ...more }, seen: before });
  try {
    const saved = await send().catch((error: unknown) => whenFilledIn(record, fields, error, send));
    keepTitles(saved.related);
    patchCaches(object, id, (kept) => ({ ...kept, ...saved, fields: { ...kept.fields, ...saved.fields } }));
    invalidateThrough(object, Object.keys(fields));
    void queries.invalidateQueries({ queryKey: ['timeline', object, id] });
    for (const key of ['title', 'history', 'tags']) void queries.invalidateQueries({ queryKey: [key, object, id] });
    return saved;
  } catch (error) {
    const theirs: Fields = error instanceof ApiError ? Object.fromEntries(error.conflicts.map((conflict) => [conflict.field, conflict.theirs])) : {};
    patchCaches(object, id, (kept) => ({ ...kept, fields: { ...kept.fields, ...before, ...theirs } }));
    throw error;
  }
}

export async function createRecord(object: string, fields: Fields): Promise<Record_> {
  const record = await api.post<Record_>(`/records/${object}`, { fields });
  keepTitles(record.related);
  invalidateFor(object, record.id);
  return record;
}

/** To the bin at once, with the way back beside it. */
export async function binRecords(object: string, ids: Id[], what: string): Promise<boolean> {
  dropFromCaches(object, new Set(ids));
  try {
    if (ids.length === 1) await api.delete(`/records/${object}/${ids[0]}`);
    else for (let from = 0; from < ids.length; from += batchSize) await api.post(`/records/${object}/batch`, { bin: ids.slice(from, from + batchSize) });
  } catch (error) {
    toast.fail(error);
    invalidateFor(object);
    return false;
  }
  invalidateFor(object);
  toast.undo(what, translate('ui.undo'), () => {
    void Promise.all(ids.map((id) => api.post(`/records/${object}/${id}/restore`)))
      .catch((error: unknown) => toast.fail(error))
      .finally(() => invalidateFor(object));
  });
  return true;
}

export const valueOf = (record: Record_, field: string): Value => record.fields[field] ?? null;
