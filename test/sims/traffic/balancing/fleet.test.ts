/**
 * Goal: what is held of a fleet is right. Method: the share of requests that queue beside an idle
 * host by counting all sets of busy hosts; the variance of a busy server of M/M/1 from its
 * birth-death chain; the bounds of GI/G/1 around exact waits of G/M/1; runs with and without the rule.
 */
import { describe, expect, test } from 'vitest';
import unequalRequests from '../../../../scenarios/traffic/unequal-requests.ts';
import {
  besideIdleDeviation,
  besideIdleShare,
  busyOnArrival,
} from '../../../../sims/traffic/balancing/formulas.ts';
import {
  busyShareVariance,
  constantMoments,
  exponentialMoments,
  meanWaitBounds,
  servers,
  waitMoments,
} from '../../../../sims/traffic/queues/formulas.ts';
import { must } from '../../../../src/kernel/must.ts';
import { run } from '../../../../src/lab/run.ts';
import { asymptoticVariance, stationary } from '../../../../src/statistics/birth-death.ts';

/** P(the chosen host is busy, another is idle), summed over all sets of busy hosts. */
function countedShare(load: number, hosts: number): number {
  let sum = 0;
  for (let set = 0; set < 2 ** hosts; set++) {
    const busy = [...set.toString(2)].filter((bit) => bit === '1').length;
    const probability = load ** busy * (1 - load) ** (hosts - busy);
    if (busy < hosts) sum += (probability * busy) / hosts;
  }
  return sum;
}

test.each([
  [0.7, 2],
  [0.7, 4],
  [0.3, 7],
  [0.9, 10],
])('at a load of %f, %i hosts: the share beside an idle host, by counting', (load, hosts) => {
  expect(besideIdleShare(load, hosts)).toBeCloseTo(countedShare(load, hosts), 12);
});

test.each([0.1, 0.5, 0.7, 0.9])('M/M/1 at %f: the busy share varies as its chain says', (load) => {
  const chain = servers(1, load, 5);
  const expected = asymptoticVariance(chain, stationary(chain), (n) => (n > 0 ? 1 : 0));
  const measured = busyShareVariance(load / 5, exponentialMoments(5));
  expect(measured / expected).toBeCloseTo(1, 6);
});

describe('the bounds of the mean wait', () => {
  test.each([
    [1, 0.7],
    [4, 0.7],
    [8, 0.3],
    [8, 0.9],
  ])('hold for every %i-th random arrival and random work, at %f', (every, load) => {
    const gap = { meanMs: 1 / load, variance: 1 / (every * load ** 2) };
    const { atLeast, atMost } = meanWaitBounds(gap, exponentialMoments(1));
    const busy = busyOnArrival(every, load);
    const exact = busy / (1 - busy);
    expect(exact).toBeGreaterThanOrEqual(atLeast);
    expect(exact).toBeLessThanOrEqual(atMost);
    // Kingman's bound is near in heavy traffic.
    if (load === 0.9) expect(exact / atMost).toBeGreaterThan(0.9);
  });

  test('are those of the textbook: M/D/1, and even gaps and even work', () => {
    const random = meanWaitBounds({ meanMs: 2, variance: 4 }, constantMoments(1));
    expect(random).toEqual({ atLeast: 0, atMost: 2 });
    expect(waitMoments(1 / 2, constantMoments(1))[0]).toBeLessThan(random.atMost);
    const even = meanWaitBounds({ meanMs: 2, variance: 0 }, constantMoments(1));
    expect(even).toEqual({ atLeast: 0, atMost: 0 });
    // (λ²σ² - ρ(2 - ρ)) / (2λ(1 - ρ)) with λ = 1/4, σ² = 36, ρ = 1/2: (2.25 - 0.75) / 0.25.
    expect(meanWaitBounds({ meanMs: 4, variance: 0 }, [2, 40, 0, 0]).atLeast).toBe(6);
  });
});

test('the deviation of that share is a bound for one host, too, which never queues beside another', () => {
  expect(besideIdleDeviation(0.7, 1, { busyVariance: 0.01, requests: 100 })).toBeCloseTo(0, 12);
});

test('two hosts: by the covariance of one host, exactly', () => {
  // c / 2 - 2 load c + (load² + c)² - load⁴, at its largest: c = load (1 - load), where the chord ends.
  const [load, c] = [0.5, 0.25];
  const exact = c / 2 - 2 * load * c + (load ** 2 + c) ** 2 - load ** 4;
  const bound = besideIdleDeviation(load, 2, { busyVariance: c, requests: Infinity });
  expect(bound ** 2).toBeCloseTo(exact, 12);
});

const measuredOf = (result: ReturnType<typeof run>, id: string) =>
  must(
    result.expectations.find((each) => each.id === id),
    id,
  ).measured;

test('least connections queues nothing beside an idle host; without its rule it is round robin', () => {
  const options = { seed: '3', params: { requests: 5_000 } };
  const kept = run(unequalRequests, options);
  const broken = run(unequalRequests, { ...options, without: ['fewest-open-first'] });
  expect(kept.verdict).toBe('pass');
  expect(measuredOf(kept, 'beside-idle-least-connections')).toBe(0);
  expect(measuredOf(broken, 'beside-idle-least-connections')).toBeGreaterThan(0.1);
  const violated = broken.invariants.filter(({ violations }) => violations.length > 0);
  expect(violated.map(({ id }) => id)).toEqual(['no-queue-beside-idle']);
});

test.each([
  { hosts: 2, load: 0.3 },
  { hosts: 10, load: 0.75 },
  { hosts: 3, times: 30, longShare: 0.02 },
  { hosts: 8, times: 2, longShare: 0.5 },
])('the figures hold for %o', (params) => {
  const { verdict } = run(unequalRequests, { seed: '5', params: { ...params, requests: 5_000 } });
  expect(verdict).toBe('pass');
});
