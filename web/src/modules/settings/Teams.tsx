import { useMemo } from 'react';
import type { Record_ } from '~/app/api/types';
import { useText } from '~/app/i18n';
import { openCreate } from '~/app/shell/overlay';
import { InlineField } from '~/records/InlineField';
import { binRecords, useRelated } from '~/records/data';
import { fieldOf, titleOf, useObject } from '~/records/objects';
import { Button, Empty, Icon, IconButton, ProblemNote, Skeletons, Table } from '~/ui';
import css from './settings.module.css';

interface Branch { team: Record_; depth: number }

/** Each team after the one it belongs to. A circle, which the server refuses, would show its teams at the top. */
export function asTree(teams: Record_[], parent: string): Branch[] {
  const made: Branch[] = [];
  const placed = new Set<string>();
  const under = (of: string | null, depth: number) => {
    for (const team of teams) {
      const above = team.fields[parent];
      const top = typeof above !== 'string' || !teams.some((one) => one.id === above);
      if (placed.has(team.id) || (of === null ? !top : above !== of)) continue;
      placed.add(team.id);
      made.push({ team, depth });
      under(team.id, depth + 1);
    }
  };
  under(null, 0);
  for (const team of teams) if (!placed.has(team.id)) made.push({ team, depth: 0 });
  return made;
}

/** Who belongs together, under whom: what "own team" and "teams below" in a role mean. */
export function Teams() {
  const t = useText();
  const object = useObject('team');
  const { data, error, refetch } = useRelated('team', { sort: [{ field: 'name', dir: 'asc' }], expand: ['manager'], limit: 500 }, object !== undefined);
  const people = useRelated('user', { fields: ['team'], limit: 500 });
  const parent = object && fieldOf(object, 'parent') ? 'parent' : '';
  const tree = useMemo(() => asTree(data?.records ?? [], parent), [data, parent]);
  if (error) return <ProblemNote error={error} retry={() => void refetch()} />;
  if (!object || !data) return <Skeletons rows={5} />;
  const fields = ['name', parent, 'manager'].flatMap((name) => fieldOf(object, name) ?? []);
  const members = (id: string) => (people.data?.records ?? []).filter((person) => person.fields['team'] === id).length;
  const add = object.rights.create && <Button look="primary" icon="plus" onClick={() => openCreate('team')}>{t('settings.add', { object: object.label.toLowerCase() })}</Button>;
  return (
    <div className={css.stack}>
      <div className={css.bar}><p className={css.hint}>{t('settings.teams_hint')}</p>{tree.length > 0 && add}</div>
      {tree.length === 0 ? <Empty icon="users-group" title={t('settings.no_teams')} action={add} /> : (
        <div className={css.records}>
          <Table stack label={t('settings.teams')} head={[...fields.map((field) => ({ key: field.name, label: field.label })), { key: 'members', label: t('settings.members'), end: true }, { key: 'acts', label: <span className="visually-hidden">{t('settings.actions')}</span> }]}>
            {tree.map(({ team, depth }) => (
              <tr key={team.id}>
                {fields.map((field) => (
                  <td key={field.name} data-label={field.label}>
                    <div className={field.name === 'name' ? css.branch : undefined} style={field.name === 'name' ? { paddingLeft: depth * 22 } : undefined}>
                      {field.name === 'name' && depth > 0 && <Icon name="enter" size={13} className={css.twig} />}
                      <InlineField object={object} field={field} record={team} />
                    </div>
                  </td>
                ))}
                <td data-align="end" data-label={t('settings.members')}>{people.data ? members(team.id) : ''}</td>
                <td className={css.acts}>{object.rights.bin && <IconButton icon="trash" size="small" label={t('settings.remove', { name: titleOf(object, team) })} onClick={() => void binRecords('team', [team.id], titleOf(object, team))} />}</td>
              </tr>
            ))}
          </Table>
        </div>
      )}
    </div>
  );
}
