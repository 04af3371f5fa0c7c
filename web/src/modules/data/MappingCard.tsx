import { useFormat } from '~/app/format';
import { useText } from '~/app/i18n';
import { useObjects } from '~/records/objects';
import type { ObjectType } from '~/app/api/types';
import { Card, Checkbox, Icon, Select, Table, Tag } from '~/ui';
import { FileSettings } from './FileSettings';
import type { ColumnTarget, Dialect, ImportFile, ImportMapping } from './imports';
import css from './import.module.css';

interface Props {
  file: ImportFile;
  mapping: ImportMapping;
  busy: boolean;
  onChange: (mapping: ImportMapping) => void;
  onObject: (object: string) => void;
  onDialect: (dialect: Partial<Dialect>) => void;
}

/** What the file is, how it is written, and where each of its columns goes. */
export function MappingCard({ file, mapping, busy, onChange, onObject, onDialect }: Props) {
  const t = useText();
  const format = useFormat();
  const objects = useObjects();
  const object: ObjectType | undefined = objects.find((other) => other.name === mapping.object);
  const taken = new Set(mapping.columns.map((target) => target.field));
  const targetOf = (index: number) => mapping.columns.find((target) => target.index === index);
  const put = (index: number, change: Partial<ColumnTarget> | null) => {
    const others = mapping.columns.filter((target) => target.index !== index);
    const before = targetOf(index);
    const columns = change === null ? others : [...others, { ...(before ?? { index, field: '' }), ...change }].sort((one, other) => one.index - other.index);
    const match = columns.some((target) => target.field === mapping.match) ? mapping.match : undefined;
    const next: ImportMapping = { ...mapping, columns };
    if (match) next.match = match; else delete next.match;
    onChange(next);
  };
  const writable = (object?.fields ?? []).filter((field) => !field.read_only && field.writable !== false);
  const keys = writable.filter((field) => taken.has(field.name) && ['text', 'email', 'phone', 'url'].includes(field.type));
  const money = mapping.columns.some((target) => object?.fields.find((field) => field.name === target.field)?.type === 'money');
  return (
    <Card title={t('import.columns_title')} className={css.card}>
      <div className={css.settings}>
        <Select label={t('import.as')} allowDeselect={false} disabled={busy} value={mapping.object} onChange={(name) => name && name !== mapping.object && onObject(name)} data={objects.filter((other) => other.rights.create).map((other) => ({ value: other.name, label: other.label_plural }))} />
        <FileSettings file={file} busy={busy} onDialect={onDialect} />
        <Select label={t('import.match')} description={t('import.match_why')} clearable disabled={busy} placeholder={t('import.match_none')} value={mapping.match || null} onChange={(match) => { const next = { ...mapping }; if (match) next.match = match; else delete next.match; onChange(next); }} data={keys.map((field) => ({ value: field.name, label: field.label }))} />
        {money && <Select label={t('import.currency')} description={t('import.currency_why')} searchable clearable value={mapping.currency || null} onChange={(currency) => { const next = { ...mapping }; if (currency) next.currency = currency; else delete next.currency; onChange(next); }} data={['NOK', 'SEK', 'DKK', 'EUR', 'GBP', 'USD', 'CHF', 'PLN', 'ISK', 'CAD', 'AUD', 'JPY']} />}
      </div>
      <div className={css.mapping}>
        <Table label={t('import.columns_title')} head={[{ key: 'column', label: t('import.column_head') }, { key: 'samples', label: t('import.samples') }, { key: 'field', label: t('import.field') }, { key: 'more', label: '' }]}>
          {file.columns.map((column) => {
            const target = targetOf(column.index);
            const field = object?.fields.find((other) => other.name === target?.field);
            const name = column.name || t('import.column_number', { number: column.index + 1 });
            return (
              <tr key={column.index}>
                <td><b>{name}</b></td>
                <td className={css.samples}>{column.samples.slice(0, 3).join(' · ')}</td>
                <td className={css.field}>
                  <Select
                    aria-label={t('import.field_of', { column: name })} searchable clearable placeholder={t('import.leave_out')} value={target?.field ?? null} onChange={(chosen) => put(column.index, chosen ? { field: chosen, by: '', create: false } : null)}
                    data={writable.filter((other) => other.name === target?.field || !taken.has(other.name)).map((other) => ({ value: other.name, label: other.label }))}
                  />
                </td>
                <td>
                  {field?.type === 'relation' && <Checkbox label={t('import.create_missing')} checked={target?.create ?? false} onChange={(event) => put(column.index, { create: event.currentTarget.checked })} />}
                </td>
              </tr>
            );
          })}
        </Table>
      </div>
      <p className={css.foot}>
        <Icon name="list" />{t('import.about', { rows: format.number(file.rows_estimate, 0), mapped: mapping.columns.length, columns: file.columns.length })}
        {mapping.columns.length < file.columns.length && <Tag tone="warn">{t('import.left_out', { count: file.columns.length - mapping.columns.length })}</Tag>}
      </p>
    </Card>
  );
}
