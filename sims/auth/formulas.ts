/** Closed forms that the runs are held against. */
import { pow } from '../../src/kernel/elementary.ts';
import type { Moments } from '../../src/statistics/moments.ts';

/**
 * How long after a revocation the last request is let in, in intervals between requests. The revocation falls evenly on
 * `slots` intervals, of which the one of that place ends with request `slot + 1`; `lastOf(slot)` is the last request
 * that is let in after it.
 */
export function exposure(slots: number, lastOf: (slot: number) => number): Moments {
  let [sum, squares] = [0, 0];
  for (let slot = 0; slot < slots; slot++) {
    const [from, to] = [lastOf(slot) - slot, lastOf(slot) - slot - 1];
    if (to < 0) continue;
    sum += (from + to) / 2;
    squares += (pow(from, 3) - pow(to, 3)) / 3;
  }
  const mean = sum / slots;
  return { mean, deviation: Math.sqrt(Math.max(0, squares / slots - mean * mean)) };
}

/** Chance that one of k different guesses is one of so many codes that are valid at a time. */
export const guessChance = (guesses: number, digits: number, valid: number): number =>
  1 - pow(1 - Math.min(1, guesses / pow(10, digits)), valid);
