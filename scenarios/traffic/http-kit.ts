/** What the scenarios of HTTP share. */
import { httpInvariants } from '../../sims/traffic/http/laws.ts';
import { binomialBounds } from '../../src/statistics/binomial-quantiles.ts';
import { aboutTraffic } from './common.ts';

/** Spread into a scenario. */
export const aboutHttp = { ...aboutTraffic, invariants: httpInvariants };

/** Bounds of a share in the given number of trials. */
export function shareBounds(trials: number, share: number) {
  const { atLeast, atMost } = binomialBounds(trials, share);
  return { atLeast: atLeast / trials, atMost: atMost / trials };
}
