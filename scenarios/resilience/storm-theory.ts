/** How many calls a request becomes at the bottom of tiers that retry. */
import type { Expectation } from '../../src/check/expectation.ts';
import { type Valued, within } from '../../src/check/expected.ts';
import { pow } from '../../src/kernel/elementary.ts';
import { around, hoeffding, triesOf } from './bounds.ts';

interface Storm {
  readonly tiers: number;
  readonly maxAttempts: number;
  readonly failureRate: number;
  readonly requests: number;
}

/**
 * Calls at the bottom per request if every tier retries: each call of a tier may fail with all its
 * attempts.
 */
function everyLoad(failureRate: number, maxAttempts: number, tiers: number): number {
  let load = 1;
  for (let tier = 0; tier < tiers; tier++) {
    load *= triesOf(pow(failureRate, pow(maxAttempts, tier)), maxAttempts);
  }
  return load;
}

type Measured = Valued<'everyTierLoad' | 'topTierLoad'>;

export function expectedOf(storm: Storm): readonly Expectation<Measured>[] {
  const { tiers, failureRate, maxAttempts, requests } = storm;
  const slack = (range: number) =>
    failureRate === 0 || failureRate === 1 ? 0 : hoeffding(requests, range);
  return [
    within(
      'everyTierLoad',
      'tiers-multiply',
      around(everyLoad(failureRate, maxAttempts, tiers), slack(pow(maxAttempts, tiers) - 1)),
    ).says(
      `calls per request that reach the database if each of ${tiers} tiers tries up to ${maxAttempts} times: ${maxAttempts}^${tiers} in a full outage`,
      'q9-retries-3x-load',
    ),
    within(
      'topTierLoad',
      'three-retries-are-four-tries',
      around(triesOf(failureRate, maxAttempts), slack(maxAttempts - 1)),
    ).says(
      `calls per request that reach the database if one tier makes up to ${maxAttempts - 1} retries: 1 + ${maxAttempts - 1} = ${maxAttempts} in a full outage`,
      'pat-3-retries-3000-requests',
    ),
  ];
}
