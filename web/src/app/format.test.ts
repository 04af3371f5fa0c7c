import { describe, expect, it } from 'vitest';
import { dayOf, dayText, formatFor, isoWeek, mondayOf, weeksOf } from './format';

const plain = (text: string) => text.replace(/[\u00a0\u202f]/g, ' ');

describe('format', () => {
  it('writes money as each language does', () => {
    expect(plain(formatFor('en').money({ amount: '240000.00', currency: 'NOK' }))).toBe('NOK 240,000');
    expect(plain(formatFor('nb').money({ amount: '240000.00', currency: 'NOK' }))).toBe('240 000 NOK');
  });
  it('keeps the minor units of a small uneven amount', () => {
    expect(plain(formatFor('en').money({ amount: '12.50', currency: 'EUR' }))).toBe('EUR 12.50');
  });
  it('shows an unknown currency as it stands', () => {
    expect(formatFor('en').money({ amount: '1', currency: '??' })).toBe('1 ??');
  });
  it('keeps a day where it is, whatever the time zone', () => {
    expect(dayText(dayOf('2026-03-29'))).toBe('2026-03-29');
  });
  it('numbers weeks after ISO 8601 over the turn of a year', () => {
    expect(isoWeek(dayOf('2026-11-23'))).toBe('2026-W48');
    expect(isoWeek(dayOf('2027-01-03'))).toBe('2026-W53');
    expect(isoWeek(dayOf('2018-01-08'))).toBe('2018-W02');
  });
  it('finds the Monday of a week and all the weeks of a year', () => {
    expect(dayText(mondayOf('2018-W02'))).toBe('2018-01-08');
    expect(dayText(mondayOf('2027-W01'))).toBe('2027-01-04');
    expect(weeksOf(2026)).toHaveLength(53);
    expect(weeksOf(2018).map((week) => isoWeek(mondayOf(week)))).toEqual(weeksOf(2018));
  });
  it('says days, never hours, of a day', () => {
    expect(formatFor('en').relative('2026-11-20', new Date(2026, 10, 22, 15))).toBe('2 days ago');
    expect(formatFor('nb').relative('2026-11-22', new Date(2026, 10, 22, 15))).toBe('i dag');
  });
});
