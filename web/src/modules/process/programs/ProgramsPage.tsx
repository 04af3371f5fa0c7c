import { useEffect, useMemo, useState } from 'react';
import { useFormat } from '~/app/format';
import { useText } from '~/app/i18n';
import { useRole, useSession } from '~/app/session';
import { usePageSearch, useTitle } from '~/app/usePage';
import { Button, Card, DateInput, Icon, PageHeader, ProblemNote, Skeletons, toast } from '~/ui';
import { CellCard } from './CellCard';
import { askLoad, cellKey, useLastPlan, usePlanYear, usePrograms, useSavePrograms, type Cell, type DraftLoad } from './data';
import { LoadCard } from './LoadCard';
import { TouchpointEditor } from './TouchpointEditor';
import { Unmet } from './Unmet';
import css from './programs.module.css';

const types = ['expand', 'retain'] as const;
const categories = ['A', 'B', 'C', 'D'] as const;

export function Page() {
  const t = useText();
  const format = useFormat();
  const mayEdit = useRole() !== 'rep';
  const { data, error, refetch, isPending } = usePrograms();
  const { data: lastPlan } = useLastPlan();
  const [search, setSearch] = usePageSearch();
  const [draft, setDraft] = useState<Cell[] | null>(null);
  const [draftLoad, setDraftLoad] = useState<DraftLoad | null>(null);
  const save = useSavePrograms();
  const plan = usePlanYear();
  const [from, setFrom] = useState(useSession().workspace.today);
  useTitle(t('nav.programs'));

  const cells = draft ?? data?.cells;
  const selected = cells?.find((cell) => cellKey(cell) === (search['cell'] ?? 'expand-A')) ?? cells?.[0];
  const changed = useMemo(() => {
    if (!draft || !data) return 0;
    return draft.filter((cell) => JSON.stringify(cell.touchpoints) !== JSON.stringify(data.cells.find((other) => cellKey(other) === cellKey(cell))?.touchpoints)).length;
  }, [draft, data]);

  useEffect(() => {
    if (!draft || changed === 0) {
      setDraftLoad(null);
      return undefined;
    }
    const stop = new AbortController();
    const timer = window.setTimeout(() => {
      askLoad(draft, stop.signal).then((load) => { if (!stop.signal.aborted) setDraftLoad(load); }, (failure: unknown) => { if (!stop.signal.aborted) toast.fail(failure); });
    }, 120);
    return () => { stop.abort(); window.clearTimeout(timer); };
  }, [draft, changed]);

  if (error && !data) return <main id="main"><PageHeader title={t('nav.programs')} /><ProblemNote error={error} retry={() => void refetch()} /></main>;
  if (isPending || !data || !cells || !selected) return <main id="main"><PageHeader title={t('nav.programs')} /><Skeletons rows={5} height={90} /></main>;

  const change = (cell: Cell) => setDraft(cells.map((other) => (cellKey(other) === cellKey(cell) ? cell : other)));
  const keep = () => {
    save.mutate({ before: data.cells, after: cells }, {
      onSuccess: () => { setDraft(null); toast.undo(t('programs.saved'), t('programs.plan'), () => replan()); },
      onError: (failure) => toast.fail(failure),
    });
  };
  const replan = (from?: string) => plan.mutate(from, {
    onSuccess: (done) => toast.say(t('programs.planned', { planned: format.number(done.planned + done.kept), moved: format.number(done.moved), unmet: format.number(done.unmet_total) })),
    onError: (failure) => toast.fail(failure),
  });
  const sub = changed > 0 ? t('programs.differs', { count: changed }) : data.customers > 0 ? t('programs.sub', { count: data.customers }) : undefined;
  return (
    <main id="main">
      <PageHeader title={t('nav.programs')} sub={sub}>
        {mayEdit && changed > 0 && <Button onClick={() => setDraft(null)}>{t('programs.discard')}</Button>}
        {mayEdit && changed > 0 && <Button look="primary" busy={save.isPending} onClick={keep}>{t('programs.save')}</Button>}
        {mayEdit && changed === 0 && <Button look="primary" icon="calendar-week" busy={plan.isPending} onClick={() => replan()}>{t('programs.plan')}</Button>}
      </PageHeader>
      <div className={css.grid}>
        <span className={css.corner} />
        {categories.map((category) => {
          const from = data.category_ranges[category]?.from;
          return <div key={category} className={css.head}>{category}<small>{from && Number(from.amount) > 0 ? t('programs.from', { amount: format.money(from, 'short') }) : t('programs.below')}</small></div>;
        })}
        {types.map((type) => [
          <div key={type} className={css.side}>{t(`week.type.${type}`)}</div>,
          ...categories.map((category) => {
            const cell = cells.find((other) => other.account_type === type && other.category === category);
            return cell ? <CellCard key={cellKey(cell)} cell={cell} selected={cell === selected} onSelect={() => setSearch({ cell: cellKey(cell) })} /> : <div key={`${type}-${category}`} className={css.missing}>{t('programs.no_program')}</div>;
          }),
        ])}
      </div>
      <p className={css.legend}><i className={css.humanMark} />{t('programs.human')}<i className={css.digitalMark} />{t('programs.digital')}</p>
      <div className={css.two}>
        <Card title={`${t(`week.type.${selected.account_type}`)} · ${selected.category}`}>
          {selected.goal && <p className={css.goal}>{selected.goal}</p>}
          <TouchpointEditor cell={selected} mayEdit={mayEdit} onChange={(touchpoints) => change({ ...selected, touchpoints })} />
        </Card>
        <LoadCard load={draftLoad ?? data.load} draft={draftLoad} />
      </div>
      {lastPlan && (
        <Card title={t('programs.last_plan')} className={css.plan}>
          <p className="soft">
            {lastPlan.planned_at ? t('programs.planned_at', { when: format.dateTime(lastPlan.planned_at), from: format.date(lastPlan.from), to: format.date(lastPlan.to) }) : t('programs.never_planned')}
          </p>
          {mayEdit && (
            <form className={css.from} onSubmit={(event) => { event.preventDefault(); replan(from); }}>
              <DateInput label={t('programs.plan_from')} value={from} onChange={(event) => setFrom(event.currentTarget.value)} />
              <Button type="submit" busy={plan.isPending} disabled={!from}>{t('programs.plan_go')}</Button>
            </form>
          )}
          {lastPlan.unmet_total > 0 ? <Unmet total={lastPlan.unmet_total} rows={lastPlan.unmet} /> : lastPlan.planned_at && <p className={css.allMet}><Icon name="check-circle" />{t('programs.all_met')}</p>}
        </Card>
      )}
    </main>
  );
}
