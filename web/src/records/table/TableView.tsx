import { keepPreviousData, useInfiniteQuery } from '@tanstack/react-query';
import { useCallback, useDeferredValue, useEffect, useMemo, useState } from 'react';
import type { Filter, ObjectType, Query, Record_, Value } from '~/app/api/types';
import { useFormat } from '~/app/format';
import { useText } from '~/app/i18n';
import { recordsQuery } from '../data';
import { fieldOf, isReference, useObjects } from '../objects';
import type { Selection } from '../bulk/selection';
import { sumTypes, type ViewChange, type ViewState } from '../views/state';
import { writeFilterCode } from '../views/code';
import { shownColumns, toColumns, type Shown } from './layout';
import { groupedLines, noLines, plainLines, type Feed, type Group } from './lines';
import { RecordTable } from './RecordTable';
import { useTotals } from './totals';
import css from './table.module.css';

interface Props {
  object: ObjectType;
  state: ViewState;
  /** As the server took it: without conditions on what is gone. */
  filter: Filter | undefined;
  time: Pick<Query, 'as_of' | 'since'>;
  onState: (change: ViewChange) => void;
  selection: Selection;
  onSelect: (selection: Selection) => void;
  onFound: (found: Found) => void;
  empty: React.ReactNode;
  waiting: React.ReactNode;
}

/** What the page around the table says of it. */
export interface Found {
  count: number | undefined;
  capped: boolean;
  error: Error | null;
  fetching: boolean;
  retry: () => void;
}

const groupId = (key: Value): string => JSON.stringify(key);
const both = (one: Filter | undefined, other: Filter): Filter => (!one ? other : 'and' in one ? { and: [...one.and, other] } : { and: [one, other] });
const noGroups: Group[] = [];

/** The records as a table: in one list, or in groups that can be folded, with their sums. */
export function TableView({ object, state, filter, time, onState, selection, onSelect, onFound, empty, waiting }: Props) {
  const t = useText();
  const format = useFormat();
  const objects = useObjects();
  const columns = useMemo(() => shownColumns(objects, object, state.columns), [objects, object, state.columns]);
  const past = time.as_of !== undefined;
  const grouped = past || time.since !== undefined ? undefined : state.group;
  const query = useMemo((): Query => {
    const fields = [...new Set([...columns.map((column) => column.field), ...(grouped ? [fieldOf(object, grouped)] : [])])].flatMap((field) => field ?? []);
    return {
      ...(filter ? { filter } : {}), ...(state.search && !past ? { search: state.search } : {}), ...time,
      // What has changed since comes first, unless another order is wanted.
      ...(state.sort.length ? { sort: state.sort } : time.since ? { sort: [{ field: 'updated_at', dir: 'desc' as const }] } : {}),
      fields: fields.map((field) => field.name), expand: fields.filter(isReference).map((field) => field.name),
    };
  }, [object, columns, grouped, filter, state.search, state.sort, time, past]);
  const list = useInfiniteQuery({ ...recordsQuery(object.name, useDeferredValue(query)), placeholderData: keepPreviousData, enabled: !grouped });
  const { data, error, isPending, isFetching, hasNextPage, isFetchingNextPage, fetchNextPage, refetch } = list;
  const sums = useMemo(() => state.sums.filter((name) => sumTypes.has(fieldOf(object, name)?.type ?? '')), [state.sums, object]);
  const totals = useTotals(object.name, { ...(filter ? { filter } : {}), ...(state.search ? { search: state.search } : {}), ...(grouped ? { group: grouped } : {}), ...(sums.length ? { sums } : {}) }, !past);

  const [closed, setClosed] = useState<ReadonlySet<string>>(new Set());
  const [wanted, setWanted] = useState<ReadonlySet<string>>(new Set());
  const [feeds, setFeeds] = useState<ReadonlyMap<string, Feed>>(new Map());
  const place = `${object.name}?${writeFilterCode(filter) ?? ''}&${state.search ?? ''}&${state.sort.map((one) => one.field + one.dir).join()}&${grouped ?? ''}&${time.as_of ?? time.since ?? ''}`;
  useEffect(() => {
    setClosed(new Set());
    setWanted(new Set());
    setFeeds(new Map());
  }, [object.name, grouped]);
  const groups = useMemo(() => (grouped ? (totals.data?.groups ?? noGroups).map((group): Group => ({ ...group, id: groupId(group.key), open: !closed.has(groupId(group.key)) })) : noGroups), [grouped, totals.data, closed]);
  const want = useCallback((ids: string[]) => setWanted((before) => (ids.every((id) => before.has(id)) ? before : new Set([...before, ...ids]))), []);
  const feed = useCallback((id: string, next: Feed | undefined) => setFeeds((before) => {
    const after = new Map(before);
    if (next) after.set(id, next);
    else after.delete(id);
    return after;
  }), []);

  const rows = useMemo(() => {
    const gone = (data?.pages[0]?.gone ?? []).map((one): Record_ => ({
      id: one.id, object: object.name, version: 0, created_at: '', updated_at: '', gone: true, changes: one.changes, fields: { ...Object.fromEntries(one.changes.map((change) => [change.field, change.to])), [object.title]: one.title },
    }));
    return [...gone, ...(data?.pages.flatMap((page) => page.records) ?? [])];
  }, [data, object]);
  const lines = useMemo(() => {
    if (grouped) return totals.data ? groupedLines(groups, feeds, want) : noLines;
    return plainLines({ rows, hasMore: hasNextPage, more: () => { if (!isFetchingNextPage) void fetchNextPage(); } });
  }, [grouped, totals.data, groups, feeds, want, rows, hasNextPage, isFetchingNextPage, fetchNextPage]);

  const first = data?.pages[0];
  const count = totals.data?.count ?? (first?.count_capped ? undefined : (first?.count ?? undefined));
  const failure = grouped ? totals.error : error;
  const fetching = isFetching || totals.isFetching;
  useEffect(() => {
    onFound({
      count: count ?? first?.count ?? undefined, capped: count === undefined && (first?.count_capped ?? false), error: failure, fetching: fetching && !isPending,
      retry: () => void (grouped ? totals.refetch() : refetch()),
    });
    // eslint-disable-next-line react-hooks/exhaustive-deps
  }, [count, first, failure, fetching, isPending, grouped, refetch, onFound]);

  const setColumns = (next: Shown[]) => {
    const names = toColumns(next);
    const plain = names.every((one) => one.width === undefined && (one.pinned ?? false) === (one.field === object.title)) && names.map((one) => one.field).join() === shownColumns(objects, object, undefined).map((one) => one.field.name).join();
    onState({ columns: plain ? undefined : names });
  };
  if (failure) return null;
  if (grouped ? totals.isPending : isPending) return waiting;
  return (
    <>
      {grouped && [...wanted].filter((id) => !closed.has(id)).map((id) => {
        const group = groups.find((one) => one.id === id);
        return group && <GroupFeed key={`${place} ${id}`} id={id} object={object.name} query={query} condition={group.key === null ? { field: grouped, op: 'is_empty' } : { field: grouped, op: 'eq', value: group.key }} onFeed={feed} />;
      })}
      {time.since && first && <p className={css.sinceLine} role="status">{t('since.sum', { gone: format.number(first.gone_count ?? 0), new: format.number(rows.filter((record) => record.new).length), changed: format.number(rows.filter((record) => !record.gone && !record.new && record.changes?.length).length) })}</p>}
      {lines.count === 0 && !fetching ? empty : (
        <RecordTable
          object={object} columns={columns} onColumns={setColumns} lines={lines} count={count} loading={isFetching} sort={state.sort} onSort={(sort) => onState({ sort })} readOnly={past}
          group={grouped} onGroup={(group) => onState({ group })} sums={sums} onSums={(next) => onState({ sums: next })} totals={totals.data}
          onFold={(id) => setClosed((before) => { const after = new Set(before); if (!after.delete(id)) after.add(id); return after; })}
          selection={selection} onSelect={onSelect} place={place}
        />
      )}
    </>
  );
}

/** Fetches one group's records page by page and hands them on; shows nothing itself. */
function GroupFeed({ id, object, query, condition, onFeed }: { id: string; object: string; query: Query; condition: Filter; onFeed: (id: string, feed: Feed | undefined) => void }) {
  const { data, hasNextPage, isFetchingNextPage, fetchNextPage, isPending } = useInfiniteQuery({ ...recordsQuery(object, { ...query, filter: both(query.filter, condition), count: 'none' }), placeholderData: keepPreviousData });
  useEffect(() => {
    if (isPending) return;
    onFeed(id, { rows: data?.pages.flatMap((page) => page.records) ?? [], hasMore: hasNextPage, more: () => { if (!isFetchingNextPage) void fetchNextPage(); } });
  }, [id, data, hasNextPage, isFetchingNextPage, fetchNextPage, isPending, onFeed]);
  useEffect(() => () => onFeed(id, undefined), [id, onFeed]);
  return null;
}
