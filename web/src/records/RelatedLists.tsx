import { Link } from '@tanstack/react-router';
import type { ReactNode } from 'react';
import type { Field, ObjectType, Query, Record_, RelatedSet } from '~/app/api/types';
import { useFormat } from '~/app/format';
import { useText } from '~/app/i18n';
import { openCreate } from '~/app/shell/overlay';
import { isEmpty, kindOf } from '~/fields';
import { IconButton, Skeleton } from '~/ui';
import { useRelated } from './data';
import { fieldOf, isReference, titleOf, useObject, useObjects, useTitleOf } from './objects';
import { listPath, recordPath } from './paths';
import css from './related.module.css';

interface Props {
  object: string;
  /** The field of `object` that leads to the record. */
  field: string;
  id: string;
  title?: string;
  show?: string[];
  query?: Query;
  fields?: Record<string, string>;
  limit?: number;
  /** The record one looks at, where it would stand among its own kind. */
  but?: string;
}

/** Some of the records that belong to this one, the way to all of them, and a plus. */
export function RelatedList({ object: name, field, id, title, show, query, fields, limit = 5, but }: Props) {
  const t = useText();
  const format = useFormat();
  const object = useObject(name);
  const filter = { and: [{ field, op: 'eq' as const, value: id }, ...(query?.filter ? [query.filter] : [])] };
  const shown = object ? (show ?? object.list).flatMap((one) => fieldOf(object, one) ?? []).filter((one) => one.name !== field && one.name !== object.title).slice(0, 3) : [];
  const { data, isPending } = useRelated(name, { limit, ...query, filter, expand: shown.filter(isReference).map((one) => one.name) }, object !== undefined);
  if (!object || !object.rights.see) return null;
  const records = (data?.records ?? []).filter((record) => record.id !== but);
  const count = data && (data.count ?? data.records.length) - (data.records.length - records.length);
  const heading = title ?? object.label_plural;
  return (
    <section className={css.set} aria-label={heading}>
      <div className={css.head}>
        <h2><Link to={listPath(name)} search={{ filter: JSON.stringify({ field, op: 'in', value: [id] }) } as never}>{heading}</Link>{count ? <span className={css.count}>{format.number(count)}</span> : null}</h2>
        {object.rights.create && <IconButton icon="plus" size="small" label={t('record.new', { object: object.label.toLowerCase() })} onClick={() => openCreate(name, { ...fields, [field]: id })} />}
      </div>
      {isPending ? <Skeleton height={32} /> : (
        <ul>
          {records.map((record) => (
            <li key={record.id}>
              <Link to={recordPath(name, record.id)}>
                <span className={css.title}>{titleOf(object, record)}</span>
                <span className={css.facts}>{facts(shown, record)}</span>
              </Link>
            </li>
          ))}
          {records.length === 0 && <li className={css.none}>{t('record.none_yet')}</li>}
        </ul>
      )}
      {count !== undefined && count > records.length && (
        <Link className={css.all} to={listPath(name)} search={{ filter: JSON.stringify({ field, op: 'in', value: [id] }) } as never}>{t('record.all', { count: format.number(count) })}</Link>
      )}
    </section>
  );
}

function facts(fields: Field[], record: Record_): ReactNode {
  return fields.filter((field) => !isEmpty(record.fields[field.name])).map((field) => {
    const { View } = kindOf(field.type);
    const value = record.fields[field.name] ?? null;
    // The line is a link itself and can hold no other: of a reference its title alone.
    return <span key={field.name}>{isReference(field) && typeof value === 'string' ? <Called object={field.to ?? ''} id={value} /> : <View field={field} value={value} dense />}</span>;
  });
}

function Called({ object, id }: { object: string; id: string }) {
  return <>{useTitleOf(object, id) ?? '…'}</>;
}

/** All sets that point here, for an object without a page of its own. */
export function RelatedLists({ object, record, hide = [] }: { object: ObjectType; record: Record_; hide?: string[] }) {
  const objects = useObjects();
  const sets = object.related.filter((set: RelatedSet) => !['activity', 'note', ...hide].includes(set.object) && objects.some((one) => one.name === set.object && one.rights.see));
  return <>{sets.map((set) => <RelatedList key={set.name} object={set.object} field={set.field} id={record.id} title={set.label} />)}</>;
}
