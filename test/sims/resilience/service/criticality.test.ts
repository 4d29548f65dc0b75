/**
 * Goal: a service sheds the least critical requests first, and each class gets what queueing theory
 * says. Method: sentences of the book; a birth-death chain, itself held to Erlang’s table and to the
 * variance of a two-state process; the shares in 99.9% intervals of 30 replications.
 */
import { fc, test } from '@fast-check/vitest';
import { describe, expect } from 'vitest';
import {
  admittedInTheory,
  presentInTheory,
} from '../../../../scenarios/resilience/criticality-theory.ts';
import type { Request } from '../../../../sims/resilience/call.ts';
import { openClient } from '../../../../sims/resilience/client.ts';
import { observeRoom } from '../../../../sims/resilience/observers.ts';
import { type ResilienceRule, resilienceRules } from '../../../../sims/resilience/rules.ts';
import {
  type Criticality,
  criticalities,
  limitOf,
} from '../../../../sims/resilience/service/criticality.ts';
import { mayEnter, onBehalfOf } from '../../../../sims/resilience/service/shedding.ts';
import { System } from '../../../../sims/resilience/system.ts';
import { constant, exponential } from '../../../../src/kernel/distribution.ts';
import { erlangB } from '../../../../src/statistics/erlang.ts';
import { World } from '../../../../src/world/world.ts';
import { contains, intervalOfMean, replications } from '../../../support/confidence.ts';
import { plainRequest } from '../bare-context.ts';

const rules = resilienceRules.without();
const request = (criticality?: Criticality): Request =>
  criticality === undefined ? plainRequest : { ...plainRequest, criticality };

describe('by the book', () => {
  test('four classes, the most critical first, fill a service of 40 up to 40, 30, 20 and 10', () => {
    expect(criticalities).toEqual(['CRITICAL_PLUS', 'CRITICAL', 'SHEDDABLE_PLUS', 'SHEDDABLE']);
    expect(criticalities.map((of) => limitOf(of, 40))).toEqual([40, 30, 20, 10]);
    const letIn = (present: number) =>
      criticalities.filter((of) => mayEnter(rules, request(of), present, 40));
    expect([9, 10, 19, 20, 29, 30, 39, 40].map((present) => letIn(present).length)).toEqual([
      4, 3, 3, 2, 2, 1, 1, 0,
    ]);
  });

  test.prop([fc.integer({ min: 1, max: 500 }), fc.nat(500), fc.nat(3), fc.nat(3)])(
    '“a backend task will only reject requests of a given criticality if it’s already rejecting all requests of all lower criticalities”',
    (room, present, one, other) => {
      const [higher, lower] = [Math.min(one, other), Math.max(one, other)];
      const enters = (at: number) => mayEnter(rules, request(criticalities[at]), present, room);
      if (!enters(higher)) expect(enters(lower)).toBe(false);
      expect(enters(0)).toBe(present < room);
    },
  );

  test('a request without a class is CRITICAL, and one for another tier keeps its class', () => {
    expect(mayEnter(rules, request(), 29, 40)).toBe(true);
    expect(mayEnter(rules, request(), 30, 40)).toBe(false);
    expect(onBehalfOf(rules, request('SHEDDABLE')).criticality).toBe('SHEDDABLE');
    const without = resilienceRules.without('propagate-criticality');
    expect(onBehalfOf(without, request('SHEDDABLE')).criticality).toBe('CRITICAL');
  });
});

describe('the birth-death chain', () => {
  test.each([
    [10, 8, 0.121661],
    [5, 4, 0.199067],
  ])('of one class without a queue is Erlang’s B(%i, %f) = %f', (servers, load, blocked) => {
    const full = presentInTheory(servers, [{ limit: servers, load }]).at(-1) ?? Number.NaN;
    expect(full).toBeCloseTo(blocked, 6);
    expect(full).toBeCloseTo(erlangB(servers, load), 12);
  });

  test('of one class and one server with a queue is M/M/1/K: geometric', () => {
    const chain = presentInTheory(1, [{ limit: 4, load: 2 }]);
    for (const [present, p] of chain.entries()) expect(p).toBeCloseTo(2 ** present / 31, 12);
  });

  test('of two states varies by 2ab/(a + b)^3 in time, besides the arrivals that see it', () => {
    const [load, serviceTimes] = [3, 1e4];
    const only = { limit: 1, load };
    const { share, slack } = admittedInTheory(1, [only], only, serviceTimes);
    expect(share).toBeCloseTo(1 / 4, 12);
    const inTime = (2 * load) / (1 + load) ** 3 / serviceTimes;
    const seen = (share * (1 - share)) / (load * serviceTimes);
    const odds = Math.log(2e7);
    expect(slack).toBeCloseTo(
      Math.sqrt(2 * odds * (inTime + seen)) + odds / (3 * load * serviceTimes),
      12,
    );
  });
});

const load = { CRITICAL_PLUS: 3, CRITICAL: 1.5, SHEDDABLE_PLUS: 1.5, SHEDDABLE: 1.5 };
const [servers, room, meanMs] = [4, 16, 5];

/** The share of each class that is answered in one run, and what breaks. */
function shares(seed: string, without: readonly ResilienceRule[] = [], loads = load) {
  const world = new World(seed, { latencyMs: constant(0) });
  const system = new System(world, resilienceRules.without(...without));
  const service = system.service({
    ...{ name: 'backend', servers, room },
    serviceMs: exponential(meanMs),
  });
  const frontend = system.service({
    name: 'frontend',
    serviceMs: constant(1),
    downstream: (machine) => {
      const call = machine.call(service);
      return (incoming) => call(onBehalfOf(machine.rules, incoming));
    },
  });
  observeRoom(system.breaches, frontend, service, room);
  const asked = { CRITICAL_PLUS: 0, CRITICAL: 0, SHEDDABLE_PLUS: 0, SHEDDABLE: 0 };
  const answered = { ...asked };
  system.caller('caller', (machine) => {
    for (const criticality of criticalities) {
      openClient(machine, {
        ...{ name: criticality, criticality, endsAtMs: 4_000 },
        ratePerSecond: (loads[criticality] * 1_000) / meanMs,
        call: machine.call(frontend),
        onAnswer: ({ askedAtMs, failure }) => {
          if (askedAtMs < 200) return;
          asked[criticality] += 1;
          if (failure === undefined) answered[criticality] += 1;
        },
      });
    }
  });
  world.kernel.runUntil(Infinity);
  return {
    broken: system.breaches.of('room-for-critical'),
    share: (of: Criticality) => answered[of] / asked[of],
  };
}

const runs = Array.from({ length: replications }, (_, at) => shares(`replication ${at}`));
const limits: Readonly<Record<Criticality, number>> = {
  CRITICAL_PLUS: 16,
  CRITICAL: 12,
  SHEDDABLE_PLUS: 8,
  SHEDDABLE: 4,
};
const classes = criticalities.map((of) => ({ limit: limits[of], load: load[of] }));

test.each(criticalities)('%s gets the share of the chain', (of) => {
  const chain = presentInTheory(servers, classes);
  const inTheory = chain.slice(0, limits[of]).reduce((sum, p) => sum + p, 0);
  const interval = intervalOfMean(runs.map(({ share }) => share(of)));
  expect(contains(interval, inTheory)).toBe(true);
  expect(interval.high - interval.low).toBeLessThan(0.06);
});

test('less critical requests never take the room of more critical ones, unless a rule is off', () => {
  expect(runs.filter(({ broken }) => broken !== undefined)).toEqual([]);
  const how = shares('broken', ['shed-least-critical-first']).broken;
  expect(how).toBe(
    'requests of criticality SHEDDABLE and below take 5 of 16 places at the service backend, but only 4 are left to them',
  );
  expect(shares('broken', ['propagate-criticality']).broken).toBeDefined();
  // Neither of two classes takes the room alone.
  const two = { CRITICAL_PLUS: 0.01, CRITICAL: 4.5, SHEDDABLE_PLUS: 4.5, SHEDDABLE: 0.01 };
  expect(shares('pair', ['shed-least-critical-first'], two).broken).toBe(
    'requests of criticality CRITICAL and below take 13 of 16 places at the service backend, but only 12 are left to them',
  );
});
