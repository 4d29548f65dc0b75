/** Goal: a drawn plan has the faults that were asked for, when they were asked for, and mends everything at its end. */
import { describe, expect, test } from 'vitest';
import { RandomStreams } from '../../src/kernel/random.ts';
import {
  clockDrift,
  crash,
  heal,
  hold,
  mendDisk,
  network,
  release,
  restart,
} from '../../src/world/fault.ts';
import { drawFaultPlan } from '../../src/world/random-plan.ts';

const options = {
  nodes: ['n1', 'n2', 'n3'],
  faults: 200,
  fromMs: 100,
  untilMs: 900,
  pauseMsMax: 50,
  rateMax: 0.3,
};
const more = {
  disks: { troubleMsMax: 70 },
  clocks: { jumpMsMax: 40, driftPpmMax: 1_000 },
  lateness: { lateMsMax: 90, downMsMax: 30 },
};
const planFor = (seed: number, leavesKindsOut: boolean, allowed: object = {}) =>
  drawFaultPlan(new RandomStreams(String(seed)).stream('plan'), {
    ...options,
    ...allowed,
    leavesKindsOut,
  });
const kindsIn = (seed: number, leavesKindsOut: boolean, allowed: object = {}) => [
  ...new Set(
    planFor(seed, leavesKindsOut, allowed)
      .slice(0, allowed === more ? -5 : -3)
      .map(({ fault }) => fault.kind),
  ),
];

describe('a drawn plan', () => {
  test('has so many faults in its time, and ends with everything mended', () => {
    for (const leavesKindsOut of [false, true]) {
      const plan = planFor(1, leavesKindsOut);
      expect(plan.length).toBe(203);
      expect(plan.every(({ atMs }) => atMs >= 100 && atMs <= 900)).toBe(true);
      const last = plan.slice(-3).map(({ fault }) => fault.kind);
      expect(last).toEqual(['heal', 'network', 'restart']);
    }
  });

  test('has every kind of fault, or leaves each out of half of the plans', () => {
    const seeds = Array.from({ length: 400 }, (_, seed) => seed);
    expect(new Set(seeds.map((seed) => kindsIn(seed, false).length))).toEqual(new Set([9]));
    const drawn = seeds.map((seed) => kindsIn(seed, true));
    for (const kind of kindsIn(0, false)) {
      // Two of the ten drawers restart nodes: both are left out of a quarter.
      const share = kind === 'restart' ? 0.75 : 0.5;
      const having = drawn.filter((kinds) => kinds.includes(kind)).length;
      // 99.9%: 3.29 standard deviations of the binomial.
      const half = 3.29 * Math.sqrt(400 * share * (1 - share));
      expect(Math.abs(having - 400 * share)).toBeLessThan(half);
    }
  });

  test('has disks, clocks and late messages where a scenario allows them, and mends those too', () => {
    const plan = planFor(1, false, more);
    expect(plan.every(({ atMs }) => atMs >= 100 && atMs <= 900)).toBe(true);
    expect(plan.slice(-5).map(({ fault }) => fault)).toEqual([
      heal(),
      network({}),
      mendDisk('all'),
      clockDrift('all', 0),
      restart('down'),
    ]);
    const kinds = kindsIn(1, false, more);
    for (const kind of ['slow-disk', 'hang-disk', 'fill-disk', 'tear-disk']) {
      expect(kinds).toContain(kind);
    }
    expect(kinds).toContain('clock-jump');
    expect(kinds).toContain('clock-drift');
    // No algorithm here survives it under its old name.
    expect(kinds).not.toContain('lose-disk');
    for (const { fault } of plan) {
      if (fault.kind === 'slow-disk') expect(fault.byMs).toBeLessThanOrEqual(70);
      if (fault.kind === 'clock-jump') expect(Math.abs(fault.byMs)).toBeLessThanOrEqual(40);
      if (fault.kind === 'clock-drift') expect(Math.abs(fault.ppm)).toBeLessThanOrEqual(1_000);
    }
  });

  test('holds back what is sent to a node that crashes meanwhile, and releases it after its restart', () => {
    const plans = Array.from({ length: 200 }, (_, seed) =>
      drawFaultPlan(new RandomStreams(String(seed)).stream('plan'), {
        ...options,
        faults: 1,
        lateness: more.lateness,
      }).slice(0, -3),
    );
    const late = plans.filter((plan) => plan.length === 4);
    // One drawer of thirteen; 99.9% of the binomial.
    expect(Math.abs(late.length - 200 / 13)).toBeLessThan(3.29 * Math.sqrt(200 * (12 / 169)));
    for (const plan of late) {
      const [first] = plan;
      const to = first?.fault.kind === 'hold' ? first.fault.to : '';
      expect(plan.map(({ fault }) => fault)).toEqual([
        hold('all', to),
        crash(to),
        restart(to),
        release('all', to),
      ]);
      const times = plan.map(({ atMs }) => atMs);
      expect(times).toEqual(times.toSorted((a, b) => a - b));
    }
  });
});
