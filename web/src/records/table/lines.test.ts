import { describe, expect, it, vi } from 'vitest';
import type { Record_ } from '~/app/api/types';
import { groupedLines, plainLines, recordsBetween, type Feed, type Group } from './lines';

const record = (id: string): Record_ => ({ id, object: 'account', version: 1, fields: {}, created_at: '', updated_at: '' });
const group = (id: string, count: number, open = true): Group => ({ id, key: id, count, sums: {}, open });
const feed = (ids: string[], hasMore = false, more = vi.fn()): Feed => ({ rows: ids.map(record), hasMore, more });

describe('the lines of a table', () => {
  it('are the records, and room for more', () => {
    const more = vi.fn();
    const lines = plainLines(feed(['a', 'b'], true, more));
    expect(lines.count).toBe(3);
    expect(lines.recordAt(1)?.id).toBe('b');
    expect(lines.recordAt(2)).toBeUndefined();
    lines.onSight(0, 2);
    expect(more).toHaveBeenCalledOnce();
  });
  it('are headings and as many lines as a group has, also before they are here', () => {
    const want = vi.fn();
    const lines = groupedLines([group('no', 3), group('se', 2, false), group('dk', 1)], new Map([['no', feed(['a', 'b', 'c'])]]), want);
    expect(lines.count).toBe(1 + 3 + 1 + 1 + 1);
    expect([0, 4, 5].map((line) => lines.groupAt(line)?.id)).toEqual(['no', 'se', 'dk']);
    expect([1, 3].map((line) => lines.recordAt(line)?.id)).toEqual(['a', 'c']);
    expect([0, 4, 6].map((line) => lines.recordAt(line))).toEqual([undefined, undefined, undefined]);
    lines.onSight(0, 6);
    expect(want).toHaveBeenCalledWith(['dk']);
  });
  it('ask for the next page of the group in sight only', () => {
    const [near, far] = [vi.fn(), vi.fn()];
    const lines = groupedLines([group('no', 1000), group('se', 1000)], new Map([['no', feed(['a'], true, near)], ['se', feed(['b'], true, far)]]), vi.fn());
    lines.onSight(0, 30);
    expect(near).toHaveBeenCalled();
    expect(far).not.toHaveBeenCalled();
  });
  it('end where a group turned out shorter than counted', () => {
    expect(groupedLines([group('no', 9)], new Map([['no', feed(['a'])]]), vi.fn()).count).toBe(2);
  });
  it('give the records between two lines, whichever comes first', () => {
    const lines = groupedLines([group('no', 2), group('se', 1)], new Map([['no', feed(['a', 'b'])], ['se', feed(['c'])]]), vi.fn());
    expect(recordsBetween(lines, 4, 2).map((one) => one.id)).toEqual(['b', 'c']);
  });
});
