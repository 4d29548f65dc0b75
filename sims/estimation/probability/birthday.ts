/** The birthday problem: how soon random codes collide. */
import { expm1, log, log1p } from '../../../src/kernel/elementary.ts';

/**
 * Probability that n draws of N values are not all different: 1 - e^(-n(n-1)/2N), off by less than
 * 1/√N.
 */
export const collisionChance = (draws: number, values: number): number =>
  -expm1(-(draws * (draws - 1)) / (2 * values));

/** The same exactly: 1 - (1 - 1/N)(1 - 2/N)…(1 - (n-1)/N). O(draws). */
export function exactCollisionChance(draws: number, values: number): number {
  if (draws > values) return 1;
  let exponent = 0;
  for (let drawn = 1; drawn < draws; drawn++) exponent -= log1p(-drawn / values);
  return -expm1(-exponent);
}

/** Number of draws at which the probability of a collision reaches p: √(2 N ln 1/(1-p)). */
export const drawsForChance = (chance: number, values: number): number =>
  Math.sqrt(-2 * values * log1p(-chance));

/** Mean number of draws up to the first collision: √(πN/2) + 2/3 (Knuth, TAOCP 1, §1.2.11.3: Ramanujan’s Q). */
export const meanFirstCollision = (values: number): number =>
  Math.sqrt((Math.PI * values) / 2) + 2 / 3;

/** Its standard deviation: √((2 - π/2) N), as for a Rayleigh distribution. */
export const deviationOfFirstCollision = (values: number): number =>
  Math.sqrt((2 - Math.PI / 2) * values);

/** Expected pairs of equal draws: n(n-1)/2N. */
export const collidingPairs = (draws: number, values: number): number =>
  (draws * (draws - 1)) / (2 * values);

/** Characters that a number below 2^bits takes in this alphabet. */
export const charactersFor = (bits: number, alphabet: number): number =>
  Math.ceil((bits * log(2)) / log(alphabet) - 1e-12);
