import { useText } from '~/app/i18n';
import { useFormat } from '~/app/format';
import type { Query, Record_ } from '~/app/api/types';
import { openCreate } from '~/app/shell/overlay';
import { InlineField } from '~/records/InlineField';
import { binRecords, useRelated } from '~/records/data';
import { canEdit, fieldOf, titleOf, useObject } from '~/records/objects';
import { Button, Card, IconButton, ProblemNote, Skeletons, Table } from '~/ui';
import css from './settings.module.css';

interface Props {
  name: string;
  title: string;
  hint: string;
  columns: string[];
  query: Omit<Query, 'expand' | 'limit'>;
  empty: string;
  mayBin?: boolean;
  action?: React.ReactNode;
  /** What an empty value means in this list. */
  blank?: string;
  acts?: (record: Record_) => React.ReactNode;
}

/** A short list of records, each value edited in its place. */
export function RecordsTable({ name, title, hint, columns, query, empty, mayBin, action, blank, acts }: Props) {
  const t = useText();
  const format = useFormat();
  const object = useObject(name);
  const fields = object ? columns.flatMap((column) => fieldOf(object, column) ?? []) : [];
  const expand = fields.filter((field) => field.type === 'relation' || field.type === 'user').map((field) => field.name);
  const { data, error, isPending, refetch } = useRelated(name, { ...query, expand, limit: 200, count: 'exact' }, object !== undefined);
  if (error) return <ProblemNote error={error} retry={() => void refetch()} />;
  if (!object || isPending) return <Skeletons rows={5} />;
  const records = data?.records ?? [];
  return (
    <Card title={title} action={<span className={css.cardActs}>{action}{object.rights.create && <Button icon="plus" onClick={() => openCreate(name)}>{t('settings.add', { object: object.label.toLowerCase() })}</Button>}</span>}>
      <p className={css.hint}>{hint}</p>
      {records.length === 0 ? <p className="faint">{empty}</p> : (
        <div className={css.records}><Table stack label={title} head={[...fields.map((field) => ({ key: field.name, label: field.label })), { key: 'acts', label: <span className="visually-hidden">{t('settings.actions')}</span> }]}>
          {records.map((record) => (
            <tr key={record.id}>
              {fields.map((field) => <td key={field.name} data-label={field.label}><InlineField object={object} field={field} record={record} {...(blank ? { placeholder: blank } : {})} /></td>)}
              <td className={css.acts}>
                {acts?.(record)}
                {mayBin && object.rights.bin && canEdit(object, fields[0]!) && <IconButton icon="trash" size="small" label={t('settings.remove', { name: titleOf(object, record) })} onClick={() => void binRecords(name, [record.id], titleOf(object, record))} />}
              </td>
            </tr>
          ))}
        </Table></div>
      )}
      {(data?.count ?? 0) > records.length && <p className="faint">{t('settings.first_of', { shown: format.number(records.length), all: format.number(data?.count ?? 0) })}</p>}
    </Card>
  );
}
