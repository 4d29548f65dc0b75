/** Tables of counts, checked. */

/**
 * Two groups and two outcomes:
 *
 *            hit     miss
 *     first    a        b
 *     second   c        d
 */
export interface TwoByTwo {
  readonly a: number;
  readonly b: number;
  readonly c: number;
  readonly d: number;
}

/** A group of trials: of `trials` requests, `hits` were errors. */
export interface Share {
  readonly hits: number;
  readonly trials: number;
}

export function tableOf(first: Share, second: Share): TwoByTwo {
  requireShare(first);
  requireShare(second);
  return {
    a: first.hits,
    b: first.trials - first.hits,
    c: second.hits,
    d: second.trials - second.hits,
  };
}

export function requireCount(count: number, what = 'a count'): void {
  if (!Number.isSafeInteger(count) || count < 0) {
    throw new RangeError(`${what} is a whole number from 0, not ${count}`);
  }
}

export function requireShare({ hits, trials }: Share): void {
  requireCount(hits, 'the number of hits');
  requireCount(trials, 'the number of trials');
  if (hits > trials) throw new RangeError(`${hits} hits are more than ${trials} trials`);
}

export function requireTable({ a, b, c, d }: TwoByTwo): void {
  for (const count of [a, b, c, d]) requireCount(count);
}
