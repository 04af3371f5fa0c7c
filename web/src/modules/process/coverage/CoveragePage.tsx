import { Link } from '@tanstack/react-router';
import { useInfiniteQuery } from '@tanstack/react-query';
import { useEffect, useRef } from 'react';
import { api } from '~/app/api/client';
import type { Id, Person, Reason } from '~/app/api/types';
import { useFormat } from '~/app/format';
import { useText } from '~/app/i18n';
import { usePageSearch, useTitle } from '~/app/usePage';
import { recordPath } from '~/records/paths';
import { Button, Category, Empty, LinkButton, Meter, PageHeader, ProblemNote, Segmented, Skeletons, Table, Tag, type Tone } from '~/ui';
import { Breakdown, type Share } from './Breakdown';
import css from './coverage.module.css';

type State = 'kept' | 'at_risk' | 'broken';
interface Row {
  account: { id: Id; name: string };
  owner: Person | null;
  account_type: string | null;
  category: string | null;
  last_touch: string | null;
  last_touch_kind: string | null;
  next_touch: string | null;
  next_touch_kind: string | null;
  state: State;
  cause: Reason | null;
}
interface Coverage {
  summary: { accounts: number; kept: number; at_risk: number; broken: number; share: number };
  by_rep: (Omit<Share, 'key' | 'label'> & { user: Person | null })[];
  by_type: (Omit<Share, 'key' | 'label'> & { account_type: string | null })[];
  by_category: (Omit<Share, 'key' | 'label'> & { category: string | null })[];
  rows: Row[];
  cursor: string | null;
  count: number;
}

const tones: Record<State, Tone> = { kept: 'good', at_risk: 'warn', broken: 'bad' };
const filters = ['user', 'account_type', 'category', 'state'] as const;

/** Nothing falls between the chairs: who is covered, who is not, and why. */
export function Page() {
  const t = useText();
  const format = useFormat();
  const [search, setSearch] = usePageSearch();
  const state = search['state'] ?? 'broken';
  const asked = { user: search['user'], account_type: search['account_type'], category: search['category'], state: state === 'all' ? undefined : state, limit: 100 };
  const { data, error, isPending, refetch, fetchNextPage, hasNextPage, isFetchingNextPage } = useInfiniteQuery({
    queryKey: ['coverage', asked],
    queryFn: ({ pageParam, signal }) => api.get<Coverage>('/coverage', { ...asked, cursor: pageParam }, { signal }),
    initialPageParam: '',
    getNextPageParam: (page) => page.cursor || undefined,
    placeholderData: (before) => before,
  });
  useTitle(t('nav.coverage'));
  // One opens on those who are not covered: that is what can be mended. Where there are none, on the next worse.
  const sums = data?.pages[0]?.summary;
  const began = useRef(false);
  useEffect(() => {
    if (!sums || began.current) return;
    began.current = true;
    if (!search['state'] && sums.broken === 0 && sums.accounts > 0) setSearch({ state: sums.at_risk > 0 ? 'at_risk' : 'all' });
  }, [sums, search, setSearch]);
  const first = data?.pages[0];
  if (error && !first) return <main id="main"><PageHeader title={t('nav.coverage')} /><ProblemNote error={error} retry={() => void refetch()} /></main>;
  if (isPending || !first) return <main id="main"><PageHeader title={t('nav.coverage')} /><Skeletons rows={8} /></main>;
  const { summary } = first;
  const rows = data.pages.flatMap((page) => page.rows);
  const chosen = filters.filter((name) => name !== 'state' && search[name]);
  if (summary.accounts === 0 && chosen.length === 0) {
    return (
      <main id="main">
        <PageHeader title={t('nav.coverage')} />
        <Empty icon="shield" title={t('coverage.nothing')} action={<LinkButton to="/import" look="primary" icon="upload">{t('coverage.import')}</LinkButton>}>{t('coverage.nothing_why')}</Empty>
      </main>
    );
  }
  const touch = (day: string | null, kind: string | null) => (day ? <>{format.date(day)}{kind && <small className={css.kind}>{t(`kind.${kind}`)}</small>}</> : <span className="faint">{t('coverage.none')}</span>);
  return (
    <main id="main">
      <PageHeader title={t('nav.coverage')} sub={t('coverage.sub', { kept: format.number(summary.kept), accounts: format.number(summary.accounts) })} />
      <div className={css.whole}>
        <strong className={css.share}>{format.percent(summary.share * 100)}</strong>
        <div className={css.wholeMeter}>
          <Meter value={summary.kept} warn={summary.at_risk} bad={summary.broken} max={summary.accounts} label={t('coverage.meter', { kept: summary.kept, at_risk: summary.at_risk, broken: summary.broken })} />
          <p className="soft">{t('coverage.meter', { kept: format.number(summary.kept), at_risk: format.number(summary.at_risk), broken: format.number(summary.broken) })}</p>
        </div>
      </div>
      <div className={css.breakdowns}>
        <Breakdown title={t('coverage.by_rep')} chosen={search['user']} onChoose={(user) => setSearch({ user })} shares={first.by_rep.map((entry) => ({ ...entry, key: entry.user?.id ?? 'none', label: entry.user?.name ?? t('coverage.without_owner') })).sort((one, other) => (other.accounts - other.kept) - (one.accounts - one.kept) || one.label.localeCompare(other.label, format.locale))} />
        <Breakdown title={t('coverage.by_type')} chosen={search['account_type']} onChoose={(account_type) => setSearch({ account_type })} shares={first.by_type.map((entry) => ({ ...entry, key: entry.account_type ?? 'none', label: entry.account_type ? t(`week.type.${entry.account_type}`) : t('coverage.no_type') }))} />
        <Breakdown title={t('coverage.by_category')} chosen={search['category']} onChoose={(category) => setSearch({ category })} shares={first.by_category.map((entry) => ({ ...entry, key: entry.category ?? 'none', label: entry.category ?? t('coverage.no_category') }))} />
      </div>
      <div className={css.tools}>
        <Segmented
          label={t('coverage.show')} value={state} onChange={(value) => setSearch({ state: value })}
          choices={[
            { value: 'broken', label: `${t('coverage.state.broken')} ${format.number(summary.broken)}` }, { value: 'at_risk', label: `${t('coverage.state.at_risk')} ${format.number(summary.at_risk)}` },
            { value: 'kept', label: `${t('coverage.state.kept')} ${format.number(summary.kept)}` }, { value: 'all', label: t('coverage.all') },
          ]}
        />
        {chosen.length > 0 && <Button look="quiet" icon="x" onClick={() => setSearch({ user: undefined, account_type: undefined, category: undefined })}>{t('coverage.clear')}</Button>}
      </div>
      {rows.length === 0 ? (
        <Empty icon="check-circle" title={t(state === 'broken' || state === 'at_risk' ? 'coverage.nobody' : 'coverage.no_rows')}>{t(state === 'broken' ? 'coverage.nobody_why' : 'coverage.no_rows_why')}</Empty>
      ) : (
        <Table label={t('coverage.list')} head={[
          { key: 'account', label: t('coverage.account') }, { key: 'category', label: t('coverage.category') }, { key: 'owner', label: t('coverage.owner') },
          { key: 'last', label: t('coverage.last') }, { key: 'next', label: t('coverage.next') }, { key: 'state', label: t('coverage.state') }, { key: 'cause', label: t('coverage.cause') },
        ]}>
          {rows.map((row) => (
            <tr key={row.account.id}>
              <td><Link to={recordPath('account', row.account.id)} className="link">{row.account.name}</Link></td>
              <td className={css.cell}><Category value={row.category} small /> <span className="soft">{row.account_type ? t(`week.type.${row.account_type}`) : ''}</span></td>
              <td>{row.owner?.name ?? <span className="faint">{t('coverage.without_owner')}</span>}</td>
              <td>{touch(row.last_touch, row.last_touch_kind)}</td>
              <td>{touch(row.next_touch, row.next_touch_kind)}</td>
              <td><Tag tone={tones[row.state]}>{t(`coverage.state.${row.state}`)}</Tag></td>
              <td className="soft">{row.cause?.text}</td>
            </tr>
          ))}
        </Table>
      )}
      {hasNextPage && <div className={css.moreRows}><Button busy={isFetchingNextPage} onClick={() => void fetchNextPage()}>{t('coverage.more')}</Button></div>}
    </main>
  );
}
