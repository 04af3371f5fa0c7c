import { useFormat } from '~/app/format';
import { useText } from '~/app/i18n';
import { join } from '~/ui';
import { spread } from './spread';
import type { Cell } from './data';
import css from './programs.module.css';

const months = Array.from({ length: 12 }, (_, index) => index + 1);

/** A cell of the grid: its touches along the twelve months, human above and digital below. */
export function CellCard({ cell, selected, onSelect }: { cell: Cell; selected: boolean; onSelect: () => void }) {
  const t = useText();
  const format = useFormat();
  const human = spread(cell.touchpoints.filter((touchpoint) => touchpoint.mode === 'human'));
  const digital = spread(cell.touchpoints.filter((touchpoint) => touchpoint.mode === 'digital'));
  const sum = (counts: number[]) => counts.reduce((all, count) => all + count, 0);
  const label = t('programs.cell', { type: t(`week.type.${cell.account_type}`), category: cell.category, accounts: cell.accounts, human: sum(human), digital: sum(digital) });
  return (
    <button type="button" className={join(css.cell, selected && css.selected)} aria-pressed={selected} aria-label={label} onClick={onSelect}>
      <span className={css.cellHead}><span className={css.letter}>{cell.category}</span><span>{t('programs.accounts', { count: cell.accounts })}</span>{cell.accounts > 0 && <span>{t('programs.each', { hours: format.hours(cell.human_minutes_per_year / cell.accounts) })}</span>}</span>
      <span className={css.year} aria-hidden>{months.map((month) => <u key={month}>{Array.from({ length: Math.min(5, human[month - 1] ?? 0) }, (_, index) => <i key={index} />)}</u>)}</span>
      <span className={css.digital} aria-hidden>{months.map((month) => <u key={month}>{Array.from({ length: Math.min(3, digital[month - 1] ?? 0) }, (_, index) => <i key={index} />)}</u>)}</span>
      <span className={css.months} aria-hidden>{months.map((month) => <span key={month}>{format.month(month, 'narrow')}</span>)}</span>
    </button>
  );
}
