import type { Field, ObjectType } from '~/app/api/types';
import { kindOf } from '~/fields';
import { columnField } from '../objects';
import { fitWidth, type Column } from '../views/state';

export const checkWidth = 38;

/** A column as it is drawn: its field, and what was chosen for it. */
export interface Shown {
  field: Field;
  width: number;
  /** Dragged to this width: it keeps it, however wide the window. */
  fixed: boolean;
  pinned: boolean;
}

const usualWidth = (object: ObjectType, field: Field): number => (field.name === object.title ? 260 : kindOf(field.type).width);

/** The columns of a table, the pinned ones first; what a record is called is always among them. */
export function shownColumns(objects: ObjectType[], object: ObjectType, columns: Column[] | undefined): Shown[] {
  const chosen = columns ?? object.list.map((field): Column => ({ field }));
  const all = chosen.some((column) => column.field === object.title) ? chosen : [{ field: object.title, pinned: true }, ...chosen];
  const shown = all.flatMap((column): Shown[] => {
    const field = columnField(objects, object, column.field);
    if (!field) return [];
    return [{ field, width: column.width ?? usualWidth(object, field), fixed: column.width !== undefined, pinned: column.pinned ?? (columns === undefined && column.field === object.title) }];
  });
  return [...shown.filter((column) => column.pinned), ...shown.filter((column) => !column.pinned)];
}

export const toColumns = (shown: Shown[]): Column[] =>
  shown.map(({ field, width, fixed, pinned }) => ({ field: field.name, ...(fixed ? { width } : {}), ...(pinned ? { pinned } : {}) }));

/** Moves a column before the one at `to`; beside pinned ones it becomes pinned. */
export function moved(shown: Shown[], from: number, to: number): Shown[] {
  const column = shown[from];
  if (!column || to === from || to === from + 1) return shown;
  const rest = shown.filter((_, index) => index !== from);
  const at = to > from ? to - 1 : to;
  const pinned = rest.filter((one) => one.pinned).length;
  rest.splice(at, 0, { ...column, pinned: at < pinned || (column.pinned && at <= pinned) });
  return rest;
}

/**
 * The grid's columns as CSS. Until somebody has dragged a width the columns share what room there is; from then on each
 * keeps its own. Pinned ones stand fast at the left, each after the ones before it.
 */
export function layoutOf(shown: Shown[]): { style: Record<`--${string}`, string>; width: number } {
  const fixed = shown.some((column) => column.fixed);
  const pinned = shown.filter((column) => column.pinned).length;
  const style: Record<`--${string}`, string> = {};
  let left = checkWidth;
  const tracks = shown.map((column, index) => {
    if (column.pinned) style[`--left-${index}`] = `${left}px`;
    left += column.width;
    return fixed || (column.pinned && pinned > 1) ? `${column.width}px` : `minmax(${column.width}px, ${index === 0 ? 1.6 : 1}fr)`;
  });
  style['--tracks'] = `${checkWidth}px ${tracks.join(' ')}${fixed ? ' minmax(0, 1fr)' : ''}`;
  style['--width'] = `${left}px`;
  return { style, width: left };
}

/** From the leftmost to the rightmost sign of what a cell shows, also where it is cut off. */
function inked(cell: Element): number {
  const rects: DOMRect[] = [...cell.querySelectorAll('svg, img, [role=img]')].map((one) => one.getBoundingClientRect());
  const walker = document.createTreeWalker(cell, NodeFilter.SHOW_TEXT);
  const range = document.createRange();
  for (let node = walker.nextNode(); node; node = walker.nextNode()) {
    if (node.parentElement?.closest('.visually-hidden, [data-menu]')) continue;
    range.selectNodeContents(node);
    rects.push(...range.getClientRects());
  }
  return rects.length ? Math.max(...rects.map((rect) => rect.right)) - Math.min(...rects.map((rect) => rect.left)) : 0;
}

/** As wide as the widest of what is drawn of a column, its head included. */
export function contentWidth(table: HTMLElement, field: string): number {
  let widest = 0;
  for (const cell of table.querySelectorAll(`[data-column="${CSS.escape(field)}"]`)) {
    const head = cell.getAttribute('role') === 'columnheader';
    widest = Math.max(widest, inked(head ? (cell.querySelector('[data-fit]') ?? cell) : cell) + (head ? 48 : 34));
  }
  return fitWidth(Math.max(64, widest));
}
