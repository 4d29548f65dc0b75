/**
 * TrueTime (Spanner, OSDI 2012, §3): a clock that answers with an interval that contains the true
 * time, if the bound on its error is right.
 */

/** In ms. */
export interface Interval {
  readonly earliest: number;
  readonly latest: number;
}

export const around = (ms: number, errorMs: number): Interval => ({
  earliest: ms - errorMs,
  latest: ms + errorMs,
});

export const contains = ({ earliest, latest }: Interval, ms: number): boolean =>
  earliest <= ms && ms <= latest;

/** TT.after(t): t has passed for certain. */
export const isAfter = ({ earliest }: Interval, ms: number): boolean => earliest > ms;
