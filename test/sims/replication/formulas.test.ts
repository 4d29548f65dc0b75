/**
 * Goal: the closed forms of replication agree with independent integrals, queues and counts. Costs
 * less than a CPU second.
 */
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { quorumLost } from '../../../sims/replication/nines/formulas.ts';
import { ninesSubject } from '../../../sims/replication/nines/machines.ts';
import {
  lagExceeds,
  orderStatistic,
  timeInQueue,
} from '../../../sims/replication/primary/formulas.ts';
import { exponential, sampler } from '../../../src/kernel/distribution.ts';
import { RandomStreams } from '../../../src/kernel/random.ts';
import { World } from '../../../src/world/world.ts';

/** C(n, k), by Pascal's triangle. */
const choose = (n: number, k: number): number =>
  k === 0 || k === n ? 1 : choose(n - 1, k - 1) + choose(n - 1, k);

/** The k-th smallest of n is later than t if fewer than k of them have ended by then. */
function laterThan(t: number, n: number, k: number): number {
  let sum = 0;
  for (let over = 0; over < k; over++)
    sum += choose(n, over) * (1 - Math.exp(-t)) ** over * Math.exp(-t * (n - over));
  return sum;
}

/** Mean and deviation of that time, by the integrals of P(T > t) and 2t P(T > t), for exponential times of mean 1. */
function integrated(n: number, k: number) {
  const step = 0.002;
  let [first, second] = [0, 0];
  for (let t = step / 2; t < 30; t += step) {
    const later = laterThan(t, n, k) * step;
    first += later;
    second += 2 * t * later;
  }
  return { mean: first, deviation: Math.sqrt(second - first ** 2) };
}

test.each([
  [1, 1],
  [5, 1],
  [5, 3],
  [5, 5],
  [9, 7],
])('of %i replicas, the acknowledgement number %#: %i', (n, k) => {
  const { mean, deviation } = integrated(n, k);
  expect(orderStatistic(10, n, k).mean).toBeCloseTo(10 * mean, 3);
  expect(orderStatistic(10, n, k).deviation).toBeCloseTo(10 * deviation, 3);
});

test('all of five take the fifth harmonic number, 137/60, times the mean; none takes no time', () => {
  expect(orderStatistic(1, 5, 5).mean).toBeCloseTo(137 / 60, 12);
  expect(orderStatistic(1, 5, 0)).toEqual({ mean: 0, deviation: 0 });
});

test('a lag is longer than its median in half of all cases, and longer than nothing always', () => {
  expect(lagExceeds(20, 20 * Math.LN2)).toBeCloseTo(0.5, 12);
  expect(lagExceeds(20, 0)).toBe(1);
});

test('at a load of one half averages spread by the roots of 29 and 1, by hand', () => {
  // (1 + 5/4 - 1/2 + 1/16) / (1/16) = 29, for the wait; its mean is that of the service, and so is the service's.
  const { mean, deviation } = timeInQueue(3, 0.5, 100);
  expect(mean).toBe(6);
  expect(deviation).toBeCloseTo((3 * (Math.sqrt(29) + 1)) / 10, 9);
});

/**
 * The wait of one customer after another (Lindley), averaged from an idle start that is forgotten.
 */
function averageWait(name: string, load: number, count: number): number {
  const streams = new RandomStreams(name);
  const gap = sampler(exponential(1 / load), streams.stream('gaps'));
  const service = sampler(exponential(1), streams.stream('services'));
  let [wait, sum] = [0, 0];
  for (let customer = -500; customer < count; customer++) {
    const own = service();
    if (customer >= 0) sum += wait;
    wait = Math.max(0, wait + own - gap());
  }
  return sum / count;
}

test.each([0.3, 0.6])(
  'a queue of load %f is as long, and averages spread as much, as they say',
  (load) => {
    const [runs, count] = [200, 1_200];
    const averages = Array.from({ length: runs }, (_, at) =>
      averageWait(`queue ${at}`, load, count),
    );
    const { mean, deviation } = timeInQueue(1, load, count);
    // Without the service and its deviation, which they add.
    const wait = { mean: mean - 1, deviation: deviation - 1 / Math.sqrt(count) };
    const measured = averages.reduce((sum, one) => sum + one, 0) / runs;
    expect(Math.abs(measured - wait.mean)).toBeLessThan((4 * wait.deviation) / Math.sqrt(runs));
    const squares = averages.map((one) => (one - wait.mean) ** 2);
    const spread = Math.sqrt(squares.reduce((sum, one) => sum + one, 0) / runs);
    // Four standard errors of a deviation from 200 averages.
    expect(Math.abs(spread / wait.deviation - 1)).toBeLessThan(4 / Math.sqrt(2 * runs));
  },
);

/** Every set of machines and zones that are down, one by one. */
function lostByCounting(zones: readonly number[], needs: number, down: number, zoneDown: number) {
  const zoneOf = zones.flatMap((machines, zone) => new Array<number>(machines).fill(zone));
  let lost = 0;
  for (let cut = 0; cut < 2 ** zones.length; cut++) {
    for (let dead = 0; dead < 2 ** zoneOf.length; dead++) {
      let probability = 1;
      for (let zone = 0; zone < zones.length; zone++)
        probability *= (cut >> zone) & 1 ? zoneDown : 1 - zoneDown;
      let up = 0;
      for (const [machine, zone] of zoneOf.entries()) {
        const isDead = ((dead >> machine) & 1) === 1;
        probability *= isDead ? down : 1 - down;
        if (!isDead && ((cut >> zone) & 1) === 0) up += 1;
      }
      if (up < needs) lost += probability;
    }
  }
  return lost;
}

test('the probability of no majority is that of all sets of up to nine machines in up to three zones', () => {
  fc.assert(
    fc.property(
      fc.array(fc.integer({ min: 1, max: 3 }), { minLength: 1, maxLength: 3 }),
      fc.double({ min: 0, max: 1, noNaN: true }),
      fc.double({ min: 0, max: 1, noNaN: true }),
      (zones, down, zoneDown) => {
        const machines = zones.reduce((sum, one) => sum + one, 0);
        for (const needs of [1, Math.floor(machines / 2) + 1, machines])
          expect(quorumLost({ name: '', zones, needs }, down, zoneDown)).toBeCloseTo(
            lostByCounting(zones, needs, down, zoneDown),
            10,
          );
      },
    ),
    { numRuns: 25 },
  );
});

test('three machines at 0.1% have no majority 3p² - 2p³ of the time; a fourth makes it worse, a fifth better', () => {
  const p = 0.001;
  const lost = (machines: number) =>
    quorumLost(
      {
        name: '',
        zones: Array.from({ length: machines }, () => 1),
        needs: Math.floor(machines / 2) + 1,
      },
      p,
      0,
    );
  expect(lost(3)).toBeCloseTo(3 * p ** 2 - 2 * p ** 3, 15);
  expect(lost(4)).toBeGreaterThan(lost(3));
  expect(lost(5)).toBeLessThan(lost(3));
});

test('an observer looks as often as it is told to, and sees each group that lacks machines', () => {
  const world = new World('observer');
  const lost: string[] = [];
  const groups = [
    { name: 'never', zones: [1, 1], needs: 2 },
    { name: 'always', zones: [1, 1], needs: 3 },
  ];
  const options = { groups, machineDown: 0, zoneDown: 0, moments: 120 };
  const subject = ninesSubject(world, options, (group) => lost.push(group));
  world.kernel.runUntil(100);
  expect([subject.looked, lost.length, new Set(lost)]).toEqual([120, 120, new Set(['always'])]);

  // A machine that is down by itself in 10%, or with its zone in 20% of the moments, is up in 72%.
  const other = new World('another');
  let downs = 0;
  const one = { groups: [{ name: 'one', zones: [1], needs: 1 }], machineDown: 0.1, zoneDown: 0.2 };
  ninesSubject(other, { ...one, moments: 4_000 }, () => {
    downs += 1;
  });
  other.kernel.runUntil(100);
  expect(Math.abs(downs / 4_000 - 0.28)).toBeLessThan(4 * Math.sqrt((0.28 * 0.72) / 4_000));
});
