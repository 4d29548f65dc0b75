/**
 * Goal: the closed forms of queues are those of the textbooks. Method: Erlang's published tables;
 * chains and networks compared with formulas and recurrences of other shapes, written here;
 * variances with brute-force runs of the same chains, and waits with Lindley's recurrence.
 */
import { fc, test as property } from '@fast-check/vitest';
import { describe, expect, test } from 'vitest';
import {
  clientsOf,
  closedThroughput,
  constantMoments,
  exponentialMoments,
  meanWaitDeviation,
  mixedMoments,
  servers,
  throughputBound,
  type Visited,
  waitMoments,
} from '../../../../sims/traffic/queues/formulas.ts';
import { must } from '../../../../src/kernel/must.ts';
import { RandomStreams } from '../../../../src/kernel/random.ts';
import {
  asymptoticVariance,
  meanOver,
  stationary,
} from '../../../../src/statistics/birth-death.ts';

const delayedOf = (count: number, load: number) =>
  meanOver(stationary(servers(count, load, 1)), (n) => (n >= count ? 1 : 0));
const blockedOf = (count: number, load: number) =>
  must(stationary(servers(count, load, 1, count)).at(-1), 'share');

test('Erlang C of published cases: the same load, a bigger pool', () => {
  expect(delayedOf(10, 9)).toBeCloseTo(0.668732, 6);
  expect(delayedOf(100, 90)).toBeCloseTo(0.21694, 5);
  expect(delayedOf(1, 0.5)).toBeCloseTo(0.5, 12);
  expect(delayedOf(2, 1)).toBeCloseTo(1 / 3, 12);
});

// Erlang B tables: the load at which a share is lost, to the digits that they print.
test.each([
  [1, 0.0101, 0.01],
  [5, 1.361, 0.01],
  [10, 4.461, 0.01],
  [20, 12.031, 0.01],
  [5, 2.219, 0.05],
  [10, 6.216, 0.05],
  [100, 84.064, 0.01],
])('%i servers at %f erlangs lose %f, as the tables say', (count, load, lost) => {
  expect(blockedOf(count, load)).toBeCloseTo(lost, 4);
});

property.prop([fc.double({ min: 0.05, max: 0.95, noNaN: true })])(
  'M/M/1 has geometric shares, the mean ρ / (1 - ρ), and Whitt’s variance 2ρ(1 + ρ) / (1 - ρ)⁴',
  (load) => {
    const chain = servers(1, load, 1);
    const shares = stationary(chain);
    expect(shares[3]).toBeCloseTo((1 - load) * load ** 3, 9);
    expect(meanOver(shares, (n) => n)).toBeCloseTo(load / (1 - load), 6);
    const variance = asymptoticVariance(chain, shares, (n) => n);
    expect(variance / ((2 * load * (1 + load)) / (1 - load) ** 4)).toBeCloseTo(1, 5);
  },
);

test('a chain that grows without end has no shares in the long run', () => {
  expect(() => stationary(servers(2, 2.1, 1))).toThrow(RangeError);
});

property.prop([
  fc.integer({ min: 1, max: 60 }),
  fc.double({ min: 1, max: 100, noNaN: true }),
  fc.double({ min: 1, max: 100, noNaN: true }),
])(
  'clients with a connection each have transactions as a binomial number',
  (clients, think, hold) => {
    const shares = stationary(clientsOf(clients, clients, think, hold));
    expect(meanOver(shares, (n) => n)).toBeCloseTo((clients * hold) / (think + hold), 6);
  },
);

/** A chain simulated by brute force: its mean over the given time, once. */
function followed(count: number, load: number, t: number, random: () => number): number {
  let [n, now, area] = [0, 0, 0];
  while (now < t) {
    const [up, down] = [load, Math.min(n, count)];
    const stay = Math.min(-Math.log1p(-random()) / (up + down), t - now);
    area += n * stay;
    now += stay;
    n += random() * (up + down) < up ? 1 : -1;
  }
  return area / t;
}

test('the variance of a mean over time is that of many brute-force runs', () => {
  const random = new RandomStreams('brute force').stream('chain');
  const [count, load, t, runs] = [3, 1.5, 400, 400];
  const chain = servers(count, load, 1);
  const shares = stationary(chain);
  const mean = meanOver(shares, (n) => n);
  const means = Array.from({ length: runs }, () => followed(count, load, t, random));
  const variance = means.reduce((sum, each) => sum + (each - mean) ** 2, 0) / runs;
  // Of a normal sample it is chi-squared with so many degrees of freedom; five deviations of that.
  const ratio = variance / (asymptoticVariance(chain, shares, (n) => n) / t);
  expect(Math.abs(ratio - 1)).toBeLessThan(5 * Math.sqrt(2 / runs));
});

describe('M/G/1', () => {
  test('Pollaczek and Khinchine: constant work waits half as long as exponential work', () => {
    const [even] = waitMoments(0.8, constantMoments(1));
    const [random] = waitMoments(0.8, exponentialMoments(1));
    expect(even).toBeCloseTo(2, 12);
    expect(random).toBeCloseTo(4, 12);
  });

  test('the moments of the wait of M/M/1 are those of its distribution', () => {
    // P(W > t) = ρ e^(-(1 - ρ) t): E[W^k] = ρ k! / (1 - ρ)^k.
    const [load, spare] = [0.7, 0.3];
    const [first, second, third] = waitMoments(load, exponentialMoments(1));
    expect(first).toBeCloseTo(load / spare, 9);
    expect(second).toBeCloseTo((2 * load) / spare ** 2, 9);
    expect(third).toBeCloseTo((6 * load) / spare ** 3, 8);
  });

  test('a mixture of one kind is that kind', () => {
    expect(mixedMoments(0.3, constantMoments(2), constantMoments(2))).toEqual(constantMoments(2));
  });

  test('Lindley’s recurrence has that mean wait, and no more than that deviation', () => {
    const random = new RandomStreams('brute force').stream('waits');
    const [perMs, requests, runs] = [0.6, 2_000, 200];
    const moments = mixedMoments(0.1, constantMoments(5), constantMoments(5 / 9));
    const [mean] = waitMoments(perMs, moments);
    const waits = Array.from({ length: runs }, () => {
      let [wait, sum] = [0, 0];
      for (let request = -500; request < requests; request++) {
        if (request >= 0) sum += wait;
        const work = random() < 0.1 ? 5 : 5 / 9;
        wait = Math.max(0, wait + work + Math.log1p(-random()) / perMs);
      }
      return sum / requests;
    });
    const found = waits.reduce((sum, each) => sum + each, 0) / runs;
    const deviation = meanWaitDeviation(perMs, moments, requests / perMs);
    expect(Math.abs(found - mean)).toBeLessThan((5 * deviation) / Math.sqrt(runs));
    const measured = Math.sqrt(waits.reduce((sum, each) => sum + (each - mean) ** 2, 0) / runs);
    // The bound is the sum of two deviations: true ones add up to between 1/√2 of it and all of it.
    expect(measured / deviation).toBeGreaterThan(Math.SQRT1_2 * (1 - 5 / Math.sqrt(2 * runs)));
    expect(measured / deviation).toBeLessThan(1 + 5 / Math.sqrt(2 * runs));
  });
});

/** Exact mean value analysis of single servers and a delay (Reiser and Lavenberg 1980): another shape than convolution. */
function meanValueAnalysis(users: number, thinkMs: number, demands: readonly number[]): number {
  let lengths = demands.map(() => 0);
  let rate = 0;
  for (let n = 1; n <= users; n++) {
    const times = demands.map((demand, at) => demand * (1 + must(lengths[at], 'length')));
    rate = n / (thinkMs + times.reduce((sum, time) => sum + time, 0));
    lengths = times.map((time) => time * rate);
  }
  return rate;
}

property.prop([
  fc.integer({ min: 1, max: 40 }),
  fc.double({ min: 0.5, max: 50, noNaN: true }),
  fc.array(fc.double({ min: 0.5, max: 20, noNaN: true }), { minLength: 1, maxLength: 4 }),
])(
  'closed networks: convolution is mean value analysis, within the bounds',
  (users, think, works) => {
    const stations: Visited[] = [
      { workMs: think, servers: users },
      ...works.map((workMs) => ({ workMs, servers: 1 })),
    ];
    const rate = closedThroughput(users, stations);
    expect(rate / meanValueAnalysis(users, think, works)).toBeCloseTo(1, 9);
    expect(rate).toBeLessThanOrEqual(throughputBound(users, stations) * (1 + 1e-9));
  },
);

test('a closed loop of one station with several servers is the chain of its clients', () => {
  const [users, connections, think, hold] = [30, 4, 60, 10];
  const shares = stationary(clientsOf(users, connections, think, hold));
  const rate = meanOver(shares, (n) => Math.min(n, connections)) / hold;
  const stations = [
    { workMs: think, servers: users },
    { workMs: hold, servers: connections },
  ];
  expect(closedThroughput(users, stations)).toBeCloseTo(rate, 9);
});
