/**
 * What all rate limiters share. Times are whole milliseconds: a limiter counts in the smallest
 * fraction of a request that its rate produces per millisecond, so that nothing is rounded and
 * equivalent limiters agree exactly.
 */

/** The number of requests per period. */
export interface Limit {
  readonly count: number;
  readonly periodMs: number;
  /**
   * How many may come at once after a rest, if the limiter has a bucket: more than `count` or
   * fewer.
   */
  readonly burst: number;
}

export interface Decision {
  readonly isAdmitted: boolean;
  /** How many more would be admitted at the same moment. */
  readonly remaining: number;
  /**
   * Time until it would be admitted if nothing else came, in ms: 0 if it is admitted, null if it
   * never would be.
   */
  readonly retryAfterMs: number | null;
  /** Time until the limiter has forgotten all requests, in ms. */
  readonly resetAfterMs: number;
  /** How long the request is delayed, in ms: 0 for limiters that only refuse. */
  readonly delayMs: number;
}

export interface Limiter {
  /**
   * Decides on a request with the given cost that arrives now. Time never goes back, unless the
   * clock does.
   */
  decide(atMs: number, cost?: number): Decision;
  /** Its state, as plain data. */
  readonly shown: Readonly<Record<string, number>>;
}
