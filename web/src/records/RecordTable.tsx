import { createColumnHelper, getCoreRowModel, useReactTable } from '@tanstack/react-table';
import { useVirtualizer } from '@tanstack/react-virtual';
import { useNavigate } from '@tanstack/react-router';
import { useCallback, useEffect, useLayoutEffect, useMemo, useRef, useState, type KeyboardEvent } from 'react';
import type { Field, Id, ObjectType, Record_, Sort } from '~/app/api/types';
import { useText } from '~/app/i18n';
import { useShortcuts } from '~/app/shortcuts';
import { kindOf } from '~/fields';
import { Icon, Skeleton } from '~/ui';
import { nextSort } from './filter';
import { canEdit } from './objects';
import { recordPath } from './paths';
import { cellId, TableRow, type Cell, type RowActs } from './TableRow';
import css from './table.module.css';

const rowHeight = 34;
/** The next page is asked for this many rows before one gets to it. */
const readAhead = 150;
/** Where each list was left: coming back finds the same rows. */
const places = new Map<string, { offset: number; row: number }>();

interface Props {
  object: ObjectType;
  columns: Field[];
  rows: Record_[];
  count: number | undefined;
  loading: boolean;
  hasMore: boolean;
  onMore: () => void;
  sort: Sort[];
  onSort: (sort: Sort[]) => void;
  selected: Set<Id>;
  onSelect: (selected: Set<Id>) => void;
  place: string;
}

const helper = createColumnHelper<Record_>();

/** A list of any length: only the rows in sight exist, the next page comes before one reaches the end. */
export function RecordTable({ object, columns, rows, count, loading, hasMore, onMore, sort, onSort, selected, onSelect, place }: Props) {
  const t = useText();
  const navigate = useNavigate();
  const scroller = useRef<HTMLDivElement>(null);
  const [active, setActive] = useState<Cell>(() => ({ row: places.get(place)?.row ?? 0, column: 0 }));
  const [editing, setEditing] = useState(false);
  const [touched, setTouched] = useState(places.has(place));

  const table = useReactTable({
    data: rows,
    columns: useMemo(() => columns.map((field) => helper.accessor((record) => record.fields[field.name], {
      id: field.name, size: field.name === object.title ? 260 : kindOf(field.type).width, meta: { field },
    })), [columns, object.title]),
    getCoreRowModel: getCoreRowModel(),
    getRowId: (record) => record.id,
    manualSorting: true,
    columnResizeMode: 'onChange',
  });
  const heads = table.getFlatHeaders();
  const template = `38px ${heads.map((head, index) => (index === 0 ? `minmax(${head.getSize()}px, 1.6fr)` : `minmax(${head.getSize()}px, 1fr)`)).join(' ')}`;
  const width = 38 + heads.reduce((sum, head) => sum + head.getSize(), 0);

  const virtual = useVirtualizer({
    count: rows.length + (hasMore ? 1 : 0),
    getScrollElement: () => scroller.current,
    estimateSize: () => rowHeight,
    overscan: 10,
    scrollPaddingStart: rowHeight + 4,
    initialOffset: places.get(place)?.offset ?? 0,
  });
  const items = virtual.getVirtualItems();
  const lastShown = items.at(-1)?.index ?? 0;
  useEffect(() => {
    if (hasMore && lastShown >= rows.length - readAhead) onMore();
  }, [lastShown, hasMore, rows.length, onMore]);

  const rowNow = useRef(active.row);
  useEffect(() => {
    rowNow.current = active.row;
  }, [active.row]);
  const shownPlace = useRef(place);
  useLayoutEffect(() => {
    const element = scroller.current;
    // Sorted, filtered or searched anew, it is another list and begins at its beginning.
    if (element && shownPlace.current !== place) element.scrollTop = 0;
    shownPlace.current = place;
    return () => {
      if (element) places.set(place, { offset: element.scrollTop, row: rowNow.current });
    };
  }, [place]);

  const row = Math.min(active.row, Math.max(0, rows.length - 1));
  const record = rows[row];
  const go = useCallback((cell: Cell) => {
    const next = { row: Math.max(0, Math.min(rows.length - 1, cell.row)), column: Math.max(0, Math.min(columns.length - 1, cell.column)) };
    setTouched(true);
    setEditing(false);
    setActive(next);
    virtual.scrollToIndex(next.row);
  }, [rows.length, columns.length, virtual]);
  const open = (which: Record_ | undefined) => { if (which) void navigate({ to: recordPath(object.name, which.id) }); };
  const edit = () => {
    let column = active.column;
    const may = (at: number) => { const field = columns[at]; return field !== undefined && canEdit(object, field) && kindOf(field.type).Edit !== undefined; };
    if (!may(column)) column = columns.findIndex((_, at) => may(at));
    if (column >= 0 && record) { setTouched(true); setActive({ row, column }); setEditing(true); }
  };
  const toggle = (id: Id | undefined) => {
    if (!id) return;
    const next = new Set(selected);
    if (!next.delete(id)) next.add(id);
    onSelect(next);
  };
  const lastToggled = useRef(0);
  const toggleAt = (index: number, range: boolean) => {
    const id = rows[index]?.id;
    if (!id) return;
    if (range) {
      const [from, to] = [Math.min(lastToggled.current, index), Math.max(lastToggled.current, index)];
      onSelect(new Set([...selected, ...rows.slice(from, to + 1).map((one) => one.id)]));
    } else toggle(id);
    lastToggled.current = index;
  };

  useShortcuts([
    { keys: 'j', label: 'shortcut.down', run: () => go({ row: touched ? row + 1 : 0, column: active.column }) },
    { keys: 'k', label: 'shortcut.up', run: () => go({ row: row - 1, column: active.column }) },
    { keys: 'enter', label: 'shortcut.open', run: () => open(record) },
    { keys: 'e', label: 'shortcut.edit', run: edit },
    { keys: 'x', label: 'shortcut.select', run: () => toggle(record?.id) },
  ]);

  const keys = (event: KeyboardEvent) => {
    if (event.target !== scroller.current) return;
    const step: Record<string, Cell> = {
      ArrowDown: { row: row + 1, column: active.column }, ArrowUp: { row: row - 1, column: active.column },
      ArrowRight: { row, column: active.column + 1 }, ArrowLeft: { row, column: active.column - 1 },
      PageDown: { row: row + 20, column: active.column }, PageUp: { row: row - 20, column: active.column },
      Home: { row: 0, column: active.column }, End: { row: rows.length - 1, column: active.column },
    };
    const to = step[event.key];
    if (to) { event.preventDefault(); go(to); }
    if (event.key === 'F2') { event.preventDefault(); edit(); }
    if (event.key === ' ') { event.preventDefault(); toggle(record?.id); }
  };
  const endEdit = useCallback((next: boolean) => {
    setEditing(next);
    if (!next && document.activeElement?.closest('[data-editing]')) scroller.current?.focus({ preventScroll: true });
  }, []);

  // The rows keep the same functions from one drawing to the next: only those that changed are drawn again.
  const latest = useRef({ toggleAt, endEdit });
  useEffect(() => {
    latest.current = { toggleAt, endEdit };
  });
  const acts = useMemo((): RowActs => ({
    toggleAt: (index, range) => latest.current.toggleAt(index, range),
    pick: (at, edits) => { setTouched(true); setActive(at); setEditing(edits); },
    endEdit: (next) => latest.current.endEdit(next),
  }), []);

  const all = rows.length > 0 && rows.every((one) => selected.has(one.id));
    return (
    <div
      ref={scroller} className={css.scroller} role="grid" tabIndex={0} aria-label={object.label_plural} aria-rowcount={count ?? -1} aria-colcount={columns.length + 1} aria-multiselectable
      aria-activedescendant={touched && record ? cellId({ row, column: active.column }) : undefined} aria-busy={loading} onKeyDown={keys}
    >
      <div role="rowgroup" className={css.head} style={{ minWidth: width }}>
        <div role="row" aria-rowindex={1} className={css.row} style={{ gridTemplateColumns: template }}>
          <div role="columnheader" className={css.check}>
            <input type="checkbox" tabIndex={-1} aria-label={t('table.select_all')} checked={all} ref={(element) => { if (element) element.indeterminate = selected.size > 0 && !all; }} onChange={() => onSelect(all ? new Set() : new Set(rows.map((one) => one.id)))} />
          </div>
          {columns.map((field, index) => {
            const now = sort[0]?.field === field.name ? sort[0].dir : undefined;
            const may = field.type !== 'json' && field.type !== 'long_text' && field.type !== 'multi_select';
            return (
              <div key={field.name} role="columnheader" aria-sort={now === 'asc' ? 'ascending' : now === 'desc' ? 'descending' : 'none'} data-first={index === 0 || undefined} data-align={kindOf(field.type).align}>
                {may ? (
                  <button type="button" onClick={() => onSort(nextSort(sort, field.name))} title={field.hint || field.label}>
                    <span className="truncate">{field.label}</span>
                    {now && <Icon name={now === 'asc' ? 'arrow-up' : 'arrow-down'} size={13} />}
                  </button>
                ) : <span className="truncate">{field.label}</span>}
              </div>
            );
          })}
        </div>
      </div>
      <div role="rowgroup" style={{ height: virtual.getTotalSize(), minWidth: width, position: 'relative' }}>
        {items.map((item) => {
          const shown = rows[item.index];
          if (!shown) {
            return <div key="more" role="row" aria-rowindex={item.index + 2} className={css.row} style={{ gridTemplateColumns: template, transform: `translateY(${item.start}px)`, position: 'absolute', inset: '0 0 auto' }}><div role="gridcell" aria-colspan={columns.length + 1} className={css.waiting}><Skeleton width="60%" /><span className="visually-hidden">{t('table.loading')}</span></div></div>;
          }
          const isRow = touched && item.index === row;
          return (
            <TableRow
              key={shown.id} object={object} columns={columns} record={shown} index={item.index} start={item.start} template={template}
              on={isRow} here={isRow ? active.column : -1} editing={isRow && editing} selected={selected.has(shown.id)} acts={acts}
            />
          );
        })}
      </div>
    </div>
  );
}
