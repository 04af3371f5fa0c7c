import { describe, expect, it } from 'vitest';
import { addDays, dayOfValue, daysShown, onDay, rangeOf, stepBy } from './days';

describe('the days of a calendar', () => {
  it('are whole weeks from Monday', () => {
    const days = daysShown('2026-11-22', 'month');
    expect([days[0], days.at(-1), days.length]).toEqual(['2026-10-26', '2026-12-06', 42]);
    expect(daysShown('2027-02-10', 'month')).toHaveLength(28);
    expect(daysShown('2026-11-22', 'week')).toEqual(['2026-11-16', '2026-11-17', '2026-11-18', '2026-11-19', '2026-11-20', '2026-11-21', '2026-11-22']);
  });
  it('go on by weeks and months, over the ends of years and short months', () => {
    expect(stepBy('2026-01-31', 'month', 1)).toBe('2026-02-01');
    expect(stepBy('2026-01-31', 'month', -1)).toBe('2025-12-01');
    expect(stepBy('2026-12-30', 'week', 1)).toBe('2027-01-04');
    expect(addDays('2028-02-28', 1)).toBe('2028-02-29');
  });
  it('carry a moment with its time of day', () => {
    const moved = onDay(new Date(2026, 10, 22, 14, 30).toISOString(), '2026-12-01');
    expect(new Date(moved)).toEqual(new Date(2026, 11, 1, 14, 30));
    expect(dayOfValue(moved)).toBe('2026-12-01');
    expect(onDay('2026-11-22', '2026-12-01')).toBe('2026-12-01');
  });
  it('ask for all of the last day', () => {
    expect(rangeOf(['2026-11-22', '2026-11-23'], false)).toEqual(['2026-11-22', '2026-11-23']);
    const [from, to] = rangeOf(['2026-11-22', '2026-11-23'], true);
    expect([new Date(from), new Date(to)]).toEqual([new Date(2026, 10, 22), new Date(new Date(2026, 10, 24).getTime() - 1)]);
  });
});
