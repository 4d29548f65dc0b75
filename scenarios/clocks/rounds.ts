/** Clocks that are anywhere within their bound, and move within it from round to round. */
import type { RandomStreams } from '../../src/kernel/random.ts';
import { clockJump } from '../../src/world/fault.ts';
import type { Plan } from '../../src/world/plan.ts';

interface Rounds {
  readonly epsilonMs: number;
  readonly rounds: number;
}

/** In microseconds, uniform from -epsilon to +epsilon; round k begins at k times `everyMs`. */
export function wanderingClocks(
  random: RandomStreams,
  { epsilonMs, rounds }: Rounds,
  everyMs: number,
  nodes: readonly string[],
): Plan {
  const stream = random.stream('offsets');
  const offsetsMs = new Map<string, number>();
  return Array.from({ length: rounds }, (_, round) =>
    nodes.map((node) => {
      const offsetMs = Math.round((2 * stream() - 1) * epsilonMs * 1_000) / 1_000;
      const byMs = offsetMs - (offsetsMs.get(node) ?? 0);
      offsetsMs.set(node, offsetMs);
      return { atMs: (round + 1) * everyMs, fault: clockJump(node, byMs) };
    }),
  ).flat();
}
