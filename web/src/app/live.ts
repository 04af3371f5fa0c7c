import { useEffect } from 'react';
import { api } from './api/client';
import { queries } from './api/query';
import type { ChangeEvent, ObjectType, Query, Record_ } from './api/types';

/** What a change of a record makes stale besides the records themselves. */
const derived: Record<string, string[][]> = {
  touch: [['week'], ['coverage'], ['process']],
  activity: [['timeline'], ['week'], ['process']],
  note: [['timeline']],
  file: [['timeline']],
  tag: [['tags']],
  order: [['timeline'], ['process']],
  account: [['week'], ['coverage'], ['process'], ['timeline']],
  contact: [['timeline']],
  deal: [['timeline'], ['process'], ['board']],
  touchpoint: [['programs']],
  program: [['programs']],
};

/** What the server tells besides changes: who is on a record, something for this person. */
const told = ['presence', 'notification'] as const;
type Told = (typeof told)[number];
const hearers = new Map<Told, Set<(data: unknown) => void>>();

/** Calls `then` for each event of that name until what it gives back is called. */
export function hear(event: Told, then: (data: unknown) => void): () => void {
  const all = hearers.get(event) ?? new Set();
  hearers.set(event, all.add(then));
  return () => void all.delete(then);
}

/** Stands for the id where a burst is told as one. */
const many = '*';

type Shown = { records?: Record_[]; pages?: { records: Record_[] }[] } | undefined;
const recordsOf = (data: Shown): Record_[] => data?.pages?.flatMap((page) => page.records) ?? data?.records ?? [];
/** A list read so far down that reading it anew would cost more than it tells. */
const isLong = (data: Shown): boolean => (data?.pages?.length ?? 0) > 3;

/** Lists with a column of what they refer to: it is read anew when a record of that kind changes. */
function invalidateBeyond(object: string): void {
  const types = queries.getQueryData<ObjectType[]>(['objects']) ?? [];
  void queries.invalidateQueries({
    predicate: ({ queryKey: [kind, of, ...rest] }) => {
      const type = kind === 'records' ? types.find((one) => one.name === of) : undefined;
      return Boolean(type && pathsIn(rest).some((path) => type.fields.some((field) => field.name === path.split('.')[0] && field.to === object)));
    },
  });
}
/** The columns over a reference that a list's key names. */
const pathsIn = (key: readonly unknown[]): string[] => key.flatMap((part) => (part as Query | null)?.fields?.filter((name) => name.includes('.')) ?? []);

/** Where a reference was changed, what lies beyond it is another record's. */
export function invalidateThrough(object: string, fields: string[]): void {
  void queries.invalidateQueries({ predicate: ({ queryKey: [kind, of, ...rest] }) => kind === 'records' && of === object && pathsIn(rest).some((path) => fields.includes(path.split('.')[0] ?? '')) });
}

function invalidateDerived(object: string): void {
  invalidateBeyond(object);
  void queries.invalidateQueries({ queryKey: ['totals', object] });
  for (const key of derived[object] ?? []) void queries.invalidateQueries({ queryKey: key });
}

/** After a write of one's own, or when too much has changed to look at each. */
export function invalidateFor(object: string, id?: string): void {
  void queries.invalidateQueries({ queryKey: ['records', object] });
  void queries.invalidateQueries({ queryKey: id === undefined ? ['record', object] : ['record', object, id] });
  invalidateDerived(object);
}

/** One record that another person changed: put in its place where it is shown; lists it may have entered or left are read anew. */
async function refresh(object: string, id: string, changes: ChangeEvent[]): Promise<void> {
  const lists = queries.getQueriesData<Shown>({ queryKey: ['records', object] });
  const showing = lists.filter(([, data]) => recordsOf(data).some((record) => record.id === id));
  const one = queries.getQueryData<Record_>(['record', object, id]);
  const newest = Math.max(0, ...changes.map((change) => change.version ?? 0));
  const known = newest > 0 && [...showing.map(([, data]) => recordsOf(data).find((record) => record.id === id)), one].every((record) => !record || record.version >= newest);
  const moved = changes.some((change) => change.kind !== 'update');
  if (known && !moved) return; // our own write, already on the screen
  void queries.invalidateQueries({ queryKey: ['title', object, id] });
  for (const key of ['history', 'tags']) void queries.invalidateQueries({ queryKey: [key, object, id] });
  if (moved || showing.length === 0) {
    for (const [key, data] of lists) void queries.invalidateQueries({ queryKey: key, exact: true, refetchType: isLong(data) ? 'none' : 'active' });
    if (one) void queries.invalidateQueries({ queryKey: ['record', object, id] });
    return;
  }
  try {
    const record = await api.get<Record_>(`/records/${object}/${id}`);
    // Into what is shown by now: others of the same action, or a whole page, may have come meanwhile.
    const put = (kept: Record_): Record_ => (kept.id === id && kept.version <= record.version ? { ...kept, ...record, fields: { ...kept.fields, ...record.fields } } : kept);
    for (const [key] of showing) {
      queries.setQueryData<Shown>(key, (now) => now && (now.pages ? { ...now, pages: now.pages.map((page) => ({ ...page, records: page.records.map(put) })) } : { ...now, records: recordsOf(now).map(put) }));
    }
    if (one) queries.setQueryData<Record_>(['record', object, id], (now) => now && put(now));
    for (const [key] of showing) if (pathsIn(key).length) void queries.invalidateQueries({ queryKey: key, exact: true });
  } catch {
    invalidateFor(object, id); // out of this person's sight now, or gone
  }
}

/** What objects, fields, roles and layouts there are has changed: every page draws itself from the new description. */
export async function invalidateMetadata(): Promise<void> {
  // A new field has values too: a default, a formula's result.
  for (const key of ['records', 'record', 'timeline', 'search']) void queries.invalidateQueries({ queryKey: [key] });
  await Promise.all(['objects', 'metadata', 'roles'].map((key) => queries.invalidateQueries({ queryKey: [key] })));
}

/** Other people's changes appear without a reload. A burst (an import) becomes one refresh. */
export function useLiveUpdates(): void {
  useEffect(() => {
    const waiting = new Map<string, Map<string, ChangeEvent[]>>();
    let timer = 0;
    const flush = () => {
      timer = 0;
      for (const [object, ids] of waiting) {
        if (ids.size > 20 || ids.has(many)) invalidateFor(object);
        else {
          for (const [id, changes] of ids) void refresh(object, id, changes);
          invalidateDerived(object);
        }
      }
      waiting.clear();
    };
    let described = 0;
    const source = new EventSource('/api/v1/events');
    // A second `ready` means the line was down and some changes may have gone by.
    let met = false;
    source.addEventListener('ready', () => {
      if (met) void queries.invalidateQueries({ predicate: (query) => query.queryKey[0] !== 'session' && query.queryKey[0] !== 'setup' });
      met = true;
    });
    for (const name of told) {
      source.addEventListener(name, (event: MessageEvent<string>) => {
        const data: unknown = event.data === '' ? null : JSON.parse(event.data);
        for (const then of hearers.get(name) ?? []) then(data);
      });
    }
    source.addEventListener('change', (event: MessageEvent<string>) => {
      const change = JSON.parse(event.data) as ChangeEvent;
      const ids = waiting.get(change.object) ?? new Map<string, ChangeEvent[]>();
      const id = change.id ?? many;
      waiting.set(change.object, ids.set(id, [...(ids.get(id) ?? []), change]));
      if (!timer) timer = window.setTimeout(flush, 250);
    });
    source.addEventListener('metadata', () => {
      window.clearTimeout(described);
      described = window.setTimeout(() => void invalidateMetadata(), 50); // several changes of one administrator in a row
    });
    return () => {
      source.close();
      window.clearTimeout(described);
      window.clearTimeout(timer);
    };
  }, []);
}
