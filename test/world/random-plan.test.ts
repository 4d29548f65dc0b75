/** Goal: a drawn plan has the faults that were asked for, when they were asked for, and mends everything at its end. */
import { describe, expect, test } from 'vitest';
import { RandomStreams } from '../../src/kernel/random.ts';
import { drawFaultPlan } from '../../src/world/random-plan.ts';

const planFor = (seed: number, leavesKindsOut: boolean) =>
  drawFaultPlan(new RandomStreams(String(seed)).stream('plan'), {
    nodes: ['n1', 'n2', 'n3'],
    faults: 200,
    fromMs: 100,
    untilMs: 900,
    pauseMsMax: 50,
    rateMax: 0.3,
    leavesKindsOut,
  });
const kindsIn = (seed: number, leavesKindsOut: boolean) => [
  ...new Set(
    planFor(seed, leavesKindsOut)
      .slice(0, -3)
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
    for (const kind of kindsIn(0, false)) {
      // Two of the ten drawers restart nodes: both are left out of a quarter.
      const share = kind === 'restart' ? 0.75 : 0.5;
      const having = seeds.filter((seed) => kindsIn(seed, true).includes(kind)).length;
      // 99.9%: 3.29 standard deviations of the binomial.
      const half = 3.29 * Math.sqrt(400 * share * (1 - share));
      expect(Math.abs(having - 400 * share)).toBeLessThan(half);
    }
  });
});
