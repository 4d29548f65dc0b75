/** What the scenarios of clocks have in common. */
import { clocks } from '../../sims/clocks/clocks.ts';
import { constant } from '../../src/kernel/distribution.ts';
import { binomialQuantiles } from '../../src/statistics/binomial-quantiles.ts';

/** Spread into a scenario. */
export const aboutClocks = { sim: clocks, network: () => ({ latencyMs: constant(0.25) }) };

/** Between which counts of `trials` lies one whose share is p, but in one run of a million. */
export const binomialBounds = (trials: number, p: number) => binomialQuantiles(trials, p, 5e-7);

/** Sums of the same terms in another order. */
export const about = (value: number, within = 1e-6) => ({
  atLeast: value - within,
  atMost: value + within,
});

export const listOf = <Item>(length: number, item: (place: number) => Item): Item[] =>
  Array.from({ length }, (_, place) => item(place));
