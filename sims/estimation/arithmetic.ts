/**
 * Powers and logarithms that are the same on every engine, and short sums from which estimates are
 * made.
 */
import { exp, log, log1p, pow } from '../../src/kernel/elementary.ts';

/** (1 - x)^n, precise if x is tiny and n is large. */
export const powerOfRest = (x: number, n: number): number => (n === 0 ? 1 : exp(n * log1p(-x)));

/** Binomial coefficient, exact as long as it fits 53 bits. O(k). */
export function choose(n: number, k: number): number {
  let result = 1;
  for (let factor = 1; factor <= k; factor++) result = (result * (n - k + factor)) / factor;
  return result;
}

/** Up to this number the terms of a harmonic number are added one by one. */
const addedUp = 64;

/**
 * 1 + 1/2^s + … + 1/n^s, to 12 digits for s up to 3. O(1): beyond the first terms by the
 * Euler-Maclaurin formula (Knuth, TAOCP 1, §1.2.11.2).
 */
export function harmonic(n: number, s = 1): number {
  const from = Math.min(n, addedUp);
  let sum = 0;
  for (let k = from; k >= 1; k--) sum += pow(k, -s);
  if (n === from) return sum;
  const integral = s === 1 ? log(n / from) : (pow(n, 1 - s) - pow(from, 1 - s)) / (1 - s);
  const ends = (order: number) => pow(n, -s - order) - pow(from, -s - order);
  return (
    sum + integral + ends(0) / 2 - (s * ends(1)) / 12 + (s * (s + 1) * (s + 2) * ends(3)) / 720
  );
}
