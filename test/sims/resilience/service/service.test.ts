/**
 * Goal: services are the stations of queueing theory, and their books balance. Method: Erlang’s B and
 * C, and the M/M/1 station’s mean and 99th percentile, in 99.9% intervals of 30 replications; the
 * conservation of work and of messages as identities, under any faults.
 */
import { fc, test } from '@fast-check/vitest';
import { describe, expect } from 'vitest';
import { CircuitBreaker } from '../../../../sims/resilience/breaker/breaker.ts';
import { cockatielConsecutive } from '../../../../sims/resilience/breaker/breaker-options.ts';
import { CallFailed, stack } from '../../../../sims/resilience/call.ts';
import { openClient } from '../../../../sims/resilience/client.ts';
import { Bulkhead } from '../../../../sims/resilience/policies/bulkhead.ts';
import { timeout } from '../../../../sims/resilience/policies/timeout.ts';
import { resilienceRules } from '../../../../sims/resilience/rules.ts';
import type { ServiceOptions } from '../../../../sims/resilience/service/service.ts';
import { System } from '../../../../sims/resilience/system.ts';
import { messagesConserved } from '../../../../src/check/conservation.ts';
import { Histogram } from '../../../../src/check/metric.ts';
import { constant, exponential, uniform } from '../../../../src/kernel/distribution.ts';
import { type Process, sleep, startProcess } from '../../../../src/kernel/process.ts';
import { erlangB, erlangC } from '../../../../src/statistics/erlang.ts';
import {
  brownout,
  crash,
  type FaultPlan,
  outage,
  pause,
  restart,
  stall,
} from '../../../../src/world/fault.ts';
import { World } from '../../../../src/world/world.ts';
import { countOf } from '../../../support/campaign.ts';
import { contains, intervalOfMean, replications } from '../../../support/confidence.ts';
import { bareContext, plainRequest } from '../bare-context.ts';

const meanMs = 10;

describe('Erlang’s tables', () => {
  test.each([
    [10, 8, 0.121661],
    [5, 4, 0.199067],
    [100, 90, 0.026957],
  ])('B(%i, %f) = %f', (servers, load, blocked) => {
    expect(erlangB(servers, load)).toBeCloseTo(blocked, 6);
  });

  test.each([
    [1, 0.8, 0.8],
    [2, 1.6, 0.711111],
    [5, 4, 0.554113],
    [10, 8, 0.40918],
    [10, 9, 0.668732],
    [50, 45, 0.363864],
    [100, 90, 0.21694],
  ])('C(%i, %f) = %f', (servers, load, waits) => {
    expect(erlangC(servers, load)).toBeCloseTo(waits, 6);
  });
});

/** A station under Poisson load; answers the share rejected, and the latencies of the answered. */
function station(seed: string, options: Partial<ServiceOptions>, load: number, permits?: number) {
  const { world, system } = emptySystem(seed);
  const service = system.service({
    name: 'service',
    serviceMs: exponential(meanMs),
    ...options,
  });
  const latencies = new Histogram();
  let rejected = 0;
  let answered = 0;
  system.caller('caller', (machine) => {
    const limits =
      permits === undefined
        ? []
        : [
            new Bulkhead(machine, 'bulkhead', { maxConcurrentCalls: permits, queueCapacity: 0 })
              .policy,
          ];
    openClient(machine, {
      name: 'client',
      ratePerSecond: (load * 1_000) / meanMs,
      endsAtMs: countOf({ unit: 4_000, deep: 30_000 }),
      call: stack(limits)(machine.call(service)),
      onAnswer: ({ askedAtMs, latencyMs, failure }) => {
        // It starts empty, and has to fill first.
        if (askedAtMs < 500) return;
        if (failure !== undefined) rejected += 1;
        else answered += 1;
        if (failure === undefined) latencies.record(latencyMs);
      },
    });
  });
  world.kernel.runUntil(Infinity);
  return { rejected: rejected / (rejected + answered), latencies, service };
}

/** Links take no time: what is measured is the station alone. */
function emptySystem(seed: string) {
  const world = new World(seed, { latencyMs: constant(0) });
  return { world, system: new System(world, resilienceRules.without()) };
}

const replicate = <T>(once: (seed: string) => T): T[] =>
  Array.from({ length: replications }, (_, i) => once(`replication ${i}`));

test.each([
  [5, 4, exponential(meanMs)],
  [5, 4, constant(meanMs)],
  [5, 4, uniform(0, 2 * meanMs)],
])(
  'a bulkhead of %i at load %f rejects Erlang’s B, whatever the service’s law',
  (permits, load, serviceMs) => {
    const shares = replicate((seed) => station(seed, { serviceMs }, load, permits).rejected);
    const interval = intervalOfMean(shares);
    expect(contains(interval, erlangB(permits, load))).toBe(true);
    expect(interval.high - interval.low).toBeLessThan(0.04);
  },
);

test.each([
  [4, 2.4],
  [1, 0.5],
])('%i servers without a queue refuse Erlang’s B at load %f', (servers, load) => {
  const options = { servers, queueCapacity: 0 };
  const shares = replicate((seed) => station(seed, options, load).rejected);
  const interval = intervalOfMean(shares);
  expect(contains(interval, erlangB(servers, load))).toBe(true);
  expect(interval.high - interval.low).toBeLessThan(0.1);
});

test.each([
  [2, 1.6],
  [5, 4],
])('%i servers at load %f: as many wait as Erlang’s C says', (servers, load) => {
  const meanWaits = replicate(
    (seed) => (station(seed, { servers }, load).latencies.mean as number) - meanMs,
  );
  const expected = (erlangC(servers, load) * meanMs) / (servers - load);
  expect(contains(intervalOfMean(meanWaits), expected)).toBe(true);
});

test('M/M/1: a stay is exponential with mean 1 / (mu - lambda), its p99 ln 100 times that', () => {
  const runs = replicate((seed) => station(seed, { servers: 1 }, 0.5).latencies);
  const meanStayMs = meanMs / (1 - 0.5);
  expect(contains(intervalOfMean(runs.map(({ mean }) => mean as number)), meanStayMs)).toBe(true);
  const tails = runs.map(
    ({ samples }) => samples.filter((ms) => ms > 4.60517 * meanStayMs).length / samples.length,
  );
  expect(contains(intervalOfMean(tails), 0.01)).toBe(true);
});

const durationMs = fc.nat(2_000);
const faults: fc.Arbitrary<FaultPlan> = fc.array(
  fc.record({
    atMs: fc.nat(5_000),
    fault: fc.oneof(
      fc
        .tuple(fc.constantFrom('refuses' as const, 'hangs' as const), durationMs)
        .map(([mode, ms]) => outage('service', mode, ms)),
      fc
        .tuple(fc.integer({ min: 1, max: 20 }), fc.constantFrom(0, 0.3, 1), durationMs)
        .map(([factor, failureRate, ms]) => brownout('service', { factor, failureRate }, ms)),
      durationMs.map((ms) => stall('service', ms)),
      durationMs.map((ms) => pause('service', ms)),
      fc.constant(crash('service')),
      fc.constant(restart('service')),
      fc.constant(crash('caller')),
      fc.constant(restart('caller')),
    ),
  }),
  { maxLength: 8 },
);

test.prop(
  [
    faults,
    fc.record({
      servers: fc.integer({ min: 1, max: 5 }),
      queueCapacity: fc.constantFrom(0, 1, 10, Infinity),
      hearsCancel: fc.boolean(),
      honoursDeadline: fc.boolean(),
    }),
    fc.string(),
  ],
  { numRuns: countOf({ unit: 20, deep: 300 }) },
)('work and messages are conserved, whatever befalls the nodes', (plan, options, seed) => {
  const { world, system } = emptySystem(seed);
  const { kernel } = world;
  const service = system.service({ name: 'service', serviceMs: exponential(30), ...options });
  system.caller('caller', (machine) => {
    const timer = timeout(machine, { timeoutMs: 200, propagatesDeadline: true });
    const call = timer(machine.call(service));
    openClient(machine, { name: 'client', ratePerSecond: 60, endsAtMs: 6_000, call });
  });
  world.plan([...plan, { atMs: 8_000, fault: restart('service') }]);
  const lostAt = { crashes: 0 };
  let presentBefore = 0;
  let unbalanced: string | undefined;
  world.trace.on('crash', ({ node }) => {
    if (node === 'service') lostAt.crashes += presentBefore;
  });
  const balances = (): string | undefined => {
    const { arrived, answered, failed, refused, dropped, present, working, waiting } = service;
    const left = answered + failed + refused + dropped + lostAt.crashes;
    if (left + present !== arrived) return `${arrived} came, ${left} left, ${present} are there`;
    // No server is idle while a request waits; nobody works that has not come.
    if (waiting > 0 && working !== options.servers) return `${waiting} wait, ${working} work`;
    if (waiting > options.queueCapacity) return `${waiting} wait`;
    return messagesConserved.check(world);
  };
  for (;;) {
    presentBefore = service.present;
    if (kernel.nextTimeMs > 10_000 || !kernel.step()) break;
    // Between two instants: at one instant some that have come may not yet be in.
    if (kernel.nextTimeMs > kernel.nowMs) unbalanced ??= balances();
  }
  kernel.runUntil(20_000);
  unbalanced ??= balances();
  expect(unbalanced).toBeUndefined();
  if (world.node('service').life === 'up') expect(service.present).toBe(0);
});

describe('a timeout', () => {
  /** One call of 100 ms with a timeout of 50; answers how long the server worked. */
  function workedMs(options: Partial<ServiceOptions>, propagatesDeadline: boolean): number {
    const { world, system } = emptySystem('timeout');
    const service = system.service({ name: 'service', serviceMs: constant(100), ...options });
    let failure: unknown;
    system.caller('caller', (machine) => {
      const call = timeout(machine, { timeoutMs: 50, propagatesDeadline })(machine.call(service));
      machine.spawn(
        (function* () {
          try {
            yield* call(plainRequest);
          } catch (caught) {
            failure = caught;
          }
        })(),
      );
    });
    world.kernel.runUntil(50);
    expect((failure as CallFailed).kind).toBe('timed-out');
    let lastMs = 0;
    while (world.kernel.step()) if (service.present > 0) lastMs = world.kernel.nowMs;
    return service.answered === 1 ? 100 : Math.max(50, lastMs);
  }

  test('does not stop the server’s work', () => {
    expect(workedMs({}, false)).toBe(100);
    expect(workedMs({ honoursDeadline: true }, false)).toBe(100);
    expect(workedMs({}, true)).toBe(100);
  });

  test('does where the deadline is propagated and the server honours it', () => {
    expect(workedMs({ honoursDeadline: true }, true)).toBe(50);
  });

  test('does where the server hears of the cancellation', () => {
    expect(workedMs({ hearsCancel: true }, false)).toBe(50);
  });
});

describe('a crash', () => {
  test('of the caller ends what its policies know: an open breaker is closed after a restart', () => {
    const { world, system } = emptySystem('crash');
    const service = system.service({ name: 'service', serviceMs: constant(1) });
    system.caller('caller', (machine) => {
      const options = cockatielConsecutive(3, 60_000);
      const breaker = machine.breaker(new CircuitBreaker(machine, 'breaker', options));
      const call = breaker.policy(machine.call(service));
      openClient(machine, { name: 'client', ratePerSecond: 100, arrivals: 'even', call });
    });
    world.plan([
      { atMs: 0, fault: outage('service', 'refuses', 100) },
      { atMs: 200, fault: crash('caller') },
      { atMs: 300, fault: restart('caller') },
    ]);
    world.kernel.runUntil(199);
    expect(system.breakers.map(({ state }) => state)).toEqual(['open']);
    expect(service.answered).toBe(0);
    world.kernel.runUntil(250);
    expect(system.breakers).toEqual([]);
    world.kernel.runUntil(400);
    expect(system.breakers.map(({ state }) => state)).toEqual(['closed']);
    expect(service.answered).toBeGreaterThan(5);
  });

  test('of the service lets its callers hang until their own timeout', () => {
    const { world, system } = emptySystem('crash');
    const service = system.service({ name: 'service', serviceMs: constant(100) });
    const failures: unknown[] = [];
    system.caller('caller', (machine) => {
      openClient(machine, {
        name: 'client',
        ratePerSecond: 100,
        arrivals: 'even',
        endsAtMs: 10,
        call: timeout(machine, { timeoutMs: 300 })(machine.call(service)),
        onAnswer: ({ failure, latencyMs }) => failures.push([failure?.kind, latencyMs]),
      });
    });
    world.plan([{ atMs: 50, fault: crash('service') }]);
    world.kernel.runUntil(1_000);
    expect(failures).toEqual([['timed-out', 300]]);
    expect(service.present).toBe(0);
  });
});

test('a failure that is none of ours is a bug, and is not swallowed', () => {
  const context = bareContext();
  const call = stack([timeout(context, { timeoutMs: 50 })])(function* (): Process<void> {
    yield* sleep(1);
    throw new TypeError('bug');
  });
  startProcess(context.kernel, call(plainRequest));
  expect(() => context.kernel.runUntil(1_000)).toThrow('bug');
  expect(new CallFailed('timed-out', 'x')).not.toBeInstanceOf(Error);
});
