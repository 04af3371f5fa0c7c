import type { Touchpoint } from './data';

/** How many touches fall in each month when each touchpoint's are spread evenly over its allowed months. */
export function spread(touchpoints: Pick<Touchpoint, 'times_per_year' | 'months'>[]): number[] {
  const counts = Array.from({ length: 12 }, () => 0);
  for (const { times_per_year: times, months } of touchpoints) {
    const allowed = [...months].sort((one, other) => one - other);
    if (allowed.length === 0) continue;
    for (let nth = 0; nth < times; nth++) {
      const month = allowed[Math.floor(((nth + 0.5) * allowed.length) / times) % allowed.length];
      if (month !== undefined) counts[month - 1] = (counts[month - 1] ?? 0) + 1;
    }
  }
  return counts;
}
