/** What the scenarios of clocks share. */
import { clocks } from '../../sims/clocks/clocks.ts';
import { constant } from '../../src/kernel/distribution.ts';

/** Spread into a scenario. */
export const aboutClocks = { sim: clocks, network: () => ({ latencyMs: constant(0.25) }) };

/** The same terms, summed in a different order. */
export const about = (value: number, within = 1e-6) => ({
  atLeast: value - within,
  atMost: value + within,
});

export const listOf = <Item>(length: number, item: (place: number) => Item): Item[] =>
  Array.from({ length }, (_, place) => item(place));
