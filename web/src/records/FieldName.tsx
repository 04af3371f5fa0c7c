import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import type { Field, ObjectType, Record_ } from '~/app/api/types';
import { useFormat } from '~/app/format';
import { useText } from '~/app/i18n';
import { Computed } from '~/fields/computed';
import { Ago, Icon, ProblemNote, Skeletons } from '~/ui';
import { Popover } from '~/ui/overlays';
import { WrittenBy } from './together/Others';
import { historyQuery } from './history';
import { Shown } from './InlineField';
import { useTitleOf } from './objects';
import css from './fieldname.module.css';

/** A field's name: a click tells what it was before, and who changed it when. */
export function FieldName({ object, field, record }: { object: ObjectType; field: Field; record: Record_ }) {
  const t = useText();
  const [open, setOpen] = useState(false);
  return (
    <>
      <Popover label={t('field.history_of', { field: field.label })} open={open} onChange={setOpen} width={340} target={
        <button type="button" className={css.name} title={field.hint || t('field.history_of', { field: field.label })} aria-expanded={open} onClick={() => setOpen(!open)}>{field.label}</button>
      }>
        {open && <FieldHistory object={object} field={field} record={record} />}
      </Popover>
      <Computed field={field} />
      <WrittenBy object={object.name} id={record.id} field={field.name} />
    </>
  );
}

function FieldHistory({ object, field, record }: { object: ObjectType; field: Field; record: Record_ }) {
  const t = useText();
  const format = useFormat();
  const { data, error, isPending } = useQuery(historyQuery(object.name, record.id, field.name));
  const worked = Boolean(field.formula) || Boolean(field.rollup);
  return (
    <div className={css.history}>
      <h3>{t('field.history_of', { field: field.label })}</h3>
      {field.hint && <p className="soft">{field.hint}</p>}
      {worked && <p className="soft">{t('field.computed_hint')}{field.formula && <code>{field.formula}</code>}</p>}
      {field.problem && <p className={css.problem}>{field.problem.message}</p>}
      {isPending && <Skeletons rows={2} height={20} />}
      <ProblemNote error={error} />
      {data && data.entries.length === 0 && !worked && <p className="soft">{t('field.never_changed', { when: format.date(record.created_at) })}</p>}
      {data && data.entries.length > 0 && (
        <ol>
          {data.entries.map((entry) => (
            <li key={`${entry.sequence}`}>
              <span className={css.values}><span className={css.from}><Shown field={field} value={entry.from} /></span><Icon name="arrow-right" size={12} /><Shown field={field} value={entry.to} /></span>
              <small><Who id={entry.actor} /> · <Ago at={entry.at} /></small>
            </li>
          ))}
        </ol>
      )}
      {data?.cursor && <p className="faint">{t('field.history_more')}</p>}
    </div>
  );
}

export function Who({ id }: { id: string | null }) {
  const t = useText();
  const name = useTitleOf('user', id ?? undefined);
  return <>{id ? (name ?? '…') : t('timeline.kith')}</>;
}
