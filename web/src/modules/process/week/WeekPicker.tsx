import { useState, type KeyboardEvent } from 'react';
import { dayText, mondayOf, weeksOf, useFormat } from '~/app/format';
import { useText } from '~/app/i18n';
import { IconButton, NumberInput, Popover } from '~/ui';
import css from './picker.module.css';

const months = Array.from({ length: 12 }, (_, index) => index + 1);
/** A week belongs to the month of its Thursday, as its year does. */
const thursdayOf = (week: string): Date => {
  const monday = mondayOf(week);
  return new Date(monday.getFullYear(), monday.getMonth(), monday.getDate() + 3);
};

/** To any week of any year: the year typed or stepped, its weeks by month. */
export function WeekPicker({ week, now, onPick }: { week: string; now: string; onPick: (week: string) => void }) {
  const t = useText();
  const format = useFormat();
  const [open, setOpen] = useState(false);
  const [typed, setTyped] = useState<number | string>(week.slice(0, 4));
  const year = Number(typed) >= 1900 && Number(typed) <= 2999 ? Number(typed) : Number(week.slice(0, 4));
  const weeks = weeksOf(year);
  const focus = weeks.includes(week) ? week : weeks.includes(now) ? now : weeks[0];
  const toggle = (wanted: boolean) => {
    setTyped(Number(week.slice(0, 4)));
    setOpen(wanted);
  };
  const arrows = (event: KeyboardEvent<HTMLElement>) => {
    const by = { ArrowRight: 1, ArrowLeft: -1, ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (by === undefined || !(event.target instanceof HTMLButtonElement)) return;
    const buttons = [...event.currentTarget.querySelectorAll('button')];
    buttons[buttons.indexOf(event.target) + by]?.focus();
    event.preventDefault();
  };
  return (
    <Popover
      open={open} onChange={setOpen} width="auto" align="end" label={t('week.go_to')}
      target={<IconButton icon="calendar" label={t('week.go_to')} onClick={() => toggle(!open)} />}
    >
      <div className={css.year}>
        <IconButton icon="chevron-left" label={t('week.year_before')} onClick={() => setTyped(year - 1)} />
        <NumberInput aria-label={t('week.year')} value={typed} onChange={setTyped} min={1900} max={2999} clampBehavior="none" hideControls w={76} data-autofocus />
        <IconButton icon="chevron-right" label={t('week.year_after')} onClick={() => setTyped(year + 1)} />
      </div>
      <div className={css.months} onKeyDown={arrows}>
        {months.map((month) => (
          <div key={month} className={css.month} role="group" aria-label={format.month(month, 'long')}>
            <span aria-hidden>{format.month(month)}</span>
            {weeks.filter((one) => thursdayOf(one).getMonth() === month - 1).map((one) => (
              <button
                key={one} type="button" tabIndex={one === focus ? 0 : -1} data-now={one === now || undefined} aria-current={one === week ? 'date' : undefined}
                aria-label={t('week.week_from', { week: Number(one.slice(-2)), date: format.date(dayText(mondayOf(one))) })}
                title={t('week.week_from', { week: Number(one.slice(-2)), date: format.date(dayText(mondayOf(one))) })}
                onClick={() => { setOpen(false); onPick(one); }}
              >
                {Number(one.slice(-2))}
              </button>
            ))}
          </div>
        ))}
      </div>
    </Popover>
  );
}
