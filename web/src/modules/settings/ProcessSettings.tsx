import { useQuery } from '@tanstack/react-query';
import { useEffect, useState, type FormEvent } from 'react';
import { api } from '~/app/api/client';
import { queries } from '~/app/api/query';
import { useText } from '~/app/i18n';
import { Button, Card, LinkButton, NumberInput, ProblemNote, Segmented, Skeletons, toast } from '~/ui';
import css from './settings.module.css';

type Settings = { revenue_months: number; decides: 'total' | 'highest' } & Record<string, unknown>;

/** How far back revenue counts, and what decides a category. */
export function ProcessSettings() {
  const t = useText();
  const { data, error, refetch } = useQuery({ queryKey: ['process-settings'], queryFn: () => api.get<Settings>('/process/settings') });
  const [draft, setDraft] = useState<Settings | null>(null);
  const [fault, setFault] = useState<unknown>(null);
  const [busy, setBusy] = useState(false);
  useEffect(() => { if (data) setDraft(data); }, [data]);
  if (error) return <ProblemNote error={error} retry={() => void refetch()} />;
  if (!draft) return <Skeletons rows={4} />;
  const submit = (event: FormEvent) => {
    event.preventDefault();
    setBusy(true);
    setFault(null);
    api.put<Settings>('/process/settings', draft).then((saved) => { if (saved) queries.setQueryData(['process-settings'], saved); toast.say(t('settings.saved')); }, setFault).finally(() => setBusy(false));
  };
  return (
    <div className={css.stack}>
      <Card title={t('settings.revenue_rule')}>
        <form className={css.form} onSubmit={submit}>
          <ProblemNote error={fault} />
          <NumberInput label={t('settings.revenue_months')} description={t('settings.revenue_months_hint')} min={1} max={120} value={draft.revenue_months} onChange={(months) => setDraft({ ...draft, revenue_months: Number(months) || 12 })} />
          <div className={css.field}>
            <span>{t('settings.decides')}</span>
            <Segmented<'total' | 'highest'> label={t('settings.decides')} value={draft.decides} onChange={(decides) => setDraft({ ...draft, decides })} choices={[{ value: 'total', label: t('settings.decides.total') }, { value: 'highest', label: t('settings.decides.highest') }]} />
          </div>
          <div className={css.formActs}><Button type="submit" look="primary" busy={busy}>{t('settings.save')}</Button></div>
        </form>
      </Card>
      <Card title={t('nav.programs')} action={<LinkButton to="/programs">{t('settings.open_programs')}</LinkButton>}>
        <p className={css.hint}>{t('settings.programs_hint')}</p>
      </Card>
    </div>
  );
}
