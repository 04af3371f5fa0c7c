import { memo } from 'react';
import type { Field, Money, ObjectType } from '~/app/api/types';
import { useFormat } from '~/app/format';
import { useText } from '~/app/i18n';
import { kindOf } from '~/fields';
import { Icon } from '~/ui';
import { canSum } from '../views/state';
import type { Shown } from './layout';
import type { SumValue, Totals } from './totals';
import css from './table.module.css';

const isMoneyList = (value: SumValue): value is Money[] => Array.isArray(value);

/** A sum as one reads it; each currency for itself. */
export function SumText({ field, value }: { field: Field; value: SumValue | undefined }) {
  const format = useFormat();
  if (value === undefined) return null;
  if (isMoneyList(value)) {
    const whole = value.map((sum) => format.money(sum)).join(' + ');
    return <span className={css.sum} title={whole}>{value.map((sum) => format.money(sum, value.length > 1 ? 'short' : 'full')).join(' + ') || format.number(0)}</span>;
  }
  const number = Number(value);
  return <span className={css.sum}>{field.type === 'duration' ? format.minutes(number) : field.type === 'percent' ? format.percent(number) : format.number(number)}</span>;
}

/** How many there are, and what the chosen columns add up to: exact, of all the filter finds. */
export const TableFoot = memo(function TableFoot({ object, columns, totals, sums, onSums, line }: {
  object: ObjectType; columns: Shown[]; totals: Totals | undefined; sums: string[]; onSums: (sums: string[]) => void; line: number;
}) {
  const t = useText();
  const format = useFormat();
  return (
    <div role="rowgroup" className={css.foot}>
      <div role="row" aria-rowindex={line} className={css.row}>
        <div role="gridcell" className={css.check} />
        {columns.map(({ field, pinned }, index) => {
          const on = sums.includes(field.name);
          return (
            <div key={field.name} role="gridcell" className={css.cell} data-align={kindOf(field.type).align} {...(pinned ? { 'data-pinned': index, style: { left: `var(--left-${index})` } } : {})}>
              {index === 0 && <span className={css.sum}>{totals ? t('table.total', { count: totals.count, number: format.number(totals.count), objects: (totals.count === 1 ? object.label : object.label_plural).toLowerCase() }) : ''}</span>}
              {index > 0 && canSum(field) && (
                <button type="button" tabIndex={-1} className={css.addSum} data-on={on || undefined} aria-pressed={on} aria-label={t('table.sum_of', { field: field.label })} onClick={() => onSums(on ? sums.filter((one) => one !== field.name) : [...sums, field.name])}>
                  {on ? <SumText field={field} value={totals?.sums[field.name]} /> : <><Icon name="sum" size={12} />{t('table.sum')}</>}
                </button>
              )}
            </div>
          );
        })}
      </div>
    </div>
  );
});
