import { DndContext, DragOverlay, KeyboardCode, KeyboardSensor, MouseSensor, pointerWithin, closestCenter, TouchSensor, useDraggable, useDroppable, useSensor, useSensors, type DragEndEvent, type KeyboardCoordinateGetter } from '@dnd-kit/core';
import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { useEffect, useMemo, useState, type ReactNode } from 'react';
import { api } from '~/app/api/client';
import type { Field, Id, ObjectType, Page, Query, Record_ } from '~/app/api/types';
import { dayText, useFormat } from '~/app/format';
import { useText } from '~/app/i18n';
import { useShortcuts } from '~/app/shortcuts';
import { openCreate } from '~/app/shell/overlay';
import { usePageSearch } from '~/app/usePage';
import { isEmpty, kindOf } from '~/fields';
import { Button, Icon, IconButton, Segmented, Skeletons, toast } from '~/ui';
import { Popover } from '~/ui/overlays';
import { both, cardFields } from '../board/SelectBoard';
import { saveFields } from '../data';
import { canEdit, fieldOf, isReference, keepTitles, titleOf } from '../objects';
import { recordPath } from '../paths';
import type { BodyProps } from '../RecordList';
import { addDays, dayOfValue, daysShown, onDay, rangeOf, stepBy, type Span } from './days';
import css from './calendar.module.css';

/** As many as one question may bring: a month with more says so. */
const most = 500;
/** Of a day in a month's square; the rest opens. */
const inSquare = 4;

const useDays = (object: string, query: Query) =>
  useQuery({
    queryKey: ['records', object, 'calendar', query],
    placeholderData: keepPreviousData,
    queryFn: async ({ signal }) => {
      const page = await api.post<Page>(`/records/${object}/query`, { ...query, limit: most, count: 'capped' }, { signal });
      keepTitles(page.related);
      return page;
    },
  });

/** Arrow keys carry a record from day to day, up and down from week to week. */
const dayByDay: KeyboardCoordinateGetter = (event, { currentCoordinates, context: { active, droppableRects, collisionRect } }) => {
  const rect = droppableRects.values().next().value;
  if (!active || !rect || !collisionRect) return undefined;
  const [x, y] = event.code === KeyboardCode.Right ? [1, 0] : event.code === KeyboardCode.Left ? [-1, 0] : event.code === KeyboardCode.Down ? [0, 1] : event.code === KeyboardCode.Up ? [0, -1] : [0, 0];
  if (!x && !y) return undefined;
  event.preventDefault();
  return { x: currentCoordinates.x + x * rect.width, y: currentCoordinates.y + y * rect.height };
};

/** Any object's records by one of its dates: a month or a week, on a phone day after day. A drag moves the date. */
export function Calendar({ object, state, filter, time, onState, onFound }: BodyProps) {
  const t = useText();
  const format = useFormat();
  const [search, setSearch] = usePageSearch();
  const today = dayText(new Date());
  const day = /^\d{4}-\d{2}-\d{2}$/.test(search['day'] ?? '') ? (search['day'] ?? today) : today;
  const span: Span = state.span ?? 'month';
  const by = fieldOf(object, state.date ?? '');
  const name = by?.name ?? '';
  const days = useMemo(() => daysShown(day, span), [day, span]);
  const shown = useMemo(() => cardFields(object, state.columns?.map((column) => column.field), name).slice(0, 4), [object, state.columns, name]);
  const query = useMemo((): Query => ({
    filter: both(filter, { field: name, op: 'between', value: rangeOf(days, by?.type === 'datetime') }), ...(state.search ? { search: state.search } : {}), ...time, sort: [{ field: name, dir: 'asc' }],
    fields: [...new Set([object.title, name, ...shown.map((field) => field.name)])], expand: shown.filter(isReference).map((field) => field.name),
  }), [filter, name, days, by, state.search, time, object, shown]);
  const { data, error, isPending, isFetching, refetch } = useDays(object.name, query);
  const [dragged, setDragged] = useState<Id | null>(null);
  useEffect(() => {
    onFound({ count: data?.count ?? undefined, capped: data?.count_capped ?? false, error, fetching: isFetching && !isPending, retry: () => void refetch() });
  }, [onFound, data, error, isFetching, isPending, refetch]);

  const byDay = useMemo(() => {
    const found = new Map<string, Record_[]>();
    for (const record of data?.records ?? []) {
      const value = record.fields[name];
      if (typeof value !== 'string' || !value) continue;
      const at = dayOfValue(value);
      const kept = found.get(at);
      if (kept) kept.push(record);
      else found.set(at, [record]);
    }
    return found;
  }, [data, name]);
  const go = (to: string) => setSearch({ day: to === today ? undefined : to });
  useShortcuts([
    { keys: 't', label: 'calendar.today', run: () => go(today) },
    { keys: 'p', label: 'calendar.previous', run: () => go(stepBy(day, span, -1)) },
    { keys: 'n', label: 'calendar.next', run: () => go(stepBy(day, span, 1)) },
  ]);
  const sensors = useSensors(
    useSensor(MouseSensor, { activationConstraint: { distance: 5 } }),
    useSensor(TouchSensor, { activationConstraint: { delay: 220, tolerance: 6 } }),
    useSensor(KeyboardSensor, { coordinateGetter: dayByDay, keyboardCodes: { start: [KeyboardCode.Space], cancel: [KeyboardCode.Esc], end: [KeyboardCode.Space, KeyboardCode.Enter] } }),
  );
  if (!by || error) return null;
  if (isPending) return <div className={css.waiting}><Skeletons rows={5} height={90} /></div>;
  const find = (id: string | number) => data?.records.find((record) => record.id === id);
  const nameOf = (id: string | number) => { const record = find(id); return record ? titleOf(object, record) : ''; };
  const may = !time.as_of && canEdit(object, by);
  const move = (record: Record_, to: string) => {
    const value = record.fields[name];
    if (typeof value !== 'string' || dayOfValue(value) === to) return;
    void saveFields(record, { [name]: onDay(value, to) }).then(
      (saved) => toast.undo(t('calendar.moved', { record: titleOf(object, record), day: format.date(to, 'long') }), t('ui.undo'), () => void saveFields(saved, { [name]: value }).catch(toast.fail)),
      toast.fail,
    );
  };
  const drop = ({ active, over }: DragEndEvent) => {
    setDragged(null);
    const record = find(active.id);
    if (record && over) move(record, String(over.id));
  };
  const moving = dragged ? find(dragged) : undefined;
  const item = (record: Record_) => <Item key={record.id} object={object} by={by} record={record} fields={shown} may={may} whole={span === 'week'} onMove={(to) => move(record, to)} />;
  const inMonth = (one: string) => span === 'week' || one.slice(0, 7) === day.slice(0, 7);
  const title = span === 'week' ? `${format.date(days[0], 'day')} – ${format.date(days.at(-1))}` : new Intl.DateTimeFormat(format.locale, { month: 'long', year: 'numeric' }).format(new Date(`${day}T12:00`));
  return (
    <DndContext
      sensors={sensors} collisionDetection={(args) => (args.pointerCoordinates ? pointerWithin(args) : closestCenter(args))} onDragStart={({ active }) => setDragged(String(active.id))} onDragEnd={drop} onDragCancel={() => setDragged(null)}
      accessibility={{
        screenReaderInstructions: { draggable: t('calendar.how') },
        announcements: {
          onDragStart: ({ active }) => t('board.picked', { record: nameOf(active.id) }),
          onDragOver: ({ active, over }) => (over ? t('board.over', { record: nameOf(active.id), column: format.date(String(over.id), 'long') }) : undefined),
          onDragEnd: ({ active, over }) => (over ? t('board.dropped', { record: nameOf(active.id), column: format.date(String(over.id), 'long') }) : t('board.cancelled', { record: nameOf(active.id) })),
          onDragCancel: ({ active }) => t('board.cancelled', { record: nameOf(active.id) }),
        },
      }}
    >
      <div className={css.head}>
        <h2 aria-live="polite">{title}</h2>
        <IconButton icon="chevron-left" size="small" label={t('calendar.previous')} onClick={() => go(stepBy(day, span, -1))} />
        <Button size="small" onClick={() => go(today)}>{t('calendar.today')}</Button>
        <IconButton icon="chevron-right" size="small" label={t('calendar.next')} onClick={() => go(stepBy(day, span, 1))} />
        {data?.cursor && <span className={css.capped} role="status"><Icon name="alert" size={14} />{t('calendar.more_than', { count: most })}</span>}
        <span className={css.span}><Segmented label={t('calendar.span')} value={span} onChange={(next) => onState({ span: next === 'week' ? 'week' : undefined })} choices={[{ value: 'month', label: t('calendar.month') }, { value: 'week', label: t('calendar.week') }]} /></span>
      </div>
      <div className={css.calendar} data-span={span} role="region" tabIndex={0} aria-label={t('calendar.title', { objects: object.label_plural, field: by.label.toLowerCase() })} style={{ '--weeks': days.length / 7 } as never}>
        {days.slice(0, 7).map((one) => <div key={one} className={css.weekday} aria-hidden>{new Intl.DateTimeFormat(format.locale, { weekday: 'short' }).format(new Date(`${one}T12:00`))}</div>)}
        {byDay.size === 0 && <p className={css.nothing}>{t('calendar.nothing')}</p>}
        {days.map((one) => {
          const records = byDay.get(one) ?? [];
          const few = span === 'week' || records.length <= inSquare ? records : records.slice(0, inSquare - 1);
          return (
            <Day key={one} day={one} label={t('calendar.day', { day: format.date(one, 'long'), count: records.length })} today={one === today} dim={!inMonth(one)} empty={records.length === 0}
              onCreate={object.rights.create && may ? () => openCreate(object.name, { [name]: by.type === 'datetime' ? new Date(`${one}T09:00`).toISOString() : one }) : undefined}
              createLabel={t('calendar.create', { object: object.label.toLowerCase(), day: format.date(one, 'day') })} long={format.date(one, 'long')}>
              {few.map(item)}
              {few.length < records.length && <li className={css.moreLine}><More label={t('calendar.all_of', { count: records.length })} title={format.date(one, 'long')}>{records.slice(few.length).map(item)}</More></li>}
            </Day>
          );
        })}
      </div>
      <DragOverlay dropAnimation={null}>{moving && <div className={css.item} data-flying>{titleOf(object, moving)}</div>}</DragOverlay>
    </DndContext>
  );
}

function Day({ day, label, long, today, dim, empty, onCreate, createLabel, children }: { day: string; label: string; long: string; today: boolean; dim: boolean; empty: boolean; onCreate: (() => void) | undefined; createLabel: string; children: ReactNode }) {
  const { setNodeRef, isOver } = useDroppable({ id: day });
  return (
    <section ref={setNodeRef} className={css.day} aria-label={label} data-today={today || undefined} data-dim={dim || undefined} data-empty={empty || undefined} data-over={isOver || undefined}>
      <header><time dateTime={day}>{Number(day.slice(8))}</time><span className={css.long} aria-hidden>{long}</span>{onCreate && <IconButton icon="plus" size="small" label={createLabel} onClick={onCreate} />}</header>
      <ul>{children}</ul>
    </section>
  );
}

function More({ label, title, children }: { label: string; title: string; children: ReactNode }) {
  const [open, setOpen] = useState(false);
  return (
    <Popover label={title} open={open} onChange={setOpen} width={280} target={<button type="button" className={css.more} onClick={() => setOpen(!open)}>{label}</button>}>
      <h3>{title}</h3>
      <ul className={css.list}>{children}</ul>
    </Popover>
  );
}

function Item({ object, by, record, fields, may, whole, onMove }: { object: ObjectType; by: Field; record: Record_; fields: Field[]; may: boolean; whole: boolean; onMove: (day: string) => void }) {
  const t = useText();
  const format = useFormat();
  const { attributes, listeners, setNodeRef, setActivatorNodeRef, isDragging } = useDraggable({ id: record.id, disabled: !may });
  const name = titleOf(object, record);
  const value = record.fields[by.name];
  const [moving, setMoving] = useState(false);
  return (
    <li ref={setNodeRef} className={css.item} data-lifted={isDragging || undefined} onMouseDown={listeners?.['onMouseDown'] as never} onTouchStart={listeners?.['onTouchStart'] as never}>
      <Link to={recordPath(object.name, record.id)} draggable={false} title={name}>
        {by.type === 'datetime' && typeof value === 'string' && <time className={css.time}>{format.time(value)}</time>}<span className={css.name}>{name}</span>
      </Link>
      {whole && <span className={css.facts}>{fields.filter((field) => !isEmpty(record.fields[field.name])).map((field) => { const { View } = kindOf(field.type); return <span key={field.name} title={field.label}><View field={field} value={record.fields[field.name] ?? null} dense /></span>; })}</span>}
      {may && (
        <span className={css.tools}>
          <button ref={setActivatorNodeRef} type="button" className={css.grip} {...attributes} aria-label={t('calendar.drag', { record: name })} onKeyDown={listeners?.['onKeyDown'] as never}><Icon name="grip" size={13} /></button>
          <Popover label={t('calendar.move', { record: name })} open={moving} onChange={setMoving} width={220} align="end" target={<button type="button" className={css.grip} aria-label={t('calendar.move', { record: name })} onClick={() => setMoving(!moving)}><Icon name="calendar" size={13} /></button>}>
            <label className={css.ask}>{by.label}<input type="date" data-autofocus defaultValue={typeof value === 'string' ? dayOfValue(value) : ''} onChange={(event) => { const to = event.currentTarget.value; if (/^(19|20|21)\d{2}-/.test(to)) { setMoving(false); onMove(to); } }} /></label>
            <Button size="small" look="quiet" onClick={() => { setMoving(false); onMove(addDays(typeof value === 'string' ? dayOfValue(value) : dayText(new Date()), 7)); }}>{t('calendar.week_later')}</Button>
          </Popover>
        </span>
      )}
    </li>
  );
}
