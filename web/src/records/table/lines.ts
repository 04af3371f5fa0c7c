import type { Record_, Value } from '~/app/api/types';
import type { TotalsOf } from './totals';

export interface Group extends TotalsOf {
  /** Its value as text, to know it by. */
  id: string;
  key: Value;
  open: boolean;
}

/** What a table shows, line by line: records, headings of groups, and room for what is still on the way. */
export interface Lines {
  count: number;
  recordAt: (line: number) => Record_ | undefined;
  groupAt: (line: number) => Group | undefined;
  /** Which lines are in sight now, so that what is missing there can be fetched. */
  onSight: (first: number, last: number) => void;
}

export const noLines: Lines = { count: 0, recordAt: () => undefined, groupAt: () => undefined, onSight: () => undefined };

/** Calls back for each loaded record between two lines. */
export function recordsBetween(lines: Lines, from: number, to: number): Record_[] {
  const found: Record_[] = [];
  for (let line = Math.max(0, Math.min(from, to)); line <= Math.max(from, to) && line < lines.count; ++line) {
    const record = lines.recordAt(line);
    if (record) found.push(record);
  }
  return found;
}

export interface Feed {
  rows: Record_[];
  hasMore: boolean;
  more: () => void;
}

/** The next page is asked for this many rows before one gets to it. */
const readAhead = 150;

export const plainLines = (feed: Feed): Lines => ({
  count: feed.rows.length + (feed.hasMore ? 1 : 0),
  recordAt: (line) => feed.rows[line],
  groupAt: () => undefined,
  onSight: (_, last) => {
    if (feed.hasMore && last >= feed.rows.length - readAhead) feed.more();
  },
});

/** Each group's heading, then as many lines as it has records; those in sight are fetched. */
export function groupedLines(groups: Group[], feeds: ReadonlyMap<string, Feed>, want: (ids: string[]) => void): Lines {
  const starts: number[] = [];
  let count = 0;
  for (const group of groups) {
    starts.push(count);
    const feed = feeds.get(group.id);
    count += 1 + (group.open ? (feed && !feed.hasMore ? feed.rows.length : Math.max(group.count, feed?.rows.length ?? 0)) : 0);
  }
  const indexOf = (line: number): number => {
    let [low, high] = [0, starts.length - 1];
    while (low < high) {
      const middle = (low + high + 1) >> 1;
      if ((starts[middle] ?? 0) <= line) low = middle;
      else high = middle - 1;
    }
    return low;
  };
  return {
    count,
    recordAt: (line) => {
      const at = indexOf(line);
      return feeds.get(groups[at]?.id ?? '')?.rows[line - (starts[at] ?? 0) - 1];
    },
    groupAt: (line) => {
      const at = indexOf(line);
      return starts[at] === line ? groups[at] : undefined;
    },
    onSight: (first, last) => {
      const wanted: string[] = [];
      for (let at = indexOf(first); at < groups.length && (starts[at] ?? 0) <= last + readAhead; ++at) {
        const group = groups[at];
        if (!group?.open) continue;
        const feed = feeds.get(group.id);
        if (!feed) wanted.push(group.id);
        else if (feed.hasMore && last - (starts[at] ?? 0) >= feed.rows.length - readAhead) feed.more();
      }
      if (wanted.length) want(wanted);
    },
  };
}
