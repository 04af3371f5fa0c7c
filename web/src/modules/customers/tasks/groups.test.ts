import { expect, test } from 'vitest';
import { groupOf } from './groups';

const sunday = new Date(2026, 10, 22, 13);

test('a task stands under the day it is due', () => {
  expect(groupOf('2026-11-21', sunday)).toBe('overdue');
  expect(groupOf('2026-11-22', sunday)).toBe('today');
  expect(groupOf('2026-11-23', sunday)).toBe('later');
  expect(groupOf(null, sunday)).toBe('whenever');
});

test('this week goes to its Sunday', () => {
  const monday = new Date(2026, 10, 23, 8);
  expect(groupOf('2026-11-29', monday)).toBe('week');
  expect(groupOf('2026-11-30', monday)).toBe('later');
});
