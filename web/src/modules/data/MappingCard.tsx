import { useFormat } from '~/app/format';
import { useText } from '~/app/i18n';
import { useRole } from '~/app/session';
import { useObjects } from '~/records/objects';
import { Button, Card, Icon, Select, Table, Tag } from '~/ui';
import { ColumnRows } from './ColumnRows';
import { FileSettings, Places, useFileWords } from './FileSettings';
import type { Dialect, ImportFile, ImportMapping } from './imports';
import { mappedCount } from './mapping';
import { MatchChoice, MoreChoices } from './MatchChoice';
import { Offers } from './Offers';
import { Recognised } from './Recognised';
import css from './import.module.css';

interface Props {
  file: ImportFile;
  mapping: ImportMapping;
  busy: boolean;
  onChange: (mapping: ImportMapping) => void;
  onObject: (object: string) => void;
  onDialect: (dialect: Partial<Dialect>) => void;
  /** Not as it was chosen before. */
  onFresh: () => void;
  /** A zip with several known files: all of them at once. */
  onAll: (() => void) | undefined;
}

/** What the file is, and where each of its columns goes. How it is written, and what is rarely chosen, is folded away. */
export function MappingCard({ file, mapping, busy, onChange, onObject, onDialect, onFresh, onAll }: Props) {
  const t = useText();
  const format = useFormat();
  const objects = useObjects();
  const administrator = useRole() === 'administrator';
  const object = objects.find((other) => other.name === mapping.object);
  const words = useFileWords(file);
  const mapped = mappedCount(mapping, file);
  return (
    <Card title={t('import.columns_title')} className={css.card}>
      <Recognised file={file} onFresh={onFresh} />
      {onAll && <div className={css.offer}><Icon name="list" size={15} /><span>{t('import.set_offer', { count: Math.max(file.entries.length + file.sheets.length, file.known?.objects.length ?? 0) })}</span><Button size="small" busy={busy} onClick={onAll}>{t('import.set_take')}</Button></div>}
      <div className={css.settings}>
        <Select label={t('import.as')} allowDeselect={false} disabled={busy} value={mapping.object} onChange={(name) => name && name !== mapping.object && onObject(name)} data={objects.filter((other) => other.rights.create).map((other) => ({ value: other.name, label: other.label_plural }))} />
        <Places file={file} busy={busy} onDialect={onDialect} />
        <MatchChoice object={object} mapping={mapping} busy={busy} onChange={onChange} />
      </div>
      <div className={css.folds}>
        <details className={css.fold}>
          <summary><Icon name="chevron-right" size={14} /><span>{t('import.written')}</span><small>{words}</small></summary>
          <div className={css.settings}><FileSettings file={file} busy={busy} onDialect={onDialect} /></div>
        </details>
        <details className={css.fold}>
          <summary><Icon name="chevron-right" size={14} /><span>{t('import.more_choices')}</span></summary>
          <div className={css.settings}><MoreChoices object={object} mapping={mapping} onChange={onChange} /></div>
        </details>
      </div>
      {administrator && <Offers file={file} mapping={mapping} onChange={onChange} />}
      <div className={css.mapping}>
        <Table label={t('import.columns_title')} head={[{ key: 'column', label: t('import.column_head') }, { key: 'samples', label: t('import.samples') }, { key: 'field', label: t('import.field') }, { key: 'more', label: <span className="visually-hidden">{t('import.more_of_column')}</span> }]}>
          {file.columns.map((column) => <ColumnRows key={column.index} column={column} file={file} object={object} mapping={mapping} mayMake={administrator} onChange={onChange} />)}
        </Table>
      </div>
      <p className={css.foot}>
        <Icon name="list" />{t('import.about', { rows: format.number(file.rows_estimate, 0), mapped, columns: file.columns.length })}
        {mapped < file.columns.length && <Tag tone="warn">{t('import.left_out', { count: file.columns.length - mapped })}</Tag>}
      </p>
    </Card>
  );
}
