/**
 * Goal: services are the stations of queueing theory, and their books balance. Method: Erlang’s B and
 * C, and the M/M/1 station’s mean and 99th percentile, in 99.9% intervals of 30 replications; Little’s
 * law and the conservation of work as identities, under any faults.
 */
import { fc, test } from '@fast-check/vitest';
import { describe, expect } from 'vitest';
import { Bulkhead } from '../../../sims/resilience/bulkhead.ts';
import { type Call, CallFailed, type Setting, stack } from '../../../sims/resilience/call.ts';
import { openClient } from '../../../sims/resilience/client.ts';
import { erlangB, erlangC } from '../../../sims/resilience/erlang.ts';
import type { ServiceFault } from '../../../sims/resilience/faults.ts';
import { Service, type ServiceOptions } from '../../../sims/resilience/service.ts';
import { timeout } from '../../../sims/resilience/timeout.ts';
import { Histogram } from '../../../src/check/metric.ts';
import { constant, exponential, uniform } from '../../../src/kernel/distribution.ts';
import { type Process, sleep, startProcess } from '../../../src/kernel/process.ts';
import { contains, intervalOfMean, replications } from '../../support/confidence.ts';
import { bareSetting, plainRequest } from './bare-setting.ts';

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
  const setting = bareSetting(seed);
  const service = new Service(setting, {
    name: 'service',
    serviceMs: exponential(meanMs),
    ...options,
  });
  const latencies = new Histogram();
  let rejected = 0;
  let answered = 0;
  const limits =
    permits === undefined
      ? []
      : [
          new Bulkhead(setting, 'bulkhead', { maxConcurrentCalls: permits, queueCapacity: 0 })
            .policy,
        ];
  openClient(setting, {
    name: 'client',
    ratePerSecond: (load * 1_000) / meanMs,
    endsAtMs: 6_000,
    call: stack(limits)(service.call),
    onAnswer: ({ askedAtMs, latencyMs, failure }) => {
      // It starts empty, and has to fill first.
      if (askedAtMs < 500) return;
      if (failure !== undefined) rejected += 1;
      else answered += 1;
      if (failure === undefined) latencies.record(latencyMs);
    },
  });
  setting.kernel.runUntil(Infinity);
  return { rejected: rejected / (rejected + answered), latencies, service };
}

const replicate = <T>(once: (seed: string) => T): T[] =>
  Array.from({ length: replications }, (_, i) => once(`replication ${i}`));

test.each([
  [5, 4, exponential(meanMs)],
  [5, 4, constant(meanMs)],
  [10, 8, uniform(0, 2 * meanMs)],
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

const faults: fc.Arbitrary<{ atMs: number; fault: ServiceFault }[]> = fc.array(
  fc.record({
    atMs: fc.nat(5_000),
    fault: fc.oneof(
      fc.record({
        kind: fc.constant('outage' as const),
        service: fc.constant('service'),
        forMs: fc.nat(2_000),
        mode: fc.constantFrom('refuses' as const, 'hangs' as const),
      }),
      fc.record({
        kind: fc.constant('brownout' as const),
        service: fc.constant('service'),
        forMs: fc.nat(2_000),
        slowdown: fc.integer({ min: 1, max: 20 }),
        failureRate: fc.constantFrom(0, 0.3, 1),
      }),
      fc.record({
        kind: fc.constant('stall' as const),
        service: fc.constant('service'),
        forMs: fc.nat(2_000),
      }),
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
  { numRuns: 30 },
)(
  'work is conserved and Little’s law holds, whatever befalls the service',
  (plan, options, seed) => {
    const setting = bareSetting(seed);
    const { kernel } = setting;
    const service = new Service(setting, {
      name: 'service',
      serviceMs: exponential(30),
      ...options,
    });
    for (const { atMs, fault } of plan)
      kernel.schedule(atMs, (f: ServiceFault) => service.strike(f), fault);
    const call = timeout(setting, { timeoutMs: 200, propagatesDeadline: true })(service.call);
    openClient(setting, { name: 'client', ratePerSecond: 60, endsAtMs: 6_000, call });
    const balances = () => {
      const { arrived, answered, failed, refused, dropped, present, working, waiting } = service;
      expect(answered + failed + refused + dropped + present).toBe(arrived);
      // No server is idle while a request waits; nobody works who has not come.
      if (waiting > 0) expect(working).toBe(options.servers);
      expect(waiting).toBeLessThanOrEqual(options.queueCapacity);
    };
    // Between two instants: at one instant some that have come may not yet be in.
    while (kernel.step()) if (kernel.nextTimeMs > kernel.nowMs) balances();
    balances();
    expect(service.present).toBe(0);
    expect(Math.abs(service.presentMs - service.stayedMs)).toBeLessThanOrEqual(
      1e-9 * (1 + service.stayedMs),
    );
  },
);

describe('a timeout', () => {
  /** One call of 100 ms with a timeout of 50; answers how long the server worked. */
  function workedMs(
    setting: Setting,
    options: Partial<ServiceOptions>,
    propagatesDeadline: boolean,
  ): number {
    const service = new Service(setting, { name: 'service', serviceMs: constant(100), ...options });
    const call: Call<unknown> = timeout(setting, { timeoutMs: 50, propagatesDeadline })(
      service.call,
    );
    let failure: unknown;
    startProcess(
      setting.kernel,
      (function* () {
        try {
          yield* call(plainRequest);
        } catch (caught) {
          failure = caught;
        }
      })(),
    );
    setting.kernel.runUntil(50);
    expect((failure as CallFailed).kind).toBe('timed-out');
    setting.kernel.runUntil(1_000);
    return service.stayedMs;
  }

  test('does not stop the server’s work', () => {
    expect(workedMs(bareSetting(), {}, false)).toBe(100);
    expect(workedMs(bareSetting(), { honoursDeadline: true }, false)).toBe(100);
    expect(workedMs(bareSetting(), {}, true)).toBe(100);
  });

  test('does where the deadline is propagated and the server honours it', () => {
    expect(workedMs(bareSetting(), { honoursDeadline: true }, true)).toBe(50);
  });

  test('does where the server hears of the cancellation', () => {
    expect(workedMs(bareSetting(), { hearsCancel: true }, false)).toBe(50);
  });
});

test('a failure that is none of ours is a bug, and is not swallowed', () => {
  const setting = bareSetting();
  const call = stack([timeout(setting, { timeoutMs: 50 })])(function* (): Process<void> {
    yield* sleep(1);
    throw new TypeError('bug');
  });
  startProcess(setting.kernel, call(plainRequest));
  expect(() => setting.kernel.runUntil(1_000)).toThrow('bug');
  expect(new CallFailed('timed-out', 'x')).not.toBeInstanceOf(Error);
});
