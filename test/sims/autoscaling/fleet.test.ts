/**
 * Goal: a fleet shows what its pods used, as late as its metrics are, and keeps what it cannot serve. Method: small fleets by
 * hand.
 */
import { describe, expect, test } from 'vitest';
import { Fleet } from '../../../sims/autoscaling/hpa/fleet.ts';

const options = { requestMilli: 500, limitMilli: 1_000, startMs: 20_000, lagMs: 0 };
const shown = (fleet: Fleet) => fleet.seen().map(({ usedMilli, state }) => [usedMilli, state]);

describe('a fleet', () => {
  test('spreads the load over the pods that are ready, up to their limit', () => {
    const fleet = new Fleet(options, 4);
    fleet.serve(5_000, 3);
    expect(shown(fleet)).toEqual(Array.from({ length: 4 }, () => [750, 'ready']));
    fleet.serve(10_000, 6);
    expect(shown(fleet)[0]).toEqual([1_000, 'ready']);
    // Two cores too few for five seconds.
    expect([fleet.backlogMs, fleet.waitedMs, fleet.overloadedMs]).toEqual([10_000, 10_000, 5_000]);
    fleet.serve(15_000, 3);
    expect(fleet.backlogMs).toBe(5_000);
  });

  test('shows pods that start as unready, without use, until they have served', () => {
    const fleet = new Fleet(options, 1);
    fleet.serve(5_000, 0.5);
    fleet.resize(2);
    fleet.serve(10_000, 0.5);
    expect(shown(fleet)).toEqual([
      [500, 'ready'],
      [0, 'unready'],
    ]);
    expect([fleet.size, fleet.ready, fleet.capacityCores]).toEqual([2, 1, 1]);
    for (const atMs of [15_000, 20_000, 25_000]) fleet.serve(atMs, 0.5);
    // Ready from now on; the sample is from before.
    expect([fleet.ready, shown(fleet)[1]?.[1]]).toEqual([2, 'unready']);
    fleet.serve(30_000, 0.5);
    expect(shown(fleet)).toEqual([
      [250, 'ready'],
      [250, 'ready'],
    ]);
  });

  test('metrics that lag show the load of then', () => {
    const fleet = new Fleet({ ...options, lagMs: 10_000 }, 2);
    fleet.serve(5_000, 1);
    fleet.serve(10_000, 1);
    fleet.serve(15_000, 0.2);
    expect(shown(fleet)[0]?.[0]).toBe(500);
    fleet.serve(20_000, 0.2);
    expect(shown(fleet)[0]?.[0]).toBe(500);
    fleet.serve(25_000, 0.2);
    expect(shown(fleet)[0]?.[0]).toBe(100);
  });

  test('the youngest go first, and a loss takes the oldest', () => {
    const fleet = new Fleet(options, 3);
    fleet.resize(2);
    fleet.lose(1);
    expect(fleet.seen().map(({ name }) => name)).toEqual(['pod-2']);
    fleet.resize(2);
    expect(fleet.seen().map(({ name }) => name)).toEqual(['pod-2', 'pod-4']);
  });
});
