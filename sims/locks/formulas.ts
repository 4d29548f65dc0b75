/** Closed forms about locks, with which the runs are compared. */
import { pow } from '../../src/kernel/elementary.ts';

/**
 * How long two holders are at work (by the arithmetic of TTLs): the first from `heldFromMs` until
 * `heldUntilMs` whatever its lease says, the second for `workMs` from its own grant on.
 */
export const overlapMs = (heldUntilMs: number, grantedAtMs: number, workMs: number): number =>
  Math.min(Math.max(0, heldUntilMs - grantedAtMs), workMs);

/**
 * The probability that none of `clients` gets more than half of `nodes`, if each node goes to one
 * of them with equal probability: the sum over all ways to divide the nodes (multinomial).
 * O(clients × nodes²).
 */
export function splitShare(clients: number, nodes: number): number {
  const most = Math.floor(nodes / 2);
  // ways[n] / n!: the ways in which the clients so far divide n nodes, none getting more than half.
  let ways: number[] = Array.from({ length: nodes + 1 }, (_, shared) => (shared === 0 ? 1 : 0));
  for (let client = 0; client < clients; client++) {
    ways = ways.map((_, shared) => {
      let sum = 0;
      for (let own = 0; own <= Math.min(most, shared); own++) {
        sum += (ways[shared - own] ?? 0) / factorial(own);
      }
      return sum;
    });
  }
  return ((ways[nodes] ?? 0) * factorial(nodes)) / pow(clients, nodes);
}

const factorial = (n: number): number => (n <= 1 ? 1 : n * factorial(n - 1));

/**
 * How many renewals are sent until the given number in a row are lost, each with probability
 * `loss`: mean and standard deviation (Feller, An Introduction to Probability Theory, volume 1,
 * XIII.7).
 */
export function renewalsUntilLost(loss: number, inARow: number) {
  const [p, q, r] = [loss, 1 - loss, inARow];
  const run = q * pow(p, r);
  const variance = 1 / pow(run, 2) - (2 * r + 1) / run - p / pow(q, 2);
  return { mean: (1 - pow(p, r)) / run, deviation: Math.sqrt(variance) };
}
