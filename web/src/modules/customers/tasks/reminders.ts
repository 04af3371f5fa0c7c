/** When one could want to be reminded: soon, tomorrow, or on the morning it is due. What has passed is not offered. */
export function choicesFor(now: Date, due: Date | undefined): { name: 'hour' | 'tomorrow' | 'due'; at: Date }[] {
  const morning = (day: Date, ahead: number) => new Date(day.getFullYear(), day.getMonth(), day.getDate() + ahead, 9);
  const tomorrow = morning(now, 1);
  const onDay = due && morning(due, 0);
  return [
    { name: 'hour', at: new Date(now.getTime() + 3_600_000) },
    { name: 'tomorrow', at: tomorrow },
    ...(onDay && onDay > now && onDay.getTime() !== tomorrow.getTime() ? [{ name: 'due' as const, at: onDay }] : []),
  ];
}

const two = (number: number) => String(number).padStart(2, '0');
/** As the browser's own control speaks of a moment. */
export const wallClock = (at: Date): string => `${at.getFullYear()}-${two(at.getMonth() + 1)}-${two(at.getDate())}T${two(at.getHours())}:${two(at.getMinutes())}`;
