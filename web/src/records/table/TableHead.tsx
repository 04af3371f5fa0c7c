import { memo, useRef, useState, type PointerEvent, type RefObject } from 'react';
import type { ObjectType, Sort } from '~/app/api/types';
import { useText } from '~/app/i18n';
import { kindOf } from '~/fields';
import { Icon, Menu, type MenuItem } from '~/ui';
import { isBeyond } from '../objects';
import { canSum, fitWidth, groupTypes, nextSort } from '../views/state';
import { contentWidth, layoutOf, moved, type Shown } from './layout';
import css from './table.module.css';

interface Props {
  object: ObjectType;
  columns: Shown[];
  onColumns: (columns: Shown[]) => void;
  sort: Sort[];
  onSort: (sort: Sort[]) => void;
  group: string | undefined;
  onGroup: (field: string | undefined) => void;
  sums: string[];
  onSums: (sums: string[]) => void;
  scroller: RefObject<HTMLDivElement | null>;
  all: boolean;
  some: boolean;
  onAll: () => void;
}

const sortable = (type: string) => !['json', 'long_text', 'multi_select', 'rich_text', 'file', 'relations'].includes(type);

/** Not drawn again for each row that comes in sight. The columns' heads: a click sorts, a drag moves, the edge sizes, the menu does all of it by keyboard too. */
export const TableHead = memo(function TableHead({ object, columns, onColumns, sort, onSort, group, onGroup, sums, onSums, scroller, all, some, onAll }: Props) {
  const t = useText();
  const row = useRef<HTMLDivElement>(null);
  const [drag, setDrag] = useState<{ from: number; to: number; x: number } | null>(null);
  const dragged = useRef(false);
  const headAt = (index: number) => row.current?.querySelector<HTMLElement>(`[data-index="${index}"]`);
  /** As they stand now: from the first drag on each column keeps its width. */
  const measured = () => columns.map((column, index) => ({ ...column, width: fitWidth(headAt(index)?.getBoundingClientRect().width ?? column.width), fixed: true }));

  const resize = (event: PointerEvent<HTMLElement>, index: number) => {
    event.preventDefault();
    event.stopPropagation();
    const now = measured();
    const start = now[index];
    if (!start) return;
    const handle = event.currentTarget;
    handle.setPointerCapture(event.pointerId);
    const from = event.clientX;
    let next = now;
    const move = (moving: globalThis.PointerEvent) => {
      next = now.map((column, at) => (at === index ? { ...column, width: fitWidth(start.width + moving.clientX - from) } : column));
      // The rows read their columns from the table's style: none of them is drawn anew.
      for (const [name, value] of Object.entries(layoutOf(next).style)) scroller.current?.style.setProperty(name, value);
    };
    const end = () => {
      handle.removeEventListener('pointermove', move);
      handle.removeEventListener('pointerup', end);
      handle.removeEventListener('pointercancel', end);
      if (next !== now) onColumns(next);
    };
    handle.addEventListener('pointermove', move);
    handle.addEventListener('pointerup', end);
    handle.addEventListener('pointercancel', end);
  };
  const fit = (index: number) => {
    const field = columns[index]?.field.name;
    if (!field || !scroller.current) return;
    const width = contentWidth(scroller.current, field);
    onColumns(measured().map((column, at) => (at === index ? { ...column, width } : column)));
  };

  const carry = (event: PointerEvent<HTMLElement>, from: number) => {
    if (event.button !== 0 || event.pointerType === 'touch' || (event.target as Element).closest('[data-menu]')) return;
    const start = event.clientX;
    dragged.current = false;
    const rects = columns.map((_, index) => headAt(index)?.getBoundingClientRect());
    let to = from;
    const move = (moving: globalThis.PointerEvent) => {
      if (!dragged.current && Math.abs(moving.clientX - start) < 6) return;
      dragged.current = true;
      to = rects.findIndex((rect) => rect !== undefined && moving.clientX < rect.left + rect.width / 2);
      if (to < 0) to = columns.length;
      const edge = rects[to]?.left ?? rects.at(-1)?.right ?? 0;
      setDrag({ from, to, x: edge - (row.current?.getBoundingClientRect().left ?? 0) });
    };
    const end = () => {
      window.removeEventListener('pointermove', move);
      window.removeEventListener('pointerup', end);
      window.removeEventListener('pointercancel', end);
      setDrag(null);
      if (dragged.current) onColumns(moved(columns, from, to));
      window.setTimeout(() => (dragged.current = false));
    };
    window.addEventListener('pointermove', move);
    window.addEventListener('pointerup', end);
    window.addEventListener('pointercancel', end);
  };

  const menu = ({ field, pinned }: Shown, index: number): MenuItem[] => [
    ...(sortable(field.type) ? [
      { label: t('table.sort_up'), icon: 'arrow-up' as const, onSelect: () => onSort([{ field: field.name, dir: 'asc' as const }]) },
      { label: t('table.sort_down'), icon: 'arrow-down' as const, onSelect: () => onSort([{ field: field.name, dir: 'desc' as const }]) },
      ...(sort.length > 0 && sort[0]?.field !== field.name ? [{ label: t('table.sort_then'), icon: 'sort' as const, onSelect: () => onSort([...sort.filter((one) => one.field !== field.name), { field: field.name, dir: 'asc' as const }].slice(-3)) }] : []),
    ] : []),
    ...(groupTypes.has(field.type) && !isBeyond(field) ? [{ label: t(group === field.name ? 'table.ungroup' : 'table.group'), icon: 'rows' as const, divide: true, onSelect: () => onGroup(group === field.name ? undefined : field.name) }] : []),
    ...(canSum(field) && index > 0 ? [{ label: t('table.sum'), icon: 'sum' as const, on: sums.includes(field.name), onSelect: () => onSums(sums.includes(field.name) ? sums.filter((one) => one !== field.name) : [...sums, field.name]) }] : []),
    { label: t(pinned ? 'table.unpin' : 'table.pin'), icon: pinned ? 'unpin' : 'pin', divide: true, onSelect: () => onColumns(moved(columns.map((column, at) => (at === index ? { ...column, pinned: !pinned } : column)), index, pinned ? columns.filter((one) => one.pinned).length : 0)) },
    { label: t('table.move_left'), icon: 'arrow-left', disabled: index === 0, onSelect: () => onColumns(moved(columns, index, index - 1)) },
    { label: t('table.move_right'), icon: 'arrow-right', disabled: index === columns.length - 1, onSelect: () => onColumns(moved(columns, index, index + 2)) },
    { label: t('table.fit'), icon: 'fit', onSelect: () => fit(index) },
    ...(field.name === object.title ? [] : [{ label: t('table.hide'), icon: 'eye-off' as const, onSelect: () => onColumns(columns.filter((_, at) => at !== index)) }]),
  ];

  return (
    <div role="rowgroup" className={css.head}>
      <div role="row" aria-rowindex={1} className={css.row} ref={row} data-carrying={drag ? true : undefined}>
        <div role="columnheader" className={css.check}>
          <input type="checkbox" tabIndex={-1} aria-label={t('table.select_all')} checked={all} ref={(element) => { if (element) element.indeterminate = some && !all; }} onChange={onAll} />
        </div>
        {columns.map((column, index) => {
          const { field, pinned } = column;
          const at = sort.findIndex((one) => one.field === field.name);
          const now = at === 0 ? sort[0]?.dir : undefined;
          return (
            <div key={field.name} role="columnheader" data-index={index} data-column={field.name} data-carried={drag?.from === index || undefined} aria-sort={now === 'asc' ? 'ascending' : now === 'desc' ? 'descending' : 'none'} data-align={kindOf(field.type).align}
              {...(pinned ? { 'data-pinned': index } : {})} style={{ zIndex: columns.length - index + (pinned ? columns.length : 0), ...(pinned ? { left: `var(--left-${index})` } : {}) }} onPointerDown={(event) => carry(event, index)}
            >
              {sortable(field.type) ? (
                <button type="button" className={css.sort} data-fit onClick={() => { if (!dragged.current) onSort(nextSort(sort, field.name)); }} title={field.hint || field.label}>
                  <span className="truncate">{field.label}</span>
                  {at >= 0 && <Icon name={sort[at]?.dir === 'asc' ? 'arrow-up' : 'arrow-down'} size={13} />}
                </button>
              ) : <span className="truncate" data-fit>{field.label}</span>}
              <span className={css.headMenu} data-menu>
                <Menu label={field.label} align="start" items={menu(column, index)} target={<button type="button" aria-label={t('table.column_menu', { field: field.label })}><Icon name="chevron-down" size={13} /></button>} />
              </span>
              <span role="separator" aria-orientation="vertical" aria-label={t('table.size', { field: field.label })} className={css.edge} data-menu title={t('table.size_hint')} onPointerDown={(event) => resize(event, index)} onDoubleClick={() => fit(index)} />
            </div>
          );
        })}
        {drag && <span className={css.drop} style={{ left: drag.x }} aria-hidden />}
      </div>
    </div>
  );
});
