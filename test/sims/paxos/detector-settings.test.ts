/**
 * Goal: the named settings are those of the real detectors. They are compared with the detectors'
 * own formulas for phi, inverted, and with the defaults in akka-cluster/reference.conf.
 */
import { expect, test } from 'vitest';
import {
  akkaSilenceMs,
  cassandraSilenceMs,
  heartbeatMs,
  settings,
} from '../../../sims/paxos/detectors/settings.ts';

const even = [1_000, 1_000, 1_000];
const uneven = [600, 1_400, 600, 1_400];

/** PhiAccrualFailureDetector.scala: phi of a silence, by the logistic approximation; mean with the allowance. */
function akkaPhi(silenceMs: number, mean: number, deviation: number): number {
  const y = (silenceMs - mean) / deviation;
  const e = Math.exp(-y * (1.5976 + 0.070566 * y * y));
  return -Math.log10(e / (1 + e));
}

test.each([1, 3, 8, 12, 16])('phi is %d when the silence of Akka is over', (threshold) => {
  expect(akkaPhi(akkaSilenceMs(even, threshold), 1_000 + 3_000, 100)).toBeCloseTo(threshold, 9);
  expect(akkaPhi(akkaSilenceMs(uneven, threshold), 1_000 + 3_000, 400)).toBeCloseTo(threshold, 9);
});

/** FailureDetector.java: PHI_FACTOR times the silence in mean intervals. */
test.each([1, 8])('phi is %d when the silence of Cassandra is over', (threshold) => {
  expect(((1 / Math.log(10)) * cassandraSilenceMs(uneven, threshold)) / 1_000).toBeCloseTo(
    threshold,
    9,
  );
});

test('the defaults of Akka wait for about 5.5 s from the last heartbeat but one', () => {
  const { silenceMs, threshold, window } = settings.akka;
  expect(heartbeatMs + silenceMs(even, threshold)).toBeCloseTo(5_500, -2);
  expect({ threshold, window }).toEqual({ threshold: 8, window: 1_000 });
});

test('Akka forgets the interval in which it suspected, Cassandra one that is longer than two', () => {
  expect([false, true].map((was) => settings.akka.remembers(4_000, was))).toEqual([true, false]);
  expect([2_000, 2_001].map((ms) => settings.cassandra.remembers(ms))).toEqual([true, false]);
});
