import { describe, expect, it } from 'vitest';
import { choicesFor, wallClock } from './reminders';

describe('when to be reminded', () => {
  const now = new Date(2026, 10, 22, 22, 30);
  const offered = (due?: Date) => choicesFor(now, due).map((one) => `${one.name} ${wallClock(one.at)}`);
  it('is soon, tomorrow, or on the morning it is due', () => {
    expect(offered()).toEqual(['hour 2026-11-22T23:30', 'tomorrow 2026-11-23T09:00']);
    expect(offered(new Date(2026, 10, 27))).toEqual(['hour 2026-11-22T23:30', 'tomorrow 2026-11-23T09:00', 'due 2026-11-27T09:00']);
  });
  it('is never in the past, and said once', () => {
    expect(offered(new Date(2026, 10, 22))).toHaveLength(2);
    expect(offered(new Date(2026, 10, 23))).toHaveLength(2);
  });
});
