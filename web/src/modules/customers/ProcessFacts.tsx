import { useId, useState, type FormEvent } from 'react';
import { api } from '~/app/api/client';
import { queries } from '~/app/api/query';
import type { AccountProcess, Reason, Record_ } from '~/app/api/types';
import { useFormat } from '~/app/format';
import { useText } from '~/app/i18n';
import { invalidateFor } from '~/app/live';
import { fieldOf, useObject } from '~/records/objects';
import { Fact } from '~/records/RecordFrame';
import { Button, Category, Icon, ProblemNote, Segmented, Skeleton, Tag, type Tone } from '~/ui';
import { Popover } from '~/ui/overlays';
import { useProcess } from './AccountPage';
import css from './account.module.css';

const coverageTones: Record<'kept' | 'at_risk' | 'broken', Tone> = { kept: 'good', at_risk: 'warn', broken: 'bad' };

/** Type, category, revenue and coverage; each opens the reason behind it, and the first two the way to set them by hand. */
export function ProcessFacts({ account }: { account: Record_ }) {
  const t = useText();
  const format = useFormat();
  const { data, isPending, error } = useProcess(account.id);
  const object = useObject('account');
  const optionsOf = (name: string) => (object && fieldOf(object, name)?.options) ?? [];
  if (isPending) return <Skeleton width={320} height={36} />;
  if (error) return <ProblemNote error={error} />;
  const type = optionsOf('account_type').find((option) => option.value === data.account_type)?.label;
  return (
    <>
      <Fact label={t('account.type')}>
        <Why label={t('account.type')} reason={data.type_reason} pinned={data.type_pinned} until={data.type_until} shown={type ? <Tag tone={data.account_type === 'expand' ? 'good' : 'neutral'} {...(data.type_pinned ? { icon: 'pin' as const } : {})}>{type}</Tag> : <span className="faint">{t('account.no_type')}</span>}>
          {(close) => <ByHand account={account.id} what="type" field="account_type" options={optionsOf('account_type')} now={data.account_type} pinned={data.type_pinned} onDone={close} />}
        </Why>
      </Fact>
      <Fact label={t('account.category')}>
        <Why label={t('account.category')} reason={data.category_reason} pinned={data.category_pinned} until={data.category_until} shown={<><Category value={data.category} />{data.category_pinned && <Icon name="pin" size={13} />}</>}>
          {(close) => <ByHand account={account.id} what="category" field="category" options={optionsOf('category')} now={data.category} pinned={data.category_pinned} onDone={close} />}
        </Why>
      </Fact>
      <Fact label={t('account.revenue')}>
        <Why label={t('account.revenue')} reason={data.category_reason} shown={data.revenue ? <span className={css.figure}>{format.money(data.revenue)}</span> : <span className="faint">{t('account.no_revenue')}</span>} />
      </Fact>
      {data.coverage && (
        <Fact label={t('account.coverage')}>
          <Why label={t('account.coverage')} reason={data.coverage.cause} shown={<Tag tone={coverageTones[data.coverage.state]}>{t(`account.coverage.${data.coverage.state}`)}</Tag>}>
            {() => <ProgramOf data={data} />}
          </Why>
        </Fact>
      )}
    </>
  );
}

function Why({ label, reason, pinned, until, shown, children }: {
  label: string; reason: Reason | null; pinned?: boolean; until?: string | null; shown: React.ReactNode; children?: (close: () => void) => React.ReactNode;
}) {
  const t = useText();
  const format = useFormat();
  const [open, setOpen] = useState(false);
  return (
    <Popover label={label} open={open} onChange={setOpen} width={320} target={
      <button type="button" className={css.why} aria-expanded={open} onClick={() => setOpen(!open)}><span className="visually-hidden">{label}: </span>{shown}<Icon name="chevron-down" size={13} /></button>
    }>
      <div className={css.reason}>
        <p>{reason?.text ?? t('account.no_reason')}</p>
        {pinned && <p className="soft">{until ? t('account.by_hand_until', { date: format.date(until) }) : t('account.by_hand')}</p>}
        {children?.(() => setOpen(false))}
      </div>
    </Popover>
  );
}

function ByHand({ account, what, field, options, now, pinned, onDone }: {
  account: string; what: 'type' | 'category'; field: string; options: { value: string; label: string }[]; now: string | null; pinned: boolean; onDone: () => void;
}) {
  const t = useText();
  const id = useId();
  const [value, setValue] = useState(now ?? options[0]?.value ?? '');
  const [reason, setReason] = useState('');
  const [until, setUntil] = useState('');
  const [error, setError] = useState<unknown>(null);
  const [busy, setBusy] = useState(false);
  const send = async (call: () => Promise<unknown>) => {
    setBusy(true);
    setError(null);
    try {
      await call();
      await queries.invalidateQueries({ queryKey: ['process', account] });
      invalidateFor('account', account);
      onDone();
    } catch (failure) {
      setError(failure);
    } finally {
      setBusy(false);
    }
  };
  const submit = (event: FormEvent) => {
    event.preventDefault();
    void send(() => api.post(`/accounts/${account}/${what}`, { [field]: value, reason, until: until || null }));
  };
  return (
    <form className={css.form} onSubmit={submit}>
      <h3>{t('account.set_by_hand')}</h3>
      <Segmented label={t('account.set_by_hand')} value={value} onChange={setValue} choices={options} />
      <label htmlFor={`${id}-reason`}>{t('account.reason')}</label>
      <input id={`${id}-reason`} className={css.input} value={reason} onChange={(event) => setReason(event.currentTarget.value)} />
      <label htmlFor={`${id}-until`}>{t('account.until')}</label>
      <input id={`${id}-until`} type="date" className={css.input} value={until} onChange={(event) => setUntil(event.currentTarget.value)} />
      <ProblemNote error={error} />
      <div className={css.buttons}>
        {pinned && <Button size="small" onClick={() => void send(() => api.delete(`/accounts/${account}/${what}`))}>{t('account.to_rule')}</Button>}
        <Button size="small" look="primary" type="submit" busy={busy} disabled={!reason.trim()}>{t('account.set')}</Button>
      </div>
    </form>
  );
}

function ProgramOf({ data }: { data: AccountProcess }) {
  const t = useText();
  if (!data.program) return <p className="soft">{t('account.no_program')}</p>;
  return (
    <div className={css.program}>
      <h3>{data.program.name}</h3>
      <ul>
        {data.program.touchpoints.map((point) => (
          <li key={point.id}><span>{point.name}</span><span className="soft">{t('account.times', { count: point.times_per_year })}</span></li>
        ))}
      </ul>
    </div>
  );
}
