import { Link } from '@tanstack/react-router';
import { useEffect, useMemo, useState } from 'react';
import type { Id, Money, Record_ } from '~/app/api/types';
import { dayText, useFormat } from '~/app/format';
import { useText } from '~/app/i18n';
import { openCreate } from '~/app/shell/overlay';
import { usePageSearch } from '~/app/usePage';
import { isMoney } from '~/fields/money';
import { queries } from '~/app/api/query';
import { BoardFrame, type BoardColumn } from '~/records/board/BoardFrame';
import css from '~/records/board/board.module.css';
import { saveFields } from '~/records/data';
import { useTitleOf } from '~/records/objects';
import { recordPath } from '~/records/paths';
import type { BodyProps } from '~/records/RecordList';
import { Avatar, Button, Empty, Icon, Select, Skeletons, toast } from '~/ui';
import { addUp, headOf, stageMost, stageStep, useBoard, usePipelines, useStages } from './pipeline';

function usePipeline(): { pipelines: Record_[] | undefined; pipeline: Id | undefined; choose: (pipeline: Id | undefined) => void } {
  const [search, set] = usePageSearch();
  const pipelines = usePipelines();
  const pipeline = search['pipeline'] ?? pipelines?.find((one) => one.fields['is_default'] === true)?.id ?? pipelines?.[0]?.id;
  return { pipelines, pipeline, choose: (next) => set({ pipeline: next }, true) };
}

export function PipelineChoice() {
  const t = useText();
  const { pipelines, pipeline, choose } = usePipeline();
  if (!pipelines || pipelines.length < 2) return null;
  return <Select aria-label={t('deals.pipeline')} w={150} allowDeselect={false} data={pipelines.map((one) => ({ value: one.id, label: String(one.fields['name']) }))} value={pipeline ?? null} onChange={(value) => choose(value ?? undefined)} />;
}

/** The deals of a pipeline by stage: the open ones, and those closed lately. */
export function StageBoard({ object, state, filter, time, onFound }: BodyProps) {
  const t = useText();
  const format = useFormat();
  const { pipelines, pipeline } = usePipeline();
  const stages = useStages(pipeline);
  const [limits, setLimits] = useState<Record<Id, number>>({});
  const { data, error, isPending, isFetching, refetch } = useBoard(pipeline, stages, { filter, search: state.search, time }, limits);
  useEffect(() => {
    onFound({ count: undefined, capped: false, error, fetching: isFetching && !isPending, retry: () => void refetch() });
  }, [onFound, error, isFetching, isPending, refetch]);

  const short = (sums: Money[]) => sums.map((sum) => format.money(sum, 'short')).join(' + ') || format.number(0);
  const heads = useMemo(() => {
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
  const columns = heads.map(({ stage, deals, head }): BoardColumn => {
    const limit = limits[stage.id] ?? stageStep;
    return {
      id: stage.id, name: stage.name, tone: stage.kind, count: head.count, records: deals,
      sub: <><span>{short(head.total)}</span>{stage.kind === 'open' && head.weighted && <span title={t('deals.weighted_hint', { share: format.percent(stage.probability) })}>{t('deals.weighted', { sum: short(head.weighted) })}</span>}{stage.kind !== 'open' && <span>{t('deals.lately')}</span>}</>,
      ...(limit < stageMost ? { onMore: () => setLimits((all) => ({ ...all, [stage.id]: Math.min(stageMost, limit + stageStep) })) } : {}),
    };
  });
  const open = heads.filter((one) => one.stage.kind === 'open').map((one) => one.head);
  const weights = open.flatMap((head) => (head.weighted ? [head.weighted] : []));
  const openCount = open.reduce((sum, head) => sum + head.count, 0);
  const whole = addUp(open.map((head) => head.total));

  const move = (deal: Record_, to: BoardColumn) => {
    const from = String(deal.fields['stage'] ?? '');
    void saveFields(deal, { stage: to.id }).then(
      (saved) => {
        void queries.invalidateQueries({ queryKey: ['process'] });
        toast.undo(t('board.moved', { record: String(deal.fields['name'] ?? ''), column: to.name }), t('ui.undo'), () => void saveFields(saved, { stage: from }).catch(toast.fail));
      },
      toast.fail,
    );
  };
  const create = (fields: Record<string, string>) => openCreate('deal', { ...(pipeline ? { pipeline } : {}), ...fields });
  if (error) return null;
  if (pipelines?.length === 0) return <Empty icon="kanban" title={t('deals.no_pipeline')}>{t('deals.no_pipeline_hint')}</Empty>;
  if (isPending || !data) return <div className={css.waiting}><Skeletons rows={6} height={60} /></div>;
  if (data.records.length === 0) {
    const searched = Boolean(filter || state.search);
    return (
      <Empty icon="handshake" title={t(searched ? 'table.none_found' : 'deals.none')} action={object.rights.create && !searched ? <Button look="primary" icon="plus" onClick={() => create({})}>{t('record.new', { object: object.label.toLowerCase() })}</Button> : undefined}>
        {t(searched ? 'table.none_found_hint' : 'deals.none_hint')}
      </Empty>
    );
  }
  return (
    <>
      <p className={css.line}><span className="figures">{weights.length === open.length ? t('deals.sum', { count: openCount, total: short(whole), weighted: short(addUp(weights)) }) : t('deals.sum_plain', { count: openCount, total: short(whole) })}</span></p>
      <BoardFrame object={object} columns={columns} by="stage" onMove={move} readOnly={time.as_of !== undefined} onCreate={(column) => create({ stage: column.id })} face={(deal) => <CardFace deal={deal} />} />
    </>
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
