import { Link } from '@tanstack/react-router';
import { useText } from '~/app/i18n';
import { useRelated } from '~/records/data';
import { recordPath } from '~/records/paths';
import { Avatar, LinkButton, Skeletons } from '~/ui';
import { labelIn } from '../objects/metadata';
import type { RoleRights } from './data';
import css from './roles.module.css';

/** Whom a change of the role touches. */
export function PeopleWith({ role }: { role: RoleRights }) {
  const t = useText();
  const { data } = useRelated('user', { filter: { field: 'role', op: 'eq', value: role.name }, sort: [{ field: 'name', dir: 'asc' }], limit: 200 });
  const title = t('roles.people', { name: labelIn(role.labels) });
  return (
    <section className={css.card} aria-label={title}>
      <div className={css.head}><h2>{title}</h2><LinkButton to="/settings/people" size="small">{t('roles.give')}</LinkButton></div>
      {!data ? <Skeletons rows={2} height={22} /> : data.records.length === 0 ? <p className="faint">{t('roles.nobody')}</p> : (
        <ul className={css.people}>
          {data.records.map((person) => <li key={person.id}><Link to={recordPath('user', person.id)}><Avatar name={String(person.fields['name'] ?? '')} size={20} /><span>{String(person.fields['name'] ?? '')}</span></Link></li>)}
        </ul>
      )}
    </section>
  );
}
