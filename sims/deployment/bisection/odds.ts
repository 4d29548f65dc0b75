/** What a bisection costs and how often it is right, without carrying it out. */
import { binomialAtLeast } from '../../../src/statistics/binomial-test.ts';
import { halfOf } from './bisect.ts';

/** How often a test of a commit is wrong. */
export interface Flakiness {
  readonly ofGood: number;
  readonly ofBad: number;
}

export interface Odds {
  /** Of searches that name the right commit, if each commit is the culprit as often. */
  readonly rightShare: number;
  /** Of searches whose tests are never wrong. */
  readonly meanTests: number;
  readonly testsMax: number;
}

/**
 * A search is right if none of its tests is wrong: a wrong one leaves the culprit outside for good. So right(n) = right(i)
 * (1 - ofBad) + right(n - i) (1 - ofGood), summed over culprits.
 */
export function oddsOf(commits: number, { ofGood, ofBad }: Flakiness): Odds {
  const known = new Map<number, { right: number; tests: number; most: number }>();
  const of = (candidates: number): { right: number; tests: number; most: number } => {
    if (candidates === 1) return { right: 1, tests: 0, most: 0 };
    const before = known.get(candidates);
    if (before !== undefined) return before;
    const [older, newer] = [of(halfOf(candidates)), of(candidates - halfOf(candidates))];
    const sums = {
      right: older.right * (1 - ofBad) + newer.right * (1 - ofGood),
      tests: candidates + older.tests + newer.tests,
      most: 1 + Math.max(older.most, newer.most),
    };
    known.set(candidates, sums);
    return sums;
  };
  const { right, tests, most } = of(commits);
  return { rightShare: right / commits, meanTests: tests / commits, testsMax: most };
}

/** Of majorities of an odd number of tests, each wrong with that probability. */
export const majorityWrong = (tests: number, wrong: number): number =>
  binomialAtLeast((tests + 1) / 2, tests, wrong);

/** The smallest power of two that is not smaller: so many halvings. */
export function halvings(candidates: number): number {
  let steps = 0;
  for (let covered = 1; covered < candidates; covered *= 2) steps += 1;
  return steps;
}

/**
 * Candidates that untestable commits leave, each commit being untestable with that probability: the culprit, those next to
 * it that cannot be tested, and the first one after them that can if the culprit itself cannot.
 */
export function leftBySkips(share: number): { readonly mean: number; readonly deviation: number } {
  const run = share / (1 - share);
  const runVariance = share / ((1 - share) * (1 - share));
  const [testable, untestable] = [1 + run, 2 + 2 * run];
  const mean = (1 - share) * testable + share * untestable;
  const between = share * (1 - share) * (untestable - testable) * (untestable - testable);
  const within = (1 - share) * runVariance + share * 2 * runVariance;
  return { mean, deviation: Math.sqrt(between + within) };
}
