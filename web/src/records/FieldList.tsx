import { useState } from 'react';
import type { Field, ObjectType, Record_ } from '~/app/api/types';
import { useText } from '~/app/i18n';
import { isEmpty } from '~/fields';
import { Button } from '~/ui';
import { FieldName } from './FieldName';
import { InlineField } from './InlineField';
import { isShown, sectionsOf } from './layout';
import { fieldOf } from './objects';
import css from './fields.module.css';

/** A record's fields, each edited where it stands. What is empty and not asked for waits behind a button. */
export function FieldList({ object, record, first, hide = [] }: { object: ObjectType; record: Record_; first: string[]; hide?: string[] }) {
  const t = useText();
  const [all, setAll] = useState(false);
  const sections = sectionsOf(object, hide);
  const laid = new Set(sections.flatMap((section) => section.fields.map((field) => field.name)));
  // A layout says what comes first; without one it is what the page or the list thinks most of.
  const leading = sections.length > 0 ? [] : first.flatMap((name) => fieldOf(object, name) ?? []);
  const others = object.fields.filter((field) => !leading.includes(field) && !laid.has(field.name) && !hide.includes(field.name) && isShown(field));
  const filled = others.filter((field) => !isEmpty(record.fields[field.name]));
  const shown = [...leading, ...(all ? others : filled)];
  return (
    <div className={css.list}>
      {sections.map((section, index) => (
        <section key={index} aria-label={section.label || undefined}>
          {section.label && <h3>{section.label}</h3>}
          <Rows object={object} record={record} fields={section.fields} />
        </section>
      ))}
      {shown.length > 0 && <Rows object={object} record={record} fields={shown} />}
      {others.length > filled.length && (
        <Button look="quiet" size="small" onClick={() => setAll(!all)} aria-expanded={all}>
          {all ? t('record.fewer_fields') : t('record.more_fields', { count: others.length - filled.length })}
        </Button>
      )}
    </div>
  );
}

function Rows({ object, record, fields }: { object: ObjectType; record: Record_; fields: Field[] }) {
  return (
    <dl>
      {fields.map((field) => (
        <div key={field.name} data-long={field.type === 'long_text' || field.type === 'rich_text' || undefined}>
          <dt><FieldName object={object} field={field} record={record} /></dt>
          <dd><InlineField object={object} field={field} record={record} /></dd>
        </div>
      ))}
    </dl>
  );
}
