import {
  closestCenter, DndContext, DragOverlay, KeyboardCode, KeyboardSensor, MouseSensor, pointerWithin, TouchSensor, useDraggable, useDroppable, useSensor, useSensors,
  type CollisionDetection, type DragEndEvent, type KeyboardCoordinateGetter,
} from '@dnd-kit/core';
import { useNavigate } from '@tanstack/react-router';
import { useRef, useState, type ReactNode } from 'react';
import type { Id, ObjectType, Record_ } from '~/app/api/types';
import { useFormat } from '~/app/format';
import { useText } from '~/app/i18n';
import { useShortcuts } from '~/app/shortcuts';
import { Button, Icon, IconButton, Menu } from '~/ui';
import { canEdit, fieldOf, titleOf } from '../objects';
import { recordPath } from '../paths';
import css from './board.module.css';

export interface BoardColumn {
  id: string;
  name: string;
  /** Drawn as an end of the way: won or lost. */
  tone?: 'won' | 'lost' | 'open';
  /** Exact, also of those not drawn. */
  count: number;
  /** Under the name: what its records add up to. */
  sub: ReactNode;
  records: Record_[];
  /** Shows more of them; none: as many as there can be. */
  onMore?: (() => void) | undefined;
}

interface Props {
  object: ObjectType;
  columns: BoardColumn[];
  /** The field a move changes. */
  by: string;
  onMove: (record: Record_, to: BoardColumn) => void;
  onCreate?: ((column: BoardColumn) => void) | undefined;
  face: (record: Record_) => ReactNode;
  /** As it was another day: nothing is moved. */
  readOnly?: boolean;
}

/** By pointer the column under it; by keyboard the nearest. */
const collision: CollisionDetection = (args) => (args.pointerCoordinates ? pointerWithin(args) : closestCenter(args));

/** Arrow keys carry a card from column to column. */
const columnByColumn: KeyboardCoordinateGetter = (event, { context: { active, droppableRects, droppableContainers, collisionRect }, currentCoordinates }) => {
  const step = event.code === KeyboardCode.Right ? 1 : event.code === KeyboardCode.Left ? -1 : 0;
  if (!step || !active || !collisionRect) return undefined;
  event.preventDefault();
  const columns = droppableContainers.getEnabled().flatMap((column) => {
    const rect = droppableRects.get(column.id);
    return rect ? [rect] : [];
  }).sort((one, other) => one.left - other.left);
  const middle = collisionRect.left + collisionRect.width / 2;
  let at = 0;
  columns.forEach((rect, index) => { if (Math.abs(rect.left + rect.width / 2 - middle) < Math.abs((columns[at]?.left ?? 0) + (columns[at]?.width ?? 0) / 2 - middle)) at = index; });
  const to = columns[at + step];
  return to ? { x: to.left + (to.width - collisionRect.width) / 2, y: Math.max(to.top + 8, currentCoordinates.y) } : undefined;
};

/** Cards in columns, carried from one to another by pointer, touch, keyboard or menu. */
export function BoardFrame({ object, columns, by, onMove, onCreate, face, readOnly = false }: Props) {
  const t = useText();
  const format = useFormat();
  const navigate = useNavigate();
  const [dragged, setDragged] = useState<Id | null>(null);
  const board = useRef<HTMLDivElement>(null);
  const sensors = useSensors(
    useSensor(MouseSensor, { activationConstraint: { distance: 5 } }),
    useSensor(TouchSensor, { activationConstraint: { delay: 220, tolerance: 6 } }),
    useSensor(KeyboardSensor, { coordinateGetter: columnByColumn, keyboardCodes: { start: [KeyboardCode.Space], cancel: [KeyboardCode.Esc], end: [KeyboardCode.Space, KeyboardCode.Enter] } }),
  );
  const find = (id: string | number) => columns.flatMap((column) => column.records).find((record) => record.id === id);
  const nameOf = (id: string | number) => { const record = find(id); return record ? titleOf(object, record) : ''; };
  const columnName = (id: string | number | undefined) => columns.find((column) => column.id === id)?.name ?? '';
  const move = (record: Record_, to: BoardColumn) => { if (!to.records.includes(record)) onMove(record, to); };
  const drop = ({ active, over }: DragEndEvent) => {
    setDragged(null);
    const record = find(active.id);
    const to = columns.find((column) => column.id === over?.id);
    if (record && to) move(record, to);
  };
  const focusStep = (step: number) => {
    const cards = [...(board.current?.querySelectorAll<HTMLElement>('[data-card]') ?? [])];
    const at = cards.findIndex((card) => card.contains(document.activeElement));
    const next = cards[Math.max(0, Math.min(cards.length - 1, at < 0 ? 0 : at + step))];
    next?.querySelector<HTMLElement>('a')?.focus();
  };
  useShortcuts([
    { keys: 'j', label: 'shortcut.down', run: () => focusStep(1) },
    { keys: 'k', label: 'shortcut.up', run: () => focusStep(-1) },
    { keys: 'e', label: 'shortcut.edit', run: () => {
      const id = document.activeElement?.closest<HTMLElement>('[data-card]')?.dataset['card'];
      if (id) void navigate({ to: recordPath(object.name, id) });
    } },
  ]);
  const field = fieldOf(object, by);
  const fixed = readOnly || !field || !canEdit(object, field);
  const moving = dragged ? find(dragged) : undefined;
  return (
    <DndContext
      sensors={sensors} collisionDetection={collision} onDragStart={({ active }) => setDragged(String(active.id))} onDragEnd={drop} onDragCancel={() => setDragged(null)} autoScroll={{ threshold: { x: 0.15, y: 0.2 } }}
      accessibility={{
        screenReaderInstructions: { draggable: t('board.how') },
        announcements: {
          onDragStart: ({ active }) => t('board.picked', { record: nameOf(active.id) }),
          onDragOver: ({ active, over }) => (over ? t('board.over', { record: nameOf(active.id), column: columnName(over.id) }) : undefined),
          onDragEnd: ({ active, over }) => (over ? t('board.dropped', { record: nameOf(active.id), column: columnName(over.id) }) : t('board.cancelled', { record: nameOf(active.id) })),
          onDragCancel: ({ active }) => t('board.cancelled', { record: nameOf(active.id) }),
        },
      }}
    >
      <div className={css.board} ref={board} tabIndex={0} role="region" aria-label={t('board.title', { objects: object.label_plural, field: field?.label.toLowerCase() ?? by })}>
        {columns.map((column) => (
          <Column key={column.id} column={column} label={t('board.column', { column: column.name, count: column.count, objects: (column.count === 1 ? object.label : object.label_plural).toLowerCase() })} head={
            <>
              <h2>{column.name}<span>{format.number(column.count)}</span>
                {onCreate && !readOnly && object.rights.create && <IconButton icon="plus" size="small" label={t('board.create', { object: object.label.toLowerCase(), column: column.name })} onClick={() => onCreate(column)} />}
              </h2>
              <p className="figures">{column.sub}</p>
            </>
          }>
            {column.records.map((record) => <Card key={record.id} record={record} name={titleOf(object, record)} columns={columns} now={column} onMove={move} lifted={record.id === dragged} fixed={fixed} face={face} />)}
            {column.count > column.records.length && (
              <li className={css.more}>
                {column.onMore
                  ? <Button look="quiet" onClick={column.onMore}>{t('board.more', { count: column.count - column.records.length })}</Button>
                  : t('board.in_list', { count: column.count - column.records.length })}
              </li>
            )}
          </Column>
        ))}
      </div>
      <DragOverlay dropAnimation={null}>{moving && <div className={css.card} data-flying>{face(moving)}</div>}</DragOverlay>
    </DndContext>
  );
}

function Column({ column, label, head, children }: { column: BoardColumn; label: string; head: ReactNode; children: ReactNode }) {
  const { setNodeRef, isOver } = useDroppable({ id: column.id });
  return (
    <section ref={setNodeRef} className={css.column} data-over={isOver || undefined} data-kind={column.tone} aria-label={label}>
      <header>{head}</header>
      <ol>{children}</ol>
    </section>
  );
}

function Card({ record, name, columns, now, onMove, lifted, fixed, face }: {
  record: Record_; name: string; columns: BoardColumn[]; now: BoardColumn; onMove: (record: Record_, to: BoardColumn) => void; lifted: boolean; fixed: boolean; face: (record: Record_) => ReactNode;
}) {
  const t = useText();
  const { attributes, listeners, setNodeRef, setActivatorNodeRef } = useDraggable({ id: record.id, disabled: fixed });
  return (
    <li ref={setNodeRef} className={css.card} data-card={record.id} data-fixed={fixed || undefined} data-lifted={lifted || undefined} onMouseDown={listeners?.['onMouseDown'] as never} onTouchStart={listeners?.['onTouchStart'] as never}>
      {face(record)}
      {!fixed && (
        <span className={css.tools}>
          <button ref={setActivatorNodeRef} type="button" className={css.grip} {...attributes} aria-label={t('board.drag', { record: name })} onKeyDown={listeners?.['onKeyDown'] as never}><Icon name="grip" size={14} /></button>
          <Menu label={t('board.move_to')} target={<IconButton icon="dots" size="small" label={t('board.move', { record: name })} />} items={[
            { label: t('board.move_to'), heading: true },
            ...columns.map((column) => ({ label: column.name, on: column === now, onSelect: () => onMove(record, column) })),
          ]} />
        </span>
      )}
    </li>
  );
}
