/**
 * Goal: the exact formulae are exact. Method: each is compared with an independently written brute
 * force, over small sizes.
 */
import { expect, test } from 'vitest';
import {
  burnRate,
  errorBudget,
  exhaustedAfter,
  kOfN,
} from '../../../sims/estimation/availability/nines.ts';
import { deviationOfUpShare } from '../../../sims/estimation/availability/outages.ts';
import { costOfCalls, costOfOutage, lossEachFor } from '../../../sims/estimation/capacity/costs.ts';
import { gigabytesPerSecond, overlapped } from '../../../sims/estimation/latency/bandwidth.ts';
import { quantileOfHops } from '../../../sims/estimation/latency/hops.ts';
import { exactCollisionChance } from '../../../sims/estimation/probability/birthday.ts';
import {
  chanceAllSet,
  falsePositiveRate,
} from '../../../sims/estimation/sketches/false-positives.ts';
import { erlangC } from '../../../src/statistics/erlang.ts';

/** Distribution of the number of set bits, of m, after the given number of throws, bit by bit. */
function occupancy(bits: number, throws: number): number[] {
  let chances = [1];
  for (let each = 0; each < throws; each++) {
    const next = Array.from({ length: bits + 1 }, () => 0);
    for (const [set, chance] of chances.entries()) {
      next[set] = (next[set] ?? 0) + (chance * set) / bits;
      if (set < bits) next[set + 1] = (next[set + 1] ?? 0) + chance * (1 - set / bits);
    }
    chances = next;
  }
  return chances;
}

test.each([
  [8, 6, 2],
  [16, 20, 4],
  [64, 70, 7],
  [100, 350, 5],
  [3, 0, 2],
])('false positives of %i bits after %i throws with %i probes', (bits, throws, probes) => {
  const expected = occupancy(bits, throws).reduce(
    (sum, chance, set) => sum + chance * (set / bits) ** probes,
    0,
  );
  expect(chanceAllSet(bits, throws, probes)).toBeCloseTo(expected, 12);
});

test.each([
  [8, 5, 0.02168],
  [10, 7, 0.00819],
  [16, 11, 0.000459],
  [4, 3, 0.1469],
])('the table of Cao: %i bits a key, %i hashes', (bits, hashes, rate) => {
  expect(falsePositiveRate(bits, 1, hashes) / rate).toBeCloseTo(1, 2);
});

test('the exact rate is above the textbook’s (Bose et al. 2008)', () => {
  for (const [bits, keys, hashes] of [
    [32, 4, 3],
    [100, 10, 7],
    [1_000, 100, 7],
  ] as const) {
    expect(chanceAllSet(bits, hashes * keys, hashes)).toBeGreaterThan(
      falsePositiveRate(bits, keys, hashes),
    );
  }
});

test('birthdays, by counting: 1 - 365!/(365^n (365-n)!)', () => {
  let none = 1;
  for (let n = 1; n <= 80; n++) {
    expect(exactCollisionChance(n, 365)).toBeCloseTo(1 - none, 10);
    none *= (365 - n) / 365;
  }
  expect(exactCollisionChance(366, 365)).toBe(1);
});

test('k of n, by all subsets', () => {
  for (let copies = 1; copies <= 6; copies++) {
    for (let needed = 1; needed <= copies; needed++) {
      let sum = 0;
      for (let subset = 0; subset < 2 ** copies; subset++) {
        const up = [...Array(copies).keys()].filter((bit) => subset & (1 << bit)).length;
        if (up >= needed) sum += 0.9 ** up * 0.1 ** (copies - up);
      }
      expect(kOfN(needed, copies, 0.9)).toBeCloseTo(sum, 12);
    }
  }
});

test('deviation of the up share of one component: 2 (ud)² / ((u + d)³ T) (Cox 1962)', () => {
  const [upMean, downMean, horizon] = [9, 1, 1_000];
  const expected = Math.sqrt((2 * (upMean * downMean) ** 2) / ((upMean + downMean) ** 3 * horizon));
  const deviation = deviationOfUpShare({ upMean, downMean }, { copies: 1, needed: 1 }, horizon);
  expect(deviation).toBeCloseTo(expected, 12);
});

test('Erlang C, from the sum of factorials', () => {
  const factorial = (n: number): number => (n < 2 ? 1 : n * factorial(n - 1));
  for (const [servers, load] of [
    [1, 0.5],
    [2, 1],
    [5, 4],
    [10, 8],
  ] as const) {
    const last = (load ** servers / factorial(servers)) * (servers / (servers - load));
    let all = last;
    for (let k = 0; k < servers; k++) all += load ** k / factorial(k);
    expect(erlangC(servers, load)).toBeCloseTo(last / all, 12);
  }
  expect(erlangC(3, 3)).toBe(1);
});

test('the P99 of a sum of hops: chi-squared tables', () => {
  // A sum of n exponentials of mean 2 is chi-squared with 2n degrees: 9.210 and 23.209 at 99%.
  expect(quantileOfHops(1, 2, 0.99)).toBeCloseTo(9.2103, 3);
  expect(quantileOfHops(5, 2, 0.99)).toBeCloseTo(23.2093, 3);
});

test('an error budget that burns at a rate is gone after the span divided by the rate', () => {
  const yearMin = 365.25 * 24 * 60;
  expect(errorBudget(1e-4, yearMin)).toBeCloseTo(52.596, 9);
  // Spent minute by minute: 90% of the year’s budget in its first quarter.
  const perDay = (0.9 * errorBudget(1e-3, yearMin)) / (365.25 / 4);
  let [left, days] = [errorBudget(1e-3, yearMin), 0];
  for (; left > perDay; days++) left -= perDay;
  expect(exhaustedAfter(365.25 / 4, 0.9)).toBeCloseTo(days + left / perDay, 9);
  expect(365.25 / burnRate(0.9, 1 / 4)).toBeCloseTo(exhaustedAfter(365.25 / 4, 0.9), 9);
});

test('calls cost by the token, and an outage by the request', () => {
  expect(costOfCalls(1_000_000, 1_000, 0.03)).toBe(30_000);
  expect(costOfCalls(1, 2_000, 0.03)).toBe(2 * costOfCalls(1, 1_000, 0.03));
  const failed = 10_000_000 * 3;
  expect(costOfOutage(10_000_000, 3, lossEachFor(500_000, failed))).toBeCloseTo(500_000, 6);
  expect(lossEachFor(500_000, 0)).toBe(0);
});

test('reads in flight share the latency, and so multiply the bandwidth', () => {
  // A cache line of 64 B every 100 ns.
  expect(gigabytesPerSecond(64, 100)).toBe(0.64);
  const lines = { reads: 1_000, bytesEach: 64, busyNs: 1_000 * 100 };
  expect(overlapped(lines, 1)).toBeCloseTo(gigabytesPerSecond(64, 100), 12);
  expect(overlapped(lines, 10)).toBeCloseTo(6.4, 12);
});
