import { useFormat } from '~/app/format';
import { currentLanguage, useText } from '~/app/i18n';
import { Button, Icon } from '~/ui';
import type { ImportFile, ImportMapping } from './imports';
import { fieldFrom, offersOf, withNewField } from './mapping';
import css from './import.module.css';

/** Columns that Kith has no field for: one click makes fields of them, with the types they look like. */
export function Offers({ file, mapping, onChange }: { file: ImportFile; mapping: ImportMapping; onChange: (mapping: ImportMapping) => void }) {
  const t = useText();
  const format = useFormat();
  const offers = offersOf(file, mapping);
  if (offers.length === 0) return null;
  const all = () => onChange(offers.reduce((next, { column, offer }) => withNewField(next, column.index, fieldFrom(column, offer, currentLanguage())), mapping));
  return (
    <div className={css.offer}>
      <Icon name="plus" size={15} />
      <span>{t('import.offer', { count: offers.length, columns: format.list(offers.slice(0, 4).map(({ column }) => column.name).concat(offers.length > 4 ? [t('import.offer_more', { count: offers.length - 4 })] : [])) })}</span>
      <Button size="small" onClick={all}>{t('import.offer_take', { count: offers.length })}</Button>
    </div>
  );
}
