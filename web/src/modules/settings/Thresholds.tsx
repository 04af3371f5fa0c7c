import { useMutation } from '@tanstack/react-query';
import { useState } from 'react';
import { Link } from '@tanstack/react-router';
import { api } from '~/app/api/client';
import { queries } from '~/app/api/query';
import type { Id, Money } from '~/app/api/types';
import { useFormat } from '~/app/format';
import { useText } from '~/app/i18n';
import { useRole, useSession } from '~/app/session';
import { recordPath } from '~/records/paths';
import { Button, Card, Category, DateInput, Icon, ProblemNote, Table, toast } from '~/ui';
import { RecordsTable } from './RecordsTable';
import { SuggestionCard, useSuggestion } from './Suggest';
import css from './settings.module.css';

interface Preview {
  moves: { account: { id: Id; name: string }; from: string | null; to: string | null; revenue: Money | null; reason: string | { text: string } }[];
  counts: Record<string, number>;
}

/** The table of thresholds, and who would move by it before anybody does. */
export function Thresholds() {
  const t = useText();
  const format = useFormat();
  const manager = useRole() !== 'rep';
  const { today } = useSession().workspace;
  const [asOf, setAsOf] = useState(today);
  const suggest = useSuggestion();
  const preview = useMutation({ mutationFn: () => api.post<Preview>('/categories/preview', { as_of: asOf || today }), onError: (failure) => toast.fail(failure) });
  const apply = useMutation({
    mutationFn: () => api.post('/categories/apply', { as_of: asOf || today }),
    onSuccess: () => {
      toast.say(t('settings.categories_applied'));
      preview.reset();
      for (const key of ['records', 'record', 'programs', 'coverage', 'week', 'process']) void queries.invalidateQueries({ queryKey: [key] });
    },
    onError: (failure) => toast.fail(failure),
  });
  const moves = preview.data?.moves ?? [];
  return (
    <div className={css.stack}>
      <RecordsTable
        name="category_threshold" title={t('settings.thresholds')} hint={t('settings.thresholds_hint')} empty={t('settings.no_thresholds')} query={{ sort: [{ field: 'product_line', dir: 'asc' }, { field: 'country', dir: 'asc' }] }}
        columns={['product_line', 'country', 'a_from', 'b_from', 'c_from']} mayBin blank={t('settings.any')}
        action={manager && <Button icon="chart" busy={suggest.isPending} onClick={() => suggest.mutate(asOf || today)}>{t('settings.suggest')}</Button>}
      />
      <ProblemNote error={suggest.error} />
      {suggest.data && <SuggestionCard key={suggest.submittedAt} suggestion={suggest.data} onClose={suggest.reset} onSaved={() => { suggest.reset(); preview.mutate(); }} />}
      {manager && <Card title={t('settings.moves')} action={<Button busy={preview.isPending} onClick={() => preview.mutate()}>{t('settings.preview')}</Button>}>
        <p className={css.hint}>{t('settings.moves_hint')}</p>
        <DateInput className={css.asOf} label={t('settings.as_of')} description={t('settings.as_of_hint')} value={asOf} max={today} onChange={(event) => { setAsOf(event.currentTarget.value); preview.reset(); suggest.reset(); }} />
        {preview.data && moves.length === 0 && <p className={css.good}><Icon name="check-circle" />{t('settings.nobody_moves')}</p>}
        {moves.length > 0 && (
          <>
            <p>{t('settings.would_move', { count: moves.length })}</p>
            <Table label={t('settings.moves')} head={[{ key: 'account', label: t('settings.account') }, { key: 'from', label: t('settings.from') }, { key: 'to', label: t('settings.to') }, { key: 'revenue', label: t('settings.revenue'), end: true }, { key: 'why', label: t('settings.why') }]}>
              {moves.slice(0, 200).map((move) => (
                <tr key={move.account.id}>
                  <td><Link to={recordPath('account', move.account.id)} className="link">{move.account.name}</Link></td>
                  <td><Category value={move.from} small /></td>
                  <td><Category value={move.to} small /></td>
                  <td data-align="end">{format.money(move.revenue)}</td>
                  <td className="soft">{typeof move.reason === 'string' ? move.reason : move.reason?.text}</td>
                </tr>
              ))}
            </Table>
            <div className={css.formActs}><Button look="primary" busy={apply.isPending} onClick={() => apply.mutate()}>{t('settings.apply')}</Button></div>
          </>
        )}
      </Card>}
    </div>
  );
}
