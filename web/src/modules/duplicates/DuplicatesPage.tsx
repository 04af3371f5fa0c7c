import { useEffect, useMemo, useState } from 'react';
import { useFormat } from '~/app/format';
import { useText } from '~/app/i18n';
import { useSession } from '~/app/session';
import { useShortcuts } from '~/app/shortcuts';
import { usePageSearch, useTitle } from '~/app/usePage';
import { useObjects } from '~/records/objects';
import { undo } from '~/records/undo';
import { Button, Empty, IconButton, PageHeader, ProblemNote, Segmented, Select, Skeletons, toast } from '~/ui';
import { decide, find, refreshPairs, useDuplicateObjects, usePairs, merge, type Pair, type PairState } from './duplicates';
import { PairCard } from './PairCard';
import { SettingsDialog } from './SettingsDialog';
import css from './duplicates.module.css';

const states: PairState[] = ['open', 'dismissed'];

/** Likely duplicates of an object, one pair after the other: choose field by field, merge, or say that they are not the same. */
export function Page() {
  const t = useText();
  const format = useFormat();
  const objects = useObjects();
  const { user } = useSession();
  const [search, setSearch] = usePageSearch();
  const there = useDuplicateObjects();
  const name = search['object'] ?? there.data?.find((one) => one.open > 0)?.object ?? there.data?.[0]?.object ?? '';
  const state: PairState = search['state'] === 'dismissed' ? 'dismissed' : 'open';
  const object = objects.find((one) => one.name === name);
  const madeIn = search['made_in'];
  const list = usePairs(name, state, madeIn);
  const [at, setAt] = useState(0);
  const [busy, setBusy] = useState(false);
  const [settings, setSettings] = useState(false);
  useTitle(t('nav.duplicates'));
  useEffect(() => setAt(0), [name, state, madeIn]);

  const pairs = useMemo(() => list.data?.pages.flatMap((page) => page.pairs) ?? [], [list.data]);
  const first = list.data?.pages[0];
  const job = first?.job;
  const running = job?.state === 'running';
  const place = Math.min(at, Math.max(pairs.length - 1, 0));
  const pair = pairs[place];
  useEffect(() => {
    if (place >= pairs.length - 3 && list.hasNextPage && !list.isFetchingNextPage) void list.fetchNextPage();
  }, [place, pairs.length, list]);

  const looked = async () => {
    try {
      await find(name);
    } catch (error) {
      toast.fail(error);
    }
  };
  const act = async (what: () => Promise<void>) => {
    if (busy) return;
    setBusy(true);
    try {
      await what();
    } catch (error) {
      toast.fail(error);
    }
    await refreshPairs();
    setBusy(false);
  };
  const merged = (one: Pair, survivor: 'a' | 'b', choose: Record<string, string>) => act(async () => {
    const [stays, goes] = survivor === 'a' ? [one.a, one.b] : [one.b, one.a];
    if (!stays || !goes) return;
    const answer = await merge(stays, goes, choose);
    toast.undo(t('duplicates.merged', { object: object?.label ?? '' }), t('ui.undo'), () => void undo(answer.change_set, name).then(refreshPairs));
  });
  const parted = (one: Pair) => act(async () => {
    await decide(one.id, 'dismiss');
    toast.undo(t('duplicates.parted'), t('ui.undo'), () => void act(async () => { await decide(one.id, 'reopen'); }));
  });
  const reopened = (one: Pair) => act(async () => { await decide(one.id, 'reopen'); });

  const step = (by: number) => setAt(Math.max(0, Math.min(pairs.length - 1, place + by)));
  useShortcuts([
    { keys: 'j', label: 'duplicates.key.next', group: 'nav.duplicates', run: () => step(1) },
    { keys: 'k', label: 'duplicates.key.previous', group: 'nav.duplicates', run: () => step(-1) },
  ]);

  const manages = user.level !== 'rep';
  const choices = (there.data ?? []).map((one) => ({ value: one.object, label: `${objects.find((type) => type.name === one.object)?.label_plural ?? one.object}${one.open > 0 ? ` (${format.number(one.open)})` : ''}` }));
  return (
    <main id="main">
      <PageHeader title={t('nav.duplicates')} sub={first && first.count > 0 ? t('duplicates.count', { count: first.count }) : undefined}>
        {manages && <Button icon="settings" look="quiet" onClick={() => setSettings(true)}>{t('duplicates.settings')}</Button>}
        {manages && <Button icon="search" busy={running} onClick={() => void looked()}>{t(running ? 'duplicates.looking' : 'duplicates.look')}</Button>}
      </PageHeader>
      <div className={css.bar}>
        <Select aria-label={t('duplicates.object')} value={name || null} data={choices} onChange={(next) => setSearch({ object: next ?? undefined, made_in: undefined })} />
        <Segmented label={t('duplicates.state')} value={state} choices={states.map((value) => ({ value, label: t(`duplicates.state.${value}`) }))} onChange={(next) => setSearch({ state: next === 'open' ? undefined : next })} />
        {madeIn && <Button look="quiet" icon="x" onClick={() => setSearch({ made_in: undefined })}>{t('duplicates.of_import')}</Button>}
        {pairs.length > 0 && (
          <span className={css.steps}>
            <IconButton icon="chevron-left" label={t('duplicates.key.previous')} disabled={place === 0} onClick={() => step(-1)} />
            <span className={css.place}>{t('duplicates.place', { at: format.number(place + 1), of: `${format.number(first?.count ?? pairs.length)}${first?.count_capped ? '+' : ''}` })}</span>
            <IconButton icon="chevron-right" label={t('duplicates.key.next')} disabled={place >= pairs.length - 1} onClick={() => step(1)} />
          </span>
        )}
      </div>
      {running && <progress className={css.progress} value={job.processed} max={Math.max(job.total, 1)} aria-label={t('duplicates.looking')} />}
      <ProblemNote error={list.error ?? there.error} retry={() => void list.refetch()} />
      {list.isPending || !object ? <Skeletons rows={8} /> : pair ? (
        <PairCard key={pair.id} pair={pair} object={object} busy={busy} onMerge={(survivor, choose) => void merged(pair, survivor, choose)} onPart={() => void parted(pair)} onReopen={() => void reopened(pair)} />
      ) : !list.error && (
        <Empty icon="copy" title={t(state === 'dismissed' ? 'duplicates.none_parted' : job ? 'duplicates.none' : 'duplicates.not_looked')} action={manages && state === 'open' && !running ? <Button look="primary" onClick={() => void looked()}>{t('duplicates.look')}</Button> : undefined}>
          {state === 'open' && t(!manages && !job ? 'duplicates.ask_manager' : job ? 'duplicates.none_hint' : 'duplicates.not_looked_hint')}
        </Empty>
      )}
      {settings && name && <SettingsDialog object={name} mayChange={user.level === 'administrator'} onClose={() => setSettings(false)} />}
    </main>
  );
}
