/** Rules that no policy can follow alone: where policies stand in a system, and around what. */

import type { Policy } from '../call.ts';
import type { ResilienceRules } from '../rules.ts';
import type { Bulkhead } from './bulkhead.ts';

/** Whether a tier retries its calls of the tier below: only the one nearest to the user, tier 1. */
export function mayTierRetry(rules: ResilienceRules, tier: number): boolean {
  return tier === 1 || !rules['retry-at-one-layer'];
}

/** A retry and a breaker, outermost first, so that the breaker sees every attempt. */
export function retryAroundBreaker(
  rules: ResilienceRules,
  retry: readonly Policy[],
  breaker: Policy,
): readonly Policy[] {
  return rules['breaker-inside-retry'] ? [...retry, breaker] : [breaker, ...retry];
}

/** A pool for each dependency, so that a slow one can use up no more than its own. */
export function poolsFor<Dependency extends string>(
  rules: ResilienceRules,
  dependencies: readonly Dependency[],
  permits: number,
  makePool: (name: string, permits: number) => Bulkhead,
): Readonly<Record<Dependency, Bulkhead>> {
  const forAll = rules['separate-pools'] ? undefined : makePool('one pool after all', permits);
  const each = Math.floor(permits / dependencies.length);
  const pools = dependencies.map((name) => [
    name,
    forAll ?? makePool(`pool for the ${name} one`, each),
  ]);
  return Object.fromEntries(pools) as Record<Dependency, Bulkhead>;
}
