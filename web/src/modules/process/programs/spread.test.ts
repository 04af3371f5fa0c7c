import { describe, expect, it } from 'vitest';
import { spread } from './spread';

describe('spread', () => {
  it('keeps to the allowed months', () => {
    expect(spread([{ times_per_year: 2, months: [3, 9] }])).toEqual([0, 0, 1, 0, 0, 0, 0, 0, 1, 0, 0, 0]);
  });
  it('spreads evenly and loses none', () => {
    const counts = spread([{ times_per_year: 6, months: [1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12] }, { times_per_year: 24, months: [2] }]);
    expect(counts.reduce((all, count) => all + count, 0)).toBe(30);
    expect(counts[1]).toBe(25);
  });
  it('shows nothing without a month', () => {
    expect(spread([{ times_per_year: 4, months: [] }])).toEqual(Array.from({ length: 12 }, () => 0));
  });
});
