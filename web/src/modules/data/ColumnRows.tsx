import { useState } from 'react';
import type { ObjectType } from '~/app/api/types';
import { currentLanguage, useText } from '~/app/i18n';
import { Button, Checkbox, IconButton, Menu, Select, TextInput, type MenuItem } from '~/ui';
import type { ColumnTarget, ImportColumn, ImportFile, ImportMapping, NewField } from './imports';
import { fieldFrom, newFieldOf, withNewField, withTarget, writableOf } from './mapping';
import { TransformDialog } from './TransformDialog';
import css from './import.module.css';

/** What an import may make a column into. */
const newTypes = ['text', 'long_text', 'integer', 'decimal', 'money', 'percent', 'boolean', 'date', 'datetime', 'duration', 'select', 'multi_select', 'email', 'phone', 'url'] as const;
const asNew = '+';

interface Props {
  column: ImportColumn;
  file: ImportFile;
  object: ObjectType | undefined;
  mapping: ImportMapping;
  mayMake: boolean;
  onChange: (mapping: ImportMapping) => void;
}

/** A column of the file: the field it goes to, now and then several, or the one that is made for it. */
export function ColumnRows({ column, file, object, mapping, mayMake, onChange }: Props) {
  const t = useText();
  const [also, setAlso] = useState(false);
  const name = column.name || t('import.column_number', { number: column.index + 1 });
  const targets = mapping.columns.filter((target) => target.index === column.index);
  const made = newFieldOf(mapping, column.index);
  const make = () => {
    const offer = file.unknown?.find((one) => one.index === column.index || (one.index === undefined && one.column === column.name));
    setAlso(false);
    onChange(withNewField(mapping, column.index, fieldFrom({ ...column, name }, offer, currentLanguage())));
  };
  const put = (before: ColumnTarget | undefined, field: string | null) => {
    setAlso(false);
    if (field === asNew) return make();
    if (field === before?.field) return;
    onChange(withTarget(made ? withNewField(mapping, column.index, null) : mapping, before, field ? { index: column.index, field, by: '', create: false, ...(before?.transform ? { transform: before.transform } : {}) } : null));
  };
  const rows: (ColumnTarget | undefined)[] = also || targets.length === 0 ? [...targets, undefined] : targets;
  return (
    <>
      {rows.map((target, nth) => (
        <tr key={nth} data-left-out={(!target && !made && targets.length === 0) || undefined}>
          <td>{nth === 0 ? <b>{name}</b> : <span className="faint">{t('import.also')}</span>}</td>
          <td className={css.samples}>{nth === 0 && column.samples.slice(0, 3).join(' · ')}</td>
          <td className={css.field}>
            {made && !target
              ? <Made name={name} field={made} onChange={(field) => onChange(withNewField(mapping, column.index, field))} />
              : <Choice name={name} target={target} object={object} mapping={mapping} mayMake={mayMake && !made && targets.length === 0} onPut={(field) => put(target, field)} />}
          </td>
          <td className={css.more}>
            <More name={name} column={column} target={target} made={made} object={object}
              onTarget={(next) => onChange(withTarget(mapping, target, next))} onMade={(field) => onChange(withNewField(mapping, column.index, field))} onAlso={targets.length > 0 && !also ? () => setAlso(true) : undefined} />
          </td>
        </tr>
      ))}
    </>
  );
}

function Choice({ name, target, object, mapping, mayMake, onPut }: { name: string; target: ColumnTarget | undefined; object: ObjectType | undefined; mapping: ImportMapping; mayMake: boolean; onPut: (field: string | null) => void }) {
  const t = useText();
  const taken = new Set(mapping.columns.map((one) => one.field));
  const free = writableOf(object).filter((field) => field.name === target?.field || !taken.has(field.name)).map((field) => ({ value: field.name, label: field.label }));
  const own = target?.field === 'id' ? [{ value: 'id', label: t('import.own_id') }] : [];
  return (
    <Select aria-label={t('import.field_of', { column: name })} searchable clearable placeholder={t('import.leave_out')} value={target?.field ?? null} onChange={onPut}
      data={[...own, ...free, ...(mayMake ? [{ value: asNew, label: t('import.new_field') }] : [])]} />
  );
}

/** A field that will be made: what it is called and of which type. */
function Made({ name, field, onChange }: { name: string; field: NewField; onChange: (field: NewField | null) => void }) {
  const t = useText();
  const language = currentLanguage();
  const label = field.labels[language] ?? Object.values(field.labels)[0] ?? '';
  return (
    <div className={css.made}>
      <TextInput aria-label={t('import.new_label', { column: name })} value={label} onChange={(event) => onChange({ ...field, labels: { ...field.labels, [language]: event.currentTarget.value } })} />
      <Select aria-label={t('import.new_type', { column: name })} allowDeselect={false} value={field.type} data={newTypes.map((type) => ({ value: type, label: t(`field_type.${type}`) }))} onChange={(type) => type && onChange({ ...field, type })} />
      <IconButton icon="x" size="small" label={t('import.not_new', { column: name })} onClick={() => onChange(null)} />
    </div>
  );
}

/** What is rarely wanted of a column: steps on the way, a second field, making what it refers to. */
function More({ name, column, target, made, object, onTarget, onMade, onAlso }: {
  name: string; column: ImportColumn; target: ColumnTarget | undefined; made: NewField | undefined; object: ObjectType | undefined;
  onTarget: (target: ColumnTarget) => void; onMade: (field: NewField) => void; onAlso: (() => void) | undefined;
}) {
  const t = useText();
  const [open, setOpen] = useState(false);
  if (!target && !made) return null;
  const field = object?.fields.find((other) => other.name === target?.field);
  const steps = (target ?? made)?.transform ?? [];
  const items: MenuItem[] = [
    { label: t('import.steps_change'), icon: 'route', onSelect: () => setOpen(true) },
    ...(onAlso ? [{ label: t('import.also_to'), icon: 'plus' as const, onSelect: onAlso }] : []),
  ];
  return (
    <div className={css.moreActs}>
      {field?.type === 'relation' && target && <Checkbox label={t('import.create_missing')} checked={target.create ?? false} onChange={(event) => onTarget({ ...target, create: event.currentTarget.checked })} />}
      {steps.length > 0 && <Button size="small" look="quiet" icon="route" onClick={() => setOpen(true)}>{t('import.steps', { count: steps.length })}</Button>}
      <Menu label={t('import.more_of', { column: name })} target={<IconButton icon="dots" size="small" label={t('import.more_of', { column: name })} />} items={items} />
      {open && (
        <TransformDialog name={name} samples={column.samples} field={field} steps={steps} onClose={() => setOpen(false)}
          onSave={(next) => { if (target) onTarget({ ...target, transform: next }); else if (made) onMade({ ...made, transform: next }); setOpen(false); }} />
      )}
    </div>
  );
}
