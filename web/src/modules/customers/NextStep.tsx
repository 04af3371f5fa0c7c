import { Link } from '@tanstack/react-router';
import type { Record_ } from '~/app/api/types';
import { useFormat } from '~/app/format';
import { useText } from '~/app/i18n';
import { useRelated } from '~/records/data';
import { recordPath } from '~/records/paths';
import { Icon } from '~/ui';
import { useProcess } from './AccountPage';
import css from './account.module.css';

/** The next thing to do for this customer, and why: an open task first, then the planned touch, then a deal's next step. */
export function NextStep({ account }: { account: Record_ }) {
  const t = useText();
  const format = useFormat();
  const { data: process } = useProcess(account.id);
  const { data: tasks } = useRelated('activity', { filter: { and: [{ field: 'account', op: 'eq', value: account.id }, { field: 'state', op: 'eq', value: 'planned' }] }, sort: [{ field: 'due', dir: 'asc' }], limit: 1, count: 'none' });
  const { data: deals } = useRelated('deal', { filter: { and: [{ field: 'account', op: 'eq', value: account.id }, { field: 'state', op: 'eq', value: 'open' }, { field: 'next_step', op: 'not_empty' }] }, sort: [{ field: 'expected_close', dir: 'asc' }], limit: 1, count: 'none' });
  const touch = process?.next_touches[0];
  const task = tasks?.records[0];
  const deal = deals?.records[0];
  if (!touch && !task && !deal) return null;
  const due = task?.fields['due'];
  return (
    <p className={css.next}>
      <Icon name="arrow-right" size={15} />
      {task ? <span><b>{t('account.next')}</b> <Link className="link" to={recordPath('activity', task.id)}>{String(task.fields['subject'] ?? '')}</Link>{typeof due === 'string' && <> · {t('account.due', { when: format.relative(due) })}</>}</span>
        : touch ? <span><b>{t('account.next')}</b> <Link className="link" to="/week" search={{ week: touch.week } as never}>{touch.name}</Link> · {format.week(touch.week)}{process?.program && <> · {t('account.as_program', { program: process.program.name })}</>}</span>
        : deal ? <span><b>{t('account.next')}</b> {String(deal.fields['next_step'] ?? '')} · <Link className="link" to={recordPath('deal', deal.id)}>{String(deal.fields['name'] ?? '')}</Link></span> : null}
    </p>
  );
}
