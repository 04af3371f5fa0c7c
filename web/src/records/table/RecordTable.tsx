import { useVirtualizer } from '@tanstack/react-virtual';
import { useNavigate } from '@tanstack/react-router';
import { useCallback, useEffect, useLayoutEffect, useMemo, useRef, useState, type CSSProperties, type KeyboardEvent } from 'react';
import type { ObjectType, Record_, Sort } from '~/app/api/types';
import { useText } from '~/app/i18n';
import { useShortcuts } from '~/app/shortcuts';
import { kindOf } from '~/fields';
import { Skeleton } from '~/ui';
import { canEdit } from '../objects';
import { recordPath } from '../paths';
import { everything, isNone, isSelected, noSelection, toggled, withIds, type Selection } from '../bulk/selection';
import { layoutOf, type Shown } from './layout';
import { recordsBetween, type Lines } from './lines';
import { GroupRow } from './GroupRow';
import { TableFoot } from './TableFoot';
import { TableHead } from './TableHead';
import { cellId, TableRow, type Cell, type RowActs } from './TableRow';
import type { Totals } from './totals';
import css from './table.module.css';

const rowHeight = 34;
/** Where each list was left: coming back finds the same rows. */
const places = new Map<string, { offset: number; row: number }>();

interface Props {
  object: ObjectType;
  columns: Shown[];
  onColumns: (columns: Shown[]) => void;
  lines: Lines;
  /** Of all the filter finds, as far as it is known. */
  count: number | undefined;
  loading: boolean;
  sort: Sort[];
  onSort: (sort: Sort[]) => void;
  group: string | undefined;
  onGroup: (field: string | undefined) => void;
  onFold: (group: string) => void;
  sums: string[];
  onSums: (sums: string[]) => void;
  totals: Totals | undefined;
  selection: Selection;
  onSelect: (selection: Selection) => void;
  /** What stands in it is of another time: nothing is changed here. */
  readOnly: boolean;
  place: string;
}

/** A list of any length: only the lines in sight exist, the next page comes before one reaches the end. */
export function RecordTable(props: Props) {
  const { object, columns, lines, count, loading, selection, onSelect, readOnly, place } = props;
  const t = useText();
  const navigate = useNavigate();
  const scroller = useRef<HTMLDivElement>(null);
  const [active, setActive] = useState<Cell>(() => ({ row: places.get(place)?.row ?? 0, column: 0 }));
  const [editing, setEditing] = useState(false);
  const [touched, setTouched] = useState(places.has(place));
  const fields = useMemo(() => columns.map((column) => column.field), [columns]);
  const pinned = columns.filter((column) => column.pinned).length;
  const { style } = useMemo(() => layoutOf(columns), [columns]);

  const virtual = useVirtualizer({
    count: lines.count,
    getScrollElement: () => scroller.current,
    estimateSize: () => rowHeight,
    overscan: 10,
    scrollPaddingStart: rowHeight + 4,
    scrollPaddingEnd: rowHeight + 4,
    initialOffset: places.get(place)?.offset ?? 0,
  });
  const items = virtual.getVirtualItems();
  const [firstShown, lastShown] = [items[0]?.index ?? 0, items.at(-1)?.index ?? 0];
  useEffect(() => lines.onSight(firstShown, lastShown), [firstShown, lastShown, lines]);

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

  const row = Math.min(active.row, Math.max(0, lines.count - 1));
  const record = lines.recordAt(row);
  const may = (at: number) => {
    const field = fields[at];
    return !readOnly && field !== undefined && canEdit(object, field) && kindOf(field.type).Edit !== undefined;
  };
  const go = useCallback((cell: Cell) => {
    const next = { row: Math.max(0, Math.min(lines.count - 1, cell.row)), column: Math.max(0, Math.min(fields.length - 1, cell.column)) };
    setTouched(true);
    setEditing(false);
    setActive(next);
    virtual.scrollToIndex(next.row);
    // A column out of sight comes in sight too.
    requestAnimationFrame(() => document.getElementById(cellId(next))?.scrollIntoView({ block: 'nearest', inline: 'nearest' }));
  }, [lines.count, fields.length, virtual]);
  const open = (which: Record_ | undefined) => { if (which) void navigate({ to: recordPath(object.name, which.id) }); };
  const edit = () => {
    const column = may(active.column) ? active.column : fields.findIndex((_, at) => may(at));
    if (column >= 0 && record) { setTouched(true); setActive({ row, column }); setEditing(true); }
  };
  /** What Enter does: a heading folds, the name opens, a value is edited. */
  const enter = () => {
    const group = lines.groupAt(row);
    if (group) return props.onFold(group.id);
    return fields[active.column]?.name !== object.title && may(active.column) ? edit() : open(record);
  };
  const lastToggled = useRef(0);
  const toggleAt = (line: number, range: boolean) => {
    const one = lines.recordAt(line);
    if (!one) return;
    if (range) onSelect(withIds(selection, recordsBetween(lines, lastToggled.current, line).map((each) => each.id)));
    else onSelect(toggled(selection, one.id));
    lastToggled.current = line;
  };

  useShortcuts([
    { keys: 'j', label: 'shortcut.down', run: () => go({ row: touched ? row + 1 : 0, column: active.column }) },
    { keys: 'k', label: 'shortcut.up', run: () => go({ row: row - 1, column: active.column }) },
    { keys: 'enter', label: 'shortcut.open_or_edit', run: enter },
    { keys: 'o', label: 'shortcut.open', run: () => open(record) },
    { keys: 'e', label: 'shortcut.edit', run: edit },
    { keys: 'x', label: 'shortcut.select', run: () => toggleAt(row, false) },
    { keys: 'shift+x', label: 'shortcut.select_range', run: () => toggleAt(row, true) },
    { keys: 'mod+a', label: 'shortcut.select_all', run: () => onSelect(everything) },
  ]);

  const keys = (event: KeyboardEvent) => {
    if (event.target !== scroller.current || event.metaKey || event.ctrlKey || event.altKey) return;
    const step: Record<string, Cell> = {
      ArrowDown: { row: row + 1, column: active.column }, ArrowUp: { row: row - 1, column: active.column },
      ArrowRight: { row, column: active.column + 1 }, ArrowLeft: { row, column: active.column - 1 },
      PageDown: { row: row + 20, column: active.column }, PageUp: { row: row - 20, column: active.column },
      Home: { row: 0, column: active.column }, End: { row: lines.count - 1, column: active.column },
    };
    const to = step[event.key];
    if (to) {
      event.preventDefault();
      go(to);
      // Held down, shift takes along the rows one passes.
      if (event.shiftKey && to.row !== row) onSelect(withIds(selection, recordsBetween(lines, row, to.row).map((each) => each.id)));
    }
    if (event.key === 'F2') { event.preventDefault(); edit(); }
    if (event.key === ' ') { event.preventDefault(); toggleAt(row, event.shiftKey); }
  };
  /** Tab leaves the editor, which saves it, and edits what stands beside it: on to the next line after the last. */
  const tab = (event: KeyboardEvent) => {
    if (event.key !== 'Tab' || !(event.target instanceof HTMLElement)) return;
    const box = event.target.closest('[data-editing]');
    if (!box || !editing) return;
    const stops = [...box.querySelectorAll<HTMLElement>('input, select, textarea, button')].filter((one) => one.tabIndex >= 0);
    const step = event.shiftKey ? -1 : 1;
    if (stops[stops.indexOf(event.target) + step]) return; // the amount's currency comes first
    event.preventDefault();
    let next: Cell = { row, column: active.column + step };
    while (fields[next.column] && !may(next.column)) next = { row, column: next.column + step };
    if (!fields[next.column]) {
      const line = row + step;
      const column = step > 0 ? fields.findIndex((_, at) => may(at)) : fields.findLastIndex((_, at) => may(at));
      next = lines.recordAt(line) ? { row: line, column } : { row, column: active.column };
    }
    event.target.blur();
    scroller.current?.focus({ preventScroll: true });
    if (next.row === row && next.column === active.column) return;
    go(next);
    window.setTimeout(() => { setActive(next); setEditing(true); });
  };
  const endEdit = useCallback((next: boolean) => {
    setEditing(next);
    if (!next && document.activeElement?.closest('[data-editing]')) scroller.current?.focus({ preventScroll: true });
  }, []);

  // The rows keep the same functions from one drawing to the next: only those that changed are drawn again.
  const latest = useRef({ toggleAt, endEdit, onFold: props.onFold });
  useEffect(() => {
    latest.current = { toggleAt, endEdit, onFold: props.onFold };
  });
  const acts = useMemo((): RowActs => ({
    toggleAt: (line, range) => latest.current.toggleAt(line, range),
    pick: (at, edits) => {
      setTouched(true);
      setActive(at);
      setEditing(edits);
      if (!edits) scroller.current?.focus({ preventScroll: true });
    },
    endEdit: (next) => latest.current.endEdit(next),
    fold: (id) => latest.current.onFold(id),
  }), []);

  const latestAll = useRef(() => undefined as void);
  const selectLoaded = useCallback(() => latestAll.current(), []);
  const none = isNone(selection);
  const every = useMemo(() => !none && (selection.all ? selection.ids.size === 0 : recordsBetween(lines, 0, lines.count - 1).every((one) => selection.ids.has(one.id))), [none, selection, lines]);
  useEffect(() => {
    latestAll.current = () => onSelect(every ? noSelection : withIds(noSelection, recordsBetween(lines, 0, lines.count - 1).map((one) => one.id)));
  });
  return (
    <div
      ref={scroller} className={css.scroller} role="grid" tabIndex={0} aria-label={object.label_plural} aria-rowcount={count ?? -1} aria-colcount={columns.length + 1} aria-multiselectable
      aria-activedescendant={touched && record ? cellId({ row, column: active.column }) : undefined} aria-busy={loading} onKeyDown={keys} onKeyDownCapture={tab} style={style as CSSProperties}
    >
      <TableHead
        object={object} columns={columns} onColumns={props.onColumns} sort={props.sort} onSort={props.onSort} group={props.group} onGroup={props.onGroup} sums={props.sums} onSums={props.onSums}
        scroller={scroller} all={every} some={!none} onAll={selectLoaded}
      />
      <div role="rowgroup" className={css.body} style={{ height: virtual.getTotalSize() }}>
        {items.map((item) => {
          const group = lines.groupAt(item.index);
          if (group) return <GroupRow key={`group ${group.id}`} object={object} columns={columns} by={props.group ?? ''} group={group} index={item.index} start={item.start} on={touched && item.index === row} acts={acts} />;
          const shown = lines.recordAt(item.index);
          if (!shown) {
            return <div key={`more ${item.index}`} role="row" aria-rowindex={item.index + 2} className={css.row} style={{ transform: `translateY(${item.start}px)` }}><div role="gridcell" aria-colspan={columns.length + 1} className={css.waiting}><Skeleton width="60%" /><span className="visually-hidden">{t('table.loading')}</span></div></div>;
          }
          const isRow = touched && item.index === row;
          return (
            <TableRow
              key={shown.id} object={object} columns={fields} pinned={pinned} record={shown} index={item.index} start={item.start} readOnly={readOnly}
              on={isRow} here={isRow ? active.column : -1} editing={isRow && editing} selected={isSelected(selection, shown.id)} acts={acts}
            />
          );
        })}
      </div>
      <TableFoot object={object} columns={columns} totals={props.totals} sums={props.sums} onSums={props.onSums} line={lines.count + 2} />
    </div>
  );
}
