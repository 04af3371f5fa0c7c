import { dayOf, dayText } from '~/app/format';

const plus = (day: Date, days: number): Date => new Date(day.getFullYear(), day.getMonth(), day.getDate() + days);
export const addDays = (day: string, days: number): string => dayText(plus(dayOf(day), days));
export const mondayBefore = (day: string): string => addDays(day, -((dayOf(day).getDay() + 6) % 7));

export type Span = 'month' | 'week';

/** The days a calendar shows around one: a week, or the whole weeks that a month touches. */
export function daysShown(day: string, span: Span): string[] {
  if (span === 'week') {
    const monday = mondayBefore(day);
    return Array.from({ length: 7 }, (_, index) => addDays(monday, index));
  }
  const at = dayOf(day);
  const first = mondayBefore(dayText(new Date(at.getFullYear(), at.getMonth(), 1)));
  const last = dayText(new Date(at.getFullYear(), at.getMonth() + 1, 0));
  const days: string[] = [];
  for (let one = first; one <= last || days.length % 7 !== 0; one = addDays(one, 1)) days.push(one);
  return days;
}

/** A span earlier or later; the month keeps to its first, so that the 31st leaps over none. */
export function stepBy(day: string, span: Span, steps: number): string {
  if (span === 'week') return addDays(mondayBefore(day), 7 * steps);
  const at = dayOf(day);
  return dayText(new Date(at.getFullYear(), at.getMonth() + steps, 1));
}

/** On which day a value falls, here. */
export const dayOfValue = (value: string): string => (value.length <= 10 ? value : dayText(new Date(value)));

/** The value carried to another day: a moment keeps its time of day. */
export function onDay(value: string, day: string): string {
  if (value.length <= 10) return day;
  const at = new Date(value);
  const to = dayOf(day);
  return new Date(to.getFullYear(), to.getMonth(), to.getDate(), at.getHours(), at.getMinutes(), at.getSeconds(), at.getMilliseconds()).toISOString();
}

/** What a filter asks for to find all of these days; moments from the first's beginning to the last's end. */
export function rangeOf(days: string[], moments: boolean): [string, string] {
  const [first = '', last = ''] = [days[0], days.at(-1)];
  return moments ? [dayOf(first).toISOString(), new Date(dayOf(addDays(last, 1)).getTime() - 1).toISOString()] : [first, last];
}
