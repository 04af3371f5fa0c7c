import {
  closestCenter, DndContext, DragOverlay, KeyboardCode, KeyboardSensor, MouseSensor, pointerWithin, TouchSensor, useDraggable, useDroppable, useSensor, useSensors,
  type CollisionDetection, type DragEndEvent, type KeyboardCoordinateGetter,
} from '@dnd-kit/core';
import { Link, useNavigate } from '@tanstack/react-router';
import { useMemo, useRef, useState, type ReactNode } from 'react';
import type { Id, Money, Record_ } from '~/app/api/types';
import { dayText, useFormat } from '~/app/format';
import { useText } from '~/app/i18n';
import { useSession } from '~/app/session';
import { useShortcuts } from '~/app/shortcuts';
import { openCreate } from '~/app/shell/overlay';
import { usePageSearch, useTitle } from '~/app/usePage';
import { isMoney } from '~/fields/money';
import { queries } from '~/app/api/query';
import { saveFields } from '~/records/data';
import { useObject, useTitleOf } from '~/records/objects';
import { recordPath } from '~/records/paths';
import { Avatar, Button, Empty, Icon, IconButton, Menu, PageHeader, ProblemNote, Segmented, Select, Skeletons, toast } from '~/ui';
import { addUp, headOf, stageMost, stageStep, useBoard, usePipelines, useStages, type Stage } from './pipeline';
import css from './board.module.css';

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

export function Board({ views }: { views: ReactNode }) {
  const t = useText();
  const format = useFormat();
  const { user } = useSession();
  const [search, set] = usePageSearch();
  const object = useObject('deal');
  const pipelines = usePipelines();
  const pipeline = search['pipeline'] ?? pipelines?.find((one) => one.fields['is_default'] === true)?.id ?? pipelines?.[0]?.id;
  const stages = useStages(pipeline);
  const mine = search['owner'] === 'me';
  const [limits, setLimits] = useState<Record<Id, number>>({});
  const { data, error, isPending, refetch } = useBoard(pipeline, stages, mine ? user.id : undefined, limits);
  const [dragged, setDragged] = useState<Id | null>(null);
  useTitle(object?.label_plural ?? '');

  const columns = useMemo(() => {
    const byStage = new Map<string, Record_[]>();
    for (const deal of data?.records ?? []) {
      const stage = String(deal.fields['stage'] ?? '');
      const kept = byStage.get(stage);
      if (kept) kept.push(deal);
      else byStage.set(stage, [deal]);
    }
    return (stages ?? []).map((stage) => {
      const deals = byStage.get(stage.id) ?? [];
      return { stage, deals, head: headOf(deals, stage, data?.stages[stage.id]) };
    });
  }, [data, stages]);
  const open = columns.filter((column) => column.stage.kind === 'open').map((column) => column.head);
  const openCount = open.reduce((sum, head) => sum + head.count, 0);
  const whole = addUp(open.map((head) => head.total));
  const weights = open.flatMap((head) => (head.weighted ? [head.weighted] : []));
  const short = (sums: Money[]) => sums.map((sum) => format.money(sum, 'short')).join(' + ') || format.number(0);

  const move = (deal: Record_, to: Stage) => {
    const from = stages?.find((stage) => stage.id === deal.fields['stage']);
    if (!from || from.id === to.id) return;
    const name = String(deal.fields['name'] ?? '');
    void saveFields(deal, { stage: to.id }).then(
      (saved) => {
        void queries.invalidateQueries({ queryKey: ['process'] });
        toast.undo(t('deals.moved', { deal: name, stage: to.name }), t('ui.undo'), () => void saveFields(saved, { stage: from.id }).catch(toast.fail));
      },
      toast.fail,
    );
  };
  const sensors = useSensors(
    useSensor(MouseSensor, { activationConstraint: { distance: 5 } }),
    useSensor(TouchSensor, { activationConstraint: { delay: 220, tolerance: 6 } }),
    useSensor(KeyboardSensor, { coordinateGetter: columnByColumn, keyboardCodes: { start: [KeyboardCode.Space], cancel: [KeyboardCode.Esc], end: [KeyboardCode.Space, KeyboardCode.Enter] } }),
  );
  const deals = data?.records ?? [];
  const dealOf = (id: string | number) => deals.find((deal) => deal.id === id);
  const nameOf = (id: string | number) => String(dealOf(id)?.fields['name'] ?? '');
  const stageName = (id: string | number | undefined) => stages?.find((stage) => stage.id === id)?.name ?? '';
  const drop = ({ active, over }: DragEndEvent) => {
    setDragged(null);
    const deal = dealOf(active.id);
    const to = stages?.find((stage) => stage.id === over?.id);
    if (deal && to) move(deal, to);
  };
  const board = useRef<HTMLDivElement>(null);
  const navigate = useNavigate();
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
      if (id) void navigate({ to: recordPath('deal', id) });
    } },
  ]);
  const moving = dragged ? dealOf(dragged) : undefined;
  const empty = data !== undefined && stages !== undefined && deals.length === 0;

  return (
    <main id="main" data-fill>
      <PageHeader title={object?.label_plural ?? ''} sub={data ? <span className="figures">{weights.length === open.length ? t('deals.sum', { count: openCount, total: short(whole), weighted: short(addUp(weights)) }) : t('deals.sum_plain', { count: openCount, total: short(whole) })}</span> : ''}>
        {views}
        {pipelines && pipelines.length > 1 && <Select aria-label={t('deals.pipeline')} w={150} allowDeselect={false} data={pipelines.map((one) => ({ value: one.id, label: String(one.fields['name']) }))} value={pipeline ?? null} onChange={(value) => set({ pipeline: value ?? undefined }, true)} />}
        <Segmented label={t('deals.whose')} value={mine ? 'me' : 'all'} onChange={(whose) => set({ owner: whose === 'me' ? 'me' : undefined })} choices={[{ value: 'all', label: t('deals.everyone') }, { value: 'me', label: t('deals.mine') }]} />
        {object?.rights.create && <Button look="primary" icon="plus" onClick={() => openCreate('deal', pipeline ? { pipeline } : {})}>{t('record.new', { object: object.label.toLowerCase() })}</Button>}
      </PageHeader>
      {error && <ProblemNote error={error} retry={() => void refetch()} />}
      {pipelines?.length === 0 && <Empty icon="kanban" title={t('deals.no_pipeline')}>{t('deals.no_pipeline_hint')}</Empty>}
      {isPending && pipelines?.length !== 0 && !error && <div style={{ padding: '0 28px' }}><Skeletons rows={6} height={60} /></div>}
      {empty && <Empty icon="handshake" title={t(mine ? 'deals.none_mine' : 'deals.none')} action={object?.rights.create ? <Button look="primary" icon="plus" onClick={() => openCreate('deal', pipeline ? { pipeline } : {})}>{t('record.new', { object: object.label.toLowerCase() })}</Button> : undefined}>{t('deals.none_hint')}</Empty>}
      {data && !empty && (
        <DndContext
          sensors={sensors} collisionDetection={collision} onDragStart={({ active }) => setDragged(String(active.id))} onDragEnd={drop} onDragCancel={() => setDragged(null)} autoScroll={{ threshold: { x: 0.15, y: 0.2 } }}
          accessibility={{
            screenReaderInstructions: { draggable: t('deals.how') },
            announcements: {
              onDragStart: ({ active }) => t('deals.picked', { deal: nameOf(active.id) }),
              onDragOver: ({ active, over }) => (over ? t('deals.over', { deal: nameOf(active.id), stage: stageName(over.id) }) : undefined),
              onDragEnd: ({ active, over }) => (over ? t('deals.dropped', { deal: nameOf(active.id), stage: stageName(over.id) }) : t('deals.cancelled', { deal: nameOf(active.id) })),
              onDragCancel: ({ active }) => t('deals.cancelled', { deal: nameOf(active.id) }),
            },
          }}
        >
          <div className={css.board} ref={board} tabIndex={0} role="region" aria-label={t('deals.board')}>
            {columns.map(({ stage, deals: inStage, head }) => {
              const shown = limits[stage.id] ?? stageStep;
              return (
                <Column key={stage.id} stage={stage} label={t('deals.column', { stage: stage.name, count: head.count })} head={
                  <>
                    <h2>{stage.name}<span>{format.number(head.count)}</span></h2>
                    <p className="figures"><span>{short(head.total)}</span>{stage.kind === 'open' && head.weighted && <span title={t('deals.weighted_hint', { share: format.percent(stage.probability) })}>{t('deals.weighted', { sum: short(head.weighted) })}</span>}{stage.kind !== 'open' && <span>{t('deals.lately')}</span>}</p>
                  </>
                }>
                  {inStage.map((deal) => <DealCard key={deal.id} deal={deal} stages={stages ?? []} onMove={move} lifted={deal.id === dragged} />)}
                  {head.count > inStage.length && (
                    <li className={css.more}>
                      {shown < stageMost
                        ? <Button look="quiet" onClick={() => setLimits((all) => ({ ...all, [stage.id]: Math.min(stageMost, shown + stageStep) }))}>{t('deals.more', { count: head.count - inStage.length })}</Button>
                        : t('deals.in_list', { count: head.count - inStage.length })}
                    </li>
                  )}
                </Column>
              );
            })}
          </div>
          <DragOverlay dropAnimation={null}>{moving && <div className={css.card} data-flying><CardFace deal={moving} /></div>}</DragOverlay>
        </DndContext>
      )}
    </main>
  );
}

function Column({ stage, label, head, children }: { stage: Stage; label: string; head: ReactNode; children: ReactNode }) {
  const { setNodeRef, isOver } = useDroppable({ id: stage.id });
  return (
    <section ref={setNodeRef} className={css.column} data-over={isOver || undefined} data-kind={stage.kind} aria-label={label}>
      <header>{head}</header>
      <ol>{children}</ol>
    </section>
  );
}

function DealCard({ deal, stages, onMove, lifted }: { deal: Record_; stages: Stage[]; onMove: (deal: Record_, to: Stage) => void; lifted: boolean }) {
  const t = useText();
  const { attributes, listeners, setNodeRef, setActivatorNodeRef } = useDraggable({ id: deal.id });
  const name = String(deal.fields['name'] ?? '');
  return (
    <li ref={setNodeRef} className={css.card} data-card={deal.id} data-lifted={lifted || undefined} onMouseDown={listeners?.['onMouseDown'] as never} onTouchStart={listeners?.['onTouchStart'] as never}>
      <CardFace deal={deal} />
      <span className={css.tools}>
        <button ref={setActivatorNodeRef} type="button" className={css.grip} {...attributes} aria-label={t('deals.drag', { deal: name })} onKeyDown={listeners?.['onKeyDown'] as never}><Icon name="grip" size={14} /></button>
        <Menu label={t('deals.move_to')} target={<IconButton icon="dots" size="small" label={t('deals.move', { deal: name })} />} items={[
          { label: t('deals.move_to'), heading: true },
          ...stages.map((stage) => ({ label: stage.name, on: stage.id === deal.fields['stage'], onSelect: () => onMove(deal, stage) })),
        ]} />
      </span>
    </li>
  );
}

function CardFace({ deal }: { deal: Record_ }) {
  const t = useText();
  const format = useFormat();
  const account = deal.fields['account'];
  const owner = deal.fields['owner'];
  const accountName = useTitleOf('account', typeof account === 'string' && account ? account : undefined);
  const ownerName = useTitleOf('user', typeof owner === 'string' && owner ? owner : undefined);
  const close = deal.fields['expected_close'];
  const late = typeof close === 'string' && deal.fields['state'] === 'open' && close < dayText(new Date());
  const amount = deal.fields['amount'];
  return (
    <>
      <Link to={recordPath('deal', deal.id)} className={css.name} draggable={false}>{String(deal.fields['name'] ?? '')}</Link>
      {accountName && <span className={css.account}>{accountName}</span>}
      <span className={css.facts}>
        {isMoney(amount) && <b className="figures">{format.money(amount)}</b>}
        {typeof close === 'string' && <span data-late={late || undefined}>{late && <Icon name="clock" size={12} />}<span className="visually-hidden">{t(late ? 'deals.late' : 'deals.closes')} </span>{format.date(close, 'day')}</span>}
        {ownerName && <span className={css.owner} title={ownerName}><Avatar name={ownerName} size={20} /><span className="visually-hidden">{ownerName}</span></span>}
      </span>
    </>
  );
}
