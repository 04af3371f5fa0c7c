import { Link } from '@tanstack/react-router';
import { useFormat } from '~/app/format';
import { useText } from '~/app/i18n';
import { Ago, Icon, Skeleton } from '~/ui';
import { fieldOf, useObject } from '~/records/objects';
import { recordPath } from '~/records/paths';
import { useProcess } from './AccountPage';
import css from './account.module.css';

/** The account's own strip of the plan: what was last, what comes next, human and digital told apart. */
export function Plan({ account }: { account: string }) {
  const t = useText();
  const format = useFormat();
  const activity = useObject('activity');
  const kinds = (activity && fieldOf(activity, 'kind')?.options) ?? [];
  const { data, isPending } = useProcess(account);
  if (isPending) return <Skeleton height={90} />;
  if (!data) return null;
  return (
    <section aria-label={t('account.plan')}>
      <div className={css.head}><h2>{t('account.plan')}</h2>{data.program && <span className="faint">{data.program.name}</span>}</div>
      <ol className={css.plan}>
        {data.last_touches.slice(0, 2).reverse().map((touch) => (
          <li key={touch.id} data-mode={touch.mode} data-past><i aria-hidden /><Link className="truncate" to={recordPath('activity', touch.id)}>{touch.text || kinds.find((kind) => kind.value === touch.kind)?.label || touch.kind}</Link><small><Ago at={touch.at} /></small></li>
        ))}
        {data.next_touches.slice(0, 4).map((touch) => (
          <li key={touch.touch} data-mode={touch.mode}><i aria-hidden /><span className="truncate">{touch.name}</span><small><Link className="link" to="/week" search={{ week: touch.week } as never}>{format.week(touch.week)}</Link></small></li>
        ))}
        {data.last_touches.length + data.next_touches.length === 0 && <li className="faint"><Icon name="calendar" size={14} />{t('account.nothing_planned')}</li>}
      </ol>
    </section>
  );
}
