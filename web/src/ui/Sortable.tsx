import { DndContext, PointerSensor, pointerWithin, rectIntersection, useDraggable, useDroppable, useSensor, useSensors, type CollisionDetection, type DragEndEvent } from '@dnd-kit/core';
import { createContext, useContext, useState, type ReactNode } from 'react';
import { useText } from '~/app/i18n';
import { Icon } from './Icon';
import css from './sortable.module.css';

/** Where something goes: a list and a place in it, counted as if it had been taken out first. */
export interface Place {
  list: string;
  index: number;
}

interface Area {
  /** The lists in their order, each with what is in it. */
  lists: { list: string; ids: string[] }[];
  move: (id: string, to: Place) => void;
  nameOf: (id: string) => string;
}
const Context = createContext<Area | null>(null);

const nearest: CollisionDetection = (args) => {
  const within = pointerWithin(args);
  const items = within.filter((hit) => hit.data?.droppableContainer.data.current?.index !== undefined);
  return items.length > 0 ? items : within.length > 0 ? within : rectIntersection(args);
};

/** Lists whose items are put in order, and from one list into another: by mouse, touch and arrow keys. */
export function SortArea({ lists, onMove, nameOf, children }: { lists: Area['lists']; onMove: (id: string, to: Place) => void; nameOf: (id: string) => string; children: ReactNode }) {
  const t = useText();
  const sensors = useSensors(useSensor(PointerSensor, { activationConstraint: { distance: 4 } }));
  const [told, setTold] = useState('');
  const move = (id: string, to: Place) => {
    onMove(id, to);
    setTold(t('ui.moved', { name: nameOf(id), place: to.index + 1 }));
  };
  const drop = ({ active, over }: DragEndEvent) => {
    const target = over?.data.current as { list: string; index?: number } | undefined;
    if (!over || !target || over.id === active.id) return;
    const id = String(active.id);
    const ids = lists.find((one) => one.list === target.list)?.ids ?? [];
    if (target.index === undefined) return move(id, { list: target.list, index: ids.filter((one) => one !== id).length });
    const from = ids.indexOf(id);
    const top = active.rect.current.translated?.top ?? 0;
    const after = top + (active.rect.current.translated?.height ?? 0) / 2 > over.rect.top + over.rect.height / 2;
    const index = target.index + (after ? 1 : 0);
    move(id, { list: target.list, index: from >= 0 && from < index ? index - 1 : index });
  };
  return (
    <Context.Provider value={{ lists, move, nameOf }}>
      <DndContext sensors={sensors} collisionDetection={nearest} onDragEnd={drop} accessibility={{ announcements: { onDragStart: () => undefined, onDragOver: () => undefined, onDragEnd: () => undefined, onDragCancel: () => undefined }, screenReaderInstructions: { draggable: '' } }}>{children}</DndContext>
      <p className="visually-hidden" role="status">{told}</p>
    </Context.Provider>
  );
}

/** One of the area's lists; `children` are its `SortItem`s. */
export function SortList({ list, label, children, empty }: { list: string; label: string; children: ReactNode; empty?: ReactNode }) {
  const { setNodeRef, isOver } = useDroppable({ id: `list:${list}`, data: { list } });
  const count = useContext(Context)?.lists.find((one) => one.list === list)?.ids.length ?? 0;
  return (
    <ul ref={setNodeRef} className={css.list} aria-label={label} data-over={(isOver && count === 0) || undefined}>
      {count === 0 && empty ? <li className={css.empty}>{empty}</li> : children}
    </ul>
  );
}

export function SortItem({ id, list, index, children }: { id: string; list: string; index: number; children: ReactNode }) {
  const t = useText();
  const area = useContext(Context);
  const drag = useDraggable({ id, data: { list, index } });
  const drop = useDroppable({ id, data: { list, index } });
  if (!area) return null;
  const step = (by: 1 | -1) => {
    const at = area.lists.findIndex((one) => one.list === list);
    const ids = area.lists[at]?.ids ?? [];
    if (index + by >= 0 && index + by < ids.length) return area.move(id, { list, index: index + by });
    const next = area.lists[at + by];
    if (next) area.move(id, { list: next.list, index: by > 0 ? 0 : next.ids.length });
  };
  return (
    <li
      ref={(node) => { drag.setNodeRef(node); drop.setNodeRef(node); }} className={css.item} data-dragging={drag.isDragging || undefined} data-over={(drop.isOver && !drag.isDragging) || undefined}
      style={drag.transform ? { transform: `translate(${drag.transform.x}px, ${drag.transform.y}px)` } : undefined}
    >
      <button type="button" {...drag.listeners} className={css.grip} data-sort-grip={id} aria-label={t('ui.move', { name: area.nameOf(id) })} aria-roledescription={undefined} onKeyDown={(event) => {
        const by = event.key === 'ArrowUp' ? -1 : event.key === 'ArrowDown' ? 1 : 0;
        if (by === 0) return;
        event.preventDefault();
        step(by as 1 | -1);
        // In another list it is another element: the focus goes along.
        requestAnimationFrame(() => document.querySelector<HTMLElement>(`[data-sort-grip="${CSS.escape(id)}"]`)?.focus());
      }}><Icon name="grip" size={15} /></button>
      {children}
    </li>
  );
}

/** The lists with an item put elsewhere. */
export function moved(lists: { list: string; ids: string[] }[], id: string, to: Place): { list: string; ids: string[] }[] {
  return lists.map(({ list, ids }) => {
    const without = ids.filter((one) => one !== id);
    return { list, ids: list === to.list ? [...without.slice(0, to.index), id, ...without.slice(to.index)] : without };
  });
}
