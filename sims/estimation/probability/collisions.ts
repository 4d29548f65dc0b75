/** Random codes drawn until two are equal. */
import { type RandomStream, randomInteger } from '../../../src/kernel/random.ts';

/** How many draws it takes until one of `values` comes a second time. O(√values), on average. */
export function firstCollision(values: number, stream: RandomStream): number {
  const seen = new Set<number>();
  for (;;) {
    const code = randomInteger(stream, 0, values - 1);
    if (seen.has(code)) return seen.size + 1;
    seen.add(code);
  }
}
