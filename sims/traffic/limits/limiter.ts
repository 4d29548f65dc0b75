/**
 * What all rate limiters have in common. Times are whole milliseconds: a limiter counts in the smallest fraction that
 * its rate makes of one, so that nothing is rounded, and two limiters that should agree do.
 */

/** So many requests a period. */
export interface Limit {
  readonly count: number;
  readonly periodMs: number;
  /** How many may come at once after a rest, where a limiter has a bucket: more than `count` or fewer. */
  readonly burst: number;
}

export interface Decision {
  readonly isAdmitted: boolean;
  /** How many more would be admitted at the same moment. */
  readonly remaining: number;
  /** Until it would be admitted if nothing else came, in ms: 0 if it is, null if it never would be. */
  readonly retryAfterMs: number | null;
  /** Until the limiter has forgotten all that came, in ms. */
  readonly resetAfterMs: number;
  /** How long it is held back before it goes on, in ms: 0 for limiters that only refuse. */
  readonly delayMs: number;
}

export interface Limiter {
  /** Decides on a request that comes now and costs so many. Time never goes back, unless the clock does. */
  decide(atMs: number, cost?: number): Decision;
  /** What it keeps: plain data. */
  readonly shown: Readonly<Record<string, number>>;
}
