/**
 * Which of several servers to believe (Marzullo 1984, Maintaining the Time in a Distributed
 * System): each gives an interval in which the true time must lie; the smallest interval that lies
 * in as many of them as possible is right if most of them are.
 */
import type { Interval } from '../truetime/interval.ts';

export interface Intersection extends Interval {
  /** How many of the given intervals contain it. */
  readonly count: number;
}

interface Edge {
  readonly ms: number;
  /** An interval begins here, or ends. */
  readonly step: 1 | -1;
}

/** The first such interval if there are several; undefined for none. O(n log n). */
export function intersection(intervals: readonly Interval[]): Intersection | undefined {
  const edges = intervals
    .flatMap(({ earliest, latest }): Edge[] => [
      { ms: earliest, step: 1 },
      { ms: latest, step: -1 },
    ])
    // Intervals are closed: at one point the beginnings come first.
    .sort((a, b) => a.ms - b.ms || b.step - a.step);
  let best: Intersection | undefined;
  let count = 0;
  for (const [place, { ms, step }] of edges.entries()) {
    count += step;
    const next = edges[place + 1];
    if (next !== undefined && count > (best?.count ?? 0))
      best = { earliest: ms, latest: next.ms, count };
  }
  return best;
}
