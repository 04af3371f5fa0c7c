import type { Id, ObjectType } from '~/app/api/types';
import { useText } from '~/app/i18n';
import { Avatar, Tooltip } from '~/ui';
import { fieldOf } from '../objects';
import { useOthers } from './presence';
import css from './together.module.css';

const shown = 4;

/** Who else is on this record, and which field they write in. */
export function Others({ object, id }: { object: ObjectType; id: Id }) {
  const t = useText();
  const others = useOthers(object.name, id);
  if (others.length === 0) return null;
  const words = (name: string, field: string | null | undefined) => (field ? t('together.edits', { name, field: fieldOf(object, field)?.label ?? field }) : t('together.here', { name }));
  return (
    <ul className={css.others} aria-label={t('together.others')}>
      {others.slice(0, shown).map((one) => (
        <li key={one.id}>
          <Tooltip label={words(one.name, one.editing)}>
            <span className={css.other} data-editing={one.editing ? true : undefined} tabIndex={0} role="img" aria-label={words(one.name, one.editing)}><Avatar name={one.name} size={24} /></span>
          </Tooltip>
        </li>
      ))}
      {others.length > shown && <li className={css.rest}>+{others.length - shown}</li>}
    </ul>
  );
}

/** Beside a field that another person writes in just now. */
export function WrittenBy({ object, id, field }: { object: string; id: Id; field: string }) {
  const t = useText();
  const writer = useOthers(object, id).find((one) => one.editing === field);
  if (!writer) return null;
  const words = t('together.writes', { name: writer.name });
  return <span className={css.writer} title={words}><Avatar name={writer.name} size={18} /><span className="visually-hidden">{words}</span></span>;
}
