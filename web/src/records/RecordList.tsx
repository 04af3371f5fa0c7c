import { keepPreviousData, useInfiniteQuery } from '@tanstack/react-query';
import { useCallback, useDeferredValue, useEffect, useMemo, useRef, useState } from 'react';
import type { Field, Id, ObjectType, Query } from '~/app/api/types';
import { useFormat } from '~/app/format';
import { useText } from '~/app/i18n';
import { useShortcuts } from '~/app/shortcuts';
import { openCreate } from '~/app/shell/overlay';
import { usePageSearch, useTitle } from '~/app/usePage';
import { Button, Empty, Icon, iconNamed, Menu, PageHeader, ProblemNote, Skeletons } from '~/ui';
import { binRecords, recordsQuery } from './data';
import { FilterBar } from './FilterBar';
import { isComplete, readFilter, readSort, toFilter, writeFilter, writeSort, type FilterState } from './filter';
import { fieldOf, isReference, useObject } from './objects';
import { RecordTable } from './RecordTable';
import css from './list.module.css';

/** The page of any object's records: search, filter, sort and columns are in the address. */
export function RecordList({ name, views }: { name: string; views?: React.ReactNode }) {
  const object = useObject(name);
  if (!object) return <main id="main" data-fill><Skeletons rows={12} /></main>;
  return <List key={name} object={object} views={views} />;
}

function List({ object, views }: { object: ObjectType; views?: React.ReactNode }) {
  const t = useText();
  const format = useFormat();
  const [search, setSearch] = usePageSearch();
  const [text, setText] = useState(search['q'] ?? '');
  const [filter, setFilterState] = useState<FilterState>(() => readFilter(search['filter']));
  const [selected, setSelected] = useState<Set<Id>>(new Set());
  const box = useRef<HTMLInputElement>(null);
  useTitle(object.label_plural);

  // Back and forward, and a link from elsewhere, change the address under the open page.
  useEffect(() => setFilterState(readFilter(search['filter'])), [search['filter']]); // eslint-disable-line react-hooks/exhaustive-deps
  useEffect(() => setText(search['q'] ?? ''), [search['q']]); // eslint-disable-line react-hooks/exhaustive-deps
  useEffect(() => {
    if (text === (search['q'] ?? '')) return undefined;
    const timer = window.setTimeout(() => setSearch({ q: text || undefined }), 140);
    return () => window.clearTimeout(timer);
  }, [text, search, setSearch]);

  const setFilter = (state: FilterState) => {
    setFilterState(state);
    const written = writeFilter({ ...state, chips: state.chips.filter(isComplete) });
    if (written !== search['filter']) setSearch({ filter: written }, true);
  };

  const columnNames = useMemo(() => (search['columns']?.split(',') ?? object.list), [search, object.list]);
  const columns = useMemo(() => {
    const wanted = columnNames.flatMap((column) => fieldOf(object, column) ?? []);
    const title = fieldOf(object, object.title);
    return title && !wanted.includes(title) ? [title, ...wanted] : wanted;
  }, [columnNames, object]);
  const sort = useMemo(() => readSort(search['sort']), [search]);
  const query = useMemo((): Query => {
    const tree = toFilter({ ...readFilter(search['filter']) });
    return {
      ...(tree ? { filter: tree } : {}), ...(search['q'] ? { search: search['q'] } : {}), ...(sort.length ? { sort } : {}),
      fields: columns.map((field) => field.name), expand: columns.filter(isReference).map((field) => field.name), count: 'capped',
    };
  }, [search, sort, columns]);
  const { data, error, isPending, isFetching, hasNextPage, isFetchingNextPage, fetchNextPage, refetch } = useInfiniteQuery({ ...recordsQuery(object.name, useDeferredValue(query)), placeholderData: keepPreviousData });
  const rows = useMemo(() => data?.pages.flatMap((page) => page.records) ?? [], [data]);
  const count = data?.pages[0]?.count ?? undefined;
  const capped = data?.pages[0]?.count_capped ?? false;
  const more = useCallback(() => { if (!isFetchingNextPage) void fetchNextPage(); }, [isFetchingNextPage, fetchNextPage]);

  const bin = () => {
    const ids = [...selected];
    setSelected(new Set());
    void binRecords(object.name, ids, t('record.binned', { count: ids.length }));
  };
  useShortcuts([
    { keys: '/', label: 'shortcut.search_list', run: () => box.current?.select() },
    ...(object.rights.bin ? [{ keys: 'delete', label: 'shortcut.bin', run: () => { if (selected.size) bin(); } }] : []),
    { keys: 'escape', label: 'shortcut.unselect', hidden: true, run: () => setSelected(new Set()) },
  ]);
  const filtered = Boolean(search['q'] || search['filter']);
  const setColumns = (next: Field[]) => {
    const names = next.map((field) => field.name).join(',');
    setSearch({ columns: names === object.list.join(',') ? undefined : names });
  };

  return (
    <main id="main" data-fill>
      <PageHeader title={object.label_plural} sub={count === undefined ? '' : capped ? t('table.over', { count: format.number(count) }) : format.number(count)}>
        {views}
        <Menu label={t('table.columns')} target={<Button look="quiet" icon="columns" className={css.columnsButton}>{t('table.columns')}</Button>} items={object.fields.filter((field) => field.type !== 'json').map((field) => ({
          label: field.label, on: columns.includes(field), disabled: field.name === object.title,
          onSelect: () => setColumns(columns.includes(field) ? columns.filter((one) => one !== field) : [...columns, field]),
        }))} />
        {object.rights.create && <Button look="primary" icon="plus" onClick={() => openCreate(object.name)}>{t('record.new', { object: object.label.toLowerCase() })}</Button>}
      </PageHeader>
      <div className={css.tools}>
        {object.searchable && (
          <label className={css.search}>
            <Icon name="search" size={15} />
            <input ref={box} type="search" value={text} placeholder={t('table.search')} aria-label={t('table.search_in', { objects: object.label_plural.toLowerCase() })} onChange={(event) => setText(event.currentTarget.value)}
              onKeyDown={(event) => { if (event.key === 'Escape') { setText(''); event.currentTarget.blur(); } }} />
          </label>
        )}
        <FilterBar object={object} state={filter} onChange={setFilter} />
        {isFetching && !isPending && <span className={css.busy} aria-hidden />}
      </div>
      {error && <div className={css.problem}><ProblemNote error={error} retry={() => void refetch()} /></div>}
      {isPending && !error ? <div className={css.waiting}><Skeletons rows={14} height={20} /></div>
        : rows.length === 0 && !error ? (
          filtered
            ? <Empty icon="search" title={t('table.none_found')} action={<Button onClick={() => { setText(''); setSearch({ q: undefined, filter: undefined }, true); }}>{t('table.clear')}</Button>}>{t('table.none_found_hint')}</Empty>
            : <Empty icon={iconNamed(object.icon)} title={t('table.none', { objects: object.label_plural.toLowerCase() })} action={object.rights.create ? <Button look="primary" icon="plus" onClick={() => openCreate(object.name)}>{t('record.new', { object: object.label.toLowerCase() })}</Button> : undefined}>{t('table.none_hint')}</Empty>
        ) : (
          <RecordTable object={object} columns={columns} rows={rows} count={count ?? undefined} loading={isFetching} hasMore={hasNextPage} onMore={more} sort={sort} onSort={(next) => setSearch({ sort: writeSort(next) })}
            selected={selected} onSelect={setSelected} place={`${object.name}?${search['filter'] ?? ''}&${search['q'] ?? ''}&${search['sort'] ?? ''}`} />
        )}
      {selected.size > 0 && (
        <div className={css.selection} role="region" aria-label={t('table.selection')}>
          <span>{t('table.selected', { count: selected.size })}</span>
          {object.rights.bin && <Button size="small" icon="trash" onClick={bin}>{t('record.bin')}</Button>}
          <Button size="small" look="quiet" icon="x" onClick={() => setSelected(new Set())}>{t('table.unselect')}</Button>
        </div>
      )}
    </main>
  );
}
