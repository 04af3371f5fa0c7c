import { useState } from 'react';
import type { ObjectType, Record_ } from '~/app/api/types';
import { useText } from '~/app/i18n';
import { isEmpty } from '~/fields';
import { Button } from '~/ui';
import { FieldName } from './FieldName';
import { InlineField } from './InlineField';
import { fieldOf } from './objects';
import css from './fields.module.css';

/** A record's fields, each edited where it stands. What is empty and not asked for waits behind a button. */
export function FieldList({ object, record, first, hide = [] }: { object: ObjectType; record: Record_; first: string[]; hide?: string[] }) {
  const t = useText();
  const [all, setAll] = useState(false);
  const leading = first.flatMap((name) => fieldOf(object, name) ?? []);
  const others = object.fields.filter((field) => !first.includes(field.name) && !hide.includes(field.name) && field.type !== 'json');
  const filled = others.filter((field) => !isEmpty(record.fields[field.name]));
  const shown = [...leading, ...(all ? others : filled)];
  return (
    <div className={css.list}>
      <dl>
        {shown.map((field) => (
          <div key={field.name} data-long={field.type === 'long_text' || field.type === 'rich_text' || undefined}>
            <dt><FieldName object={object} field={field} record={record} /></dt>
            <dd><InlineField object={object} field={field} record={record} /></dd>
          </div>
        ))}
      </dl>
      {others.length > filled.length && (
        <Button look="quiet" size="small" onClick={() => setAll(!all)} aria-expanded={all}>
          {all ? t('record.fewer_fields') : t('record.more_fields', { count: others.length - filled.length })}
        </Button>
      )}
    </div>
  );
}
