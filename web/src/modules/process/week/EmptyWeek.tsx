import { useQuery } from '@tanstack/react-query';
import { api } from '~/app/api/client';
import { isoWeek, dayOf, useFormat } from '~/app/format';
import type { Person } from '~/app/api/types';
import { useText } from '~/app/i18n';
import { Avatar, Button, Empty, LinkButton } from '~/ui';
import { useLastPlan } from '../programs/data';
import type { WeekList } from './data';
import css from './picker.module.css';

interface Owners { by_rep: { user: Person | null; accounts: number }[] }

/** A week without a list: whose is there, where the plan lies, or what is missing. */
export function EmptyWeek({ list, mine, mayChoose, onUser, onWeek }: {
  list: WeekList; mine: boolean; mayChoose: boolean; onUser: (user: string) => void; onWeek: (week: string) => void;
}) {
  const t = useText();
  const format = useFormat();
  const { data: plan } = useLastPlan();
  const { data: owners } = useQuery({
    queryKey: ['coverage', 'owners'], enabled: mayChoose,
    queryFn: ({ signal }) => api.get<Owners>('/coverage', { limit: 1 }, { signal }),
  });
  if (!plan || (mayChoose && !owners)) return null;
  const people = (owners?.by_rep ?? []).flatMap(({ user, accounts }) => (user && accounts > 0 ? [{ ...user, accounts }] : [])).sort((one, other) => one.name.localeCompare(other.name, format.locale));
  const hasNone = mayChoose && !people.some((person) => person.id === list.user.id);

  if (mine && hasNone && people.length > 0) {
    return (
      <Empty icon="users" title={t('week.choose')}>
        {t('week.choose_why')}
        <span className={css.people}>
          {people.map((person) => (
            <button key={person.id} type="button" onClick={() => onUser(person.id)}>
              <Avatar name={person.name} /><span className="truncate">{person.name}</span><small>{t('week.customers', { count: person.accounts })}</small>
            </button>
          ))}
        </span>
      </Empty>
    );
  }
  const title = mine ? t('week.empty') : t('week.empty_of', { name: list.user.name });
  if (plan.from && plan.to && (plan.to < list.from || plan.from > list.to)) {
    const week = isoWeek(dayOf(plan.to < list.from ? plan.to : plan.from));
    return (
      <Empty icon="calendar-week" title={title} action={<Button look="primary" onClick={() => onWeek(week)}>{t('week.go_plan', { week: Number(week.slice(-2)), year: week.slice(0, 4) })}</Button>}>
        {t('week.outside_plan', { from: format.date(plan.from), to: format.date(plan.to) })}
      </Empty>
    );
  }
  return (
    <Empty icon="calendar-week" title={title} action={
      <LinkButton to={plan.planned_at || !mayChoose ? '/coverage' : '/programs'} look="primary">{t(plan.planned_at || !mayChoose ? 'week.empty_action' : 'programs.plan')}</LinkButton>
    }>
      {plan.planned_at ? t('week.empty_why') : t('week.not_planned')}
    </Empty>
  );
}
