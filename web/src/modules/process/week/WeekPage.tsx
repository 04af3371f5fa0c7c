import { useEffect, useMemo, useState } from 'react';
import { dayOf, isoWeek, useFormat } from '~/app/format';
import { useText } from '~/app/i18n';
import { useSession } from '~/app/session';
import { useShortcuts } from '~/app/shortcuts';
import { usePageSearch, useTitle } from '~/app/usePage';
import { Button, IconButton, Meter, PageHeader, ProblemNote, Select, Skeletons, toast } from '~/ui';
import { takeMoveBack, useAct, useWeek, useWeekUsers, type Deed, type WeekItem } from './data';
import { EmptyWeek } from './EmptyWeek';
import { TouchDialog, type DialogDeed } from './TouchDialog';
import { WeekPicker } from './WeekPicker';
import { WeekRow } from './WeekRow';
import css from './week.module.css';

export function Page() {
  const t = useText();
  const format = useFormat();
  const session = useSession();
  const [search, setSearch] = usePageSearch();
  const { data, error, refetch, isPending } = useWeek(search['user'], search['week']);
  const { data: people } = useWeekUsers();
  const now = isoWeek(dayOf(session.workspace.today));
  const act = useAct();
  const [open, setOpen] = useState<string | null>(null);
  const [dialog, setDialog] = useState<{ deed: DialogDeed; item: WeekItem } | null>(null);
  const title = (week: string) => t(week.slice(0, 4) === now.slice(0, 4) ? 'week.title' : 'week.title_year', { week: Number(week.slice(-2)), year: week.slice(0, 4) });
  useTitle(data ? title(data.week) : t('nav.week'));

  const groups = useMemo(() => {
    const items = data?.items ?? [];
    return [
      { key: 'week.carried', items: items.filter((item) => item.state === 'planned' && item.carried_weeks > 0) },
      { key: data?.week === now ? 'week.in_order' : 'week.in_order_then', items: items.filter((item) => item.state === 'planned' && item.carried_weeks === 0) },
      { key: 'week.done', items: items.filter((item) => item.state === 'done') },
      { key: 'week.skipped', items: items.filter((item) => item.state === 'skipped') },
    ].filter((group) => group.items.length > 0);
  }, [data, now]);
  const order = useMemo(() => groups.flatMap((group) => group.items), [groups]);
  const opened = order.find((item) => item.touch === open);

  // The first thing to do stands open, so that the page answers before a click; on a phone it would fill the screen.
  const list = data && `${data.user.id} ${data.week}`;
  const [began, setBegan] = useState<string | undefined>();
  useEffect(() => {
    if (!list || began === list) return;
    setBegan(list);
    setOpen(null);
    if (window.matchMedia('(min-width: 761px)').matches) setOpen(order.find((item) => item.state === 'planned')?.touch ?? null);
  }, [list, began, order]);

  const doIt = (item: WeekItem, deed: Deed, body: Record<string, unknown>) => {
    const after = order[order.indexOf(item) + 1];
    const done = act.mutateAsync({ touch: item.touch, deed, body });
    done.catch(toast.fail);
    if (deed === 'done' || deed === 'skip') {
      toast.undo(t(deed === 'done' ? 'week.said_done' : 'week.said_skipped', { account: item.account.name }), t('ui.undo'), () =>
        act.mutate({ touch: item.touch, deed: 'reopen', body: {} }, { onError: (failure) => toast.fail(failure) }));
    } else if (deed === 'reschedule' || deed === 'hand-over') {
      toast.undo(t(deed === 'reschedule' ? 'week.said_moved' : 'week.said_handed', { account: item.account.name }), t('ui.undo'), () =>
        void done.then((moved) => moved && takeMoveBack(moved)).catch(toast.fail));
    }
    if (deed !== 'steps' && deed !== 'reopen') setOpen(after?.state === 'planned' ? after.touch : null);
  };
  const ask = (deed: DialogDeed, item: WeekItem | undefined) => {
    if (item?.state === 'planned') setDialog({ deed, item });
  };
  const move = (by: number) => {
    const at = order.findIndex((item) => item.touch === open);
    const next = order[at < 0 ? 0 : Math.max(0, Math.min(order.length - 1, at + by))];
    if (!next) return;
    setOpen(next.touch);
    document.getElementById(`touch-${next.touch}`)?.scrollIntoView({ block: 'nearest' });
  };
  useShortcuts([
    { keys: 'j', label: t('week.key_next'), run: () => move(1) },
    { keys: 'k', label: t('week.key_previous'), run: () => move(-1) },
    { keys: 'enter', label: t('week.do'), run: () => ask('done', opened) },
    { keys: 'r', label: t('week.reschedule'), run: () => ask('reschedule', opened) },
    { keys: 'h', label: t('week.hand_over'), run: () => ask('hand-over', opened) },
    { keys: 's', label: t('week.skip'), run: () => ask('skip', opened) },
  ]);

  if (error && !data) return <main id="main"><PageHeader title={t('nav.week')} /><ProblemNote error={error} retry={() => void refetch()} /></main>;
  if (isPending || !data) return <main id="main"><PageHeader title={t('nav.week')} /><Skeletons rows={8} height={44} /></main>;
  const { summary } = data;
  const mine = data.user.id === session.user.id;
  const sub = [
    `${format.date(data.from, 'day')} – ${format.date(data.to, 'day')}`,
    ...(mine ? [] : [data.user.name]),
    ...(order.length === 0 ? [] : [
      t('week.progress', { done: summary.done, items: summary.items }),
      t('week.left', { left: format.minutes(summary.minutes_left), of: format.minutes(summary.capacity_minutes) }),
    ]),
  ].join(' · ');
  return (
    <main id="main">
      <PageHeader title={title(data.week)} sub={sub}>
        {people && people.length > 1 && (
          <Select
            aria-label={t('week.whose')} className={css.whose ?? ''} searchable allowDeselect={false} value={data.user.id} data={people.map((person) => ({ value: person.id, label: person.name }))}
            onChange={(id) => setSearch({ user: id === session.user.id ? undefined : (id ?? undefined) }, true)}
          />
        )}
        <IconButton icon="chevron-left" label={t('week.before')} onClick={() => setSearch({ week: data.previous }, true)} />
        <Button onClick={() => setSearch({ week: undefined }, true)} disabled={!search['week']}>{t('week.now')}</Button>
        <IconButton icon="chevron-right" label={t('week.after')} onClick={() => setSearch({ week: data.next }, true)} />
        <WeekPicker week={data.week} now={now} onPick={(week) => setSearch({ week: week === now ? undefined : week }, true)} />
        <IconButton icon="printer" className={css.print} label={t('week.print')} onClick={() => window.print()} />
      </PageHeader>
      {order.length > 0 && <Meter value={summary.done} warn={Math.min(summary.carried_over, summary.items - summary.done)} max={summary.items} label={t('week.progress_label', { done: summary.done, items: summary.items, carried: summary.carried_over })} />}
      {order.length === 0 && (
        <EmptyWeek
          list={data} mine={mine} mayChoose={session.user.level !== 'rep'} onWeek={(week) => setSearch({ week }, true)}
          onUser={(user) => setSearch({ user }, true)}
        />
      )}
      {groups.map((group) => (
        <section key={group.key} aria-label={t(group.key)}>
          <h2 className={css.group}>{t(group.key)}<span className="faint">{group.items.length}</span></h2>
          <ul className={css.list}>
            {group.items.map((item) => (
              <WeekRow
                key={item.touch} item={item} open={item.touch === open} onToggle={() => setOpen(item.touch === open ? null : item.touch)}
                onAsk={(deed) => ask(deed, item)} onDo={(deed, body) => doIt(item, deed, body)}
              />
            ))}
          </ul>
        </section>
      ))}
      {dialog && <TouchDialog deed={dialog.deed} item={dialog.item} people={people ?? []} owner={data.user.id} today={session.workspace.today} onClose={() => setDialog(null)} onDo={(deed, body) => { setDialog(null); doIt(dialog.item, deed, body); }} />}
    </main>
  );
}
