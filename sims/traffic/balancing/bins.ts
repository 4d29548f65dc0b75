/**
 * Throws balls into bins, each into the emptiest of a few random bins, and observes the fullest.
 */
import { must } from '../../../src/kernel/must.ts';
import type { RandomStream } from '../../../src/kernel/random.ts';
import { randomInteger } from '../../../src/kernel/random.ts';

export const throws = ['one', 'two', 'two-distinct'] as const;
export type Throw = (typeof throws)[number];

/** With as many balls as bins: how many the fullest bin gets. */
export function fullestOf(n: number, how: Throw, random: RandomStream): number {
  const bins = new Uint32Array(n);
  const inBin = (bin: number) => must(bins[bin], 'balls of a bin');
  let most = 0;
  for (let ball = 0; ball < n; ball++) {
    const first = randomInteger(random, 0, n - 1);
    const second = how === 'one' ? first : other(first);
    const bin = inBin(second) < inBin(first) ? second : first;
    bins[bin] = inBin(bin) + 1;
    most = Math.max(most, inBin(bin));
  }
  return most;

  function other(first: number): number {
    if (how === 'two') return randomInteger(random, 0, n - 1);
    const skipping = randomInteger(random, 0, n - 2);
    return skipping < first ? skipping : skipping + 1;
  }
}
