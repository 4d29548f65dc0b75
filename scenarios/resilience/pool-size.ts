/**
 * Twice: once the dependency is slow for a reason of its own, and once because it has no more to give.
 * Little’s law says how many connections a rate needs: rate times time.
 */
import { z } from 'zod';
import { stack } from '../../sims/resilience/call.ts';
import { openClient } from '../../sims/resilience/client.ts';
import { Bulkhead } from '../../sims/resilience/policies/bulkhead.ts';
import { timeout } from '../../sims/resilience/policies/timeout.ts';
import { resilience } from '../../sims/resilience/resilience.ts';
import { System } from '../../sims/resilience/system.ts';
import { sometimes } from '../../src/check/goal.ts';
import { gauge, histogram, series } from '../../src/check/metric.ts';
import { constant } from '../../src/kernel/distribution.ts';
import { real, whole } from '../../src/lab/param.ts';
import { scenario } from '../../src/lab/scenario.ts';
import { brownout } from '../../src/world/fault.ts';
import { difference } from './bounds.ts';
import { each, plotOverTime, Tally } from './common.ts';
import { duration, number, percent } from './words.ts';

const arms = ['smallSlow', 'largeSlow', 'smallFull', 'largeFull'] as const;
type Arm = (typeof arms)[number];

const says: Record<Arm, string> = {
  smallSlow: 'small pool, a dependency that is slow by itself',
  largeSlow: 'large pool, a dependency that is slow by itself',
  smallFull: 'small pool, a dependency that has no more to give',
  largeFull: 'large pool, a dependency that has no more to give',
};

const params = z.object({
  requestsPerSecond: real(10, 1_000, 100, 'evenly'),
  smallPool: whole(1, 1_000, 50, 'connections of the small pool'),
  largePool: whole(1, 2_000, 200, 'connections of the large pool'),
  normalMs: real(1, 200, 20, 'time of a call when all is well'),
  slowMs: real(1, 10_000, 800, 'time of a call while it is slow'),
  capacity: real(1, 1_000, 60, 'calls a second that the other can do then'),
  patienceMs: real(100, 60_000, 2_000, 'when callers give up'),
  waitMs: real(0, 60_000, 500, 'how long callers wait for a connection'),
  slowForMs: real(5_000, 120_000, 12_000, 'how long it is slow'),
});

type Params = z.output<typeof params>;

const slowAtMs = 2_000;
const endAtMs = ({ slowForMs }: Params) => slowAtMs + slowForMs + 3_000;
const poolOf = (arm: Arm, { smallPool, largePool }: Params) =>
  arm.startsWith('small') ? smallPool : largePool;
const isFull = (arm: Arm) => arm.endsWith('Full');

/** What a pool can carry: its size by the time of a call (Little 1961). */
const carries = (pool: number, ms: number) => (pool * 1_000) / ms;

export default scenario({
  id: 'resilience/pool-size',
  sim: resilience,
  asks: 'A dependency slows from 20 to 800 ms. Does a pool of 200 connections help where one of 50 does not?',
  claims: ['q16-pool-40x', 'q16-pool-50-to-200', 'lat-littles-law'],
  params: params.refine(({ slowForMs, patienceMs }) => slowForMs >= 2 * patienceMs + 2_000, {
    path: ['slowForMs'],
    error:
      'it must be longer than twice patienceMs by 2,000, so that answers can be counted once the queues have settled',
  }),
  durationMs: endAtMs,
  plan: (params) =>
    arms.map((arm) => ({
      atMs: slowAtMs,
      fault: brownout(`dependency-${arm}`, { factor: slowdownOf(arm, params) }, params.slowForMs),
    })),
  metrics: {
    ...each(arms, (arm) =>
      gauge('share', `of the requests answered while it is slow, ${says[arm]}`),
    ),
    smallSlowRate: gauge('answers/s', `while it is slow, ${says.smallSlow}`),
    largeSlowRate: gauge('answers/s', `while it is slow, ${says.largeSlow}`),
    smallFullMs: histogram('ms', `at the dependency, ${says.smallFull}`),
    largeFullMs: histogram('ms', `at the dependency, ${says.largeFull}`),
    largeSlowHeld: gauge('connections', `in use at once, at most, ${says.largeSlow}`),
    smallSlowGoodput: series('answers/s', says.smallSlow, 500),
    largeSlowGoodput: series('answers/s', says.largeSlow, 500),
    smallFullGoodput: series('answers/s', says.smallFull, 500),
    largeFullGoodput: series('answers/s', says.largeFull, 500),
  },
  build({ world, params, rules, metrics }) {
    const system = new System(world, rules);
    const { kernel } = world;
    for (const arm of arms) {
      const service = system.service({
        name: `dependency-${arm}`,
        // The one that is full has as many servers as make its capacity at the slow time.
        ...(isFull(arm) ? { servers: serversWhenFull(params) } : {}),
        serviceMs: constant(params.normalMs),
        hearsCancel: true,
      });
      const tally = new Tally();
      let answered = 0;
      let heldMax = 0;
      // Counted from when queues have settled.
      const fromMs = slowAtMs + params.patienceMs + 1_000;
      const toMs = slowAtMs + params.slowForMs - params.patienceMs;
      // Where nobody is answered in time, the rate is none.
      if (arm === 'smallSlow') metrics.smallSlowRate.set(0);
      if (arm === 'largeSlow') metrics.largeSlowRate.set(0);
      system.caller(`callers-${arm}`, (machine) => {
        const maxConcurrentCalls = poolOf(arm, params);
        const pool = machine.bulkhead(
          new Bulkhead(machine, 'pool', {
            maxConcurrentCalls,
            maxWaitDurationMs: params.waitMs,
          }),
        );
        openClient(machine, {
          name: 'callers',
          ratePerSecond: params.requestsPerSecond,
          startsAtMs: machine.stream('phase')() * 5,
          arrivals: 'even',
          call: stack([timeout(machine, { timeoutMs: params.patienceMs }), pool.policy])(
            machine.call(service),
          ),
          onAnswer: (answer) => {
            const { nowMs } = kernel;
            heldMax = Math.max(heldMax, pool.held);
            if (answer.failure === undefined) metrics[`${arm}Goodput`].add(nowMs);
            if (answer.failure === undefined && nowMs >= fromMs && nowMs < toMs) {
              answered += 1;
              const rate = (answered * 1_000) / (toMs - fromMs);
              if (arm === 'smallSlow') metrics.smallSlowRate.set(rate);
              if (arm === 'largeSlow') metrics.largeSlowRate.set(rate);
            }
            if (arm === 'largeSlow') metrics.largeSlowHeld.set(heldMax);
            if (answer.askedAtMs < fromMs || answer.askedAtMs >= toMs) return;
            tally.add(answer);
            metrics[arm].set(tally.share ?? 0);
            if (answer.failure === undefined && isFull(arm)) {
              metrics[arm === 'smallFull' ? 'smallFullMs' : 'largeFullMs'].record(answer.latencyMs);
            }
          },
        });
      });
    }
    return system;
  },
  invariants: [],
  goals: () => [
    sometimes<System>('pool-exhausted', 'a pool has no connection left', ({ bulkheads }) =>
      bulkheads.some(({ held, options }) => held === options.maxConcurrentCalls),
    ),
  ],
  expect: (params) => {
    const { requestsPerSecond, smallPool, largePool, slowMs, capacity, patienceMs, slowForMs } =
      params;
    const spanS = (slowForMs - 2 * patienceMs - 1_000) / 1_000;
    const isInTime = slowMs + params.waitMs < 0.9 * patienceMs;
    const large = carries(largePool, slowMs);
    const small = Math.min(requestsPerSecond, carries(smallPool, slowMs));
    const needed = (requestsPerSecond * slowMs) / 1_000;
    return [
      {
        id: 'small-pool-is-the-limit',
        text: `${smallPool} connections held for ${slowMs} ms each carry ${number(Math.round(carries(smallPool, slowMs)))} calls a second and no more`,
        claim: 'q16-pool-40x',
        measured: ({ smallSlowRate }) => smallSlowRate.value,
        // At both ends of the span as many answers may fall in or out as there are connections.
        bound: {
          atLeast: isInTime ? small - (2 * smallPool) / spanS : 0,
          atMost: small + smallPool / spanS,
        },
      },
      {
        id: 'large-pool-helps',
        text: `a dependency that is slow by itself needs ${number(Math.round(needed))} connections for ${requestsPerSecond} requests a second: ${largePool} serve all`,
        claim: 'q16-pool-50-to-200',
        measured: ({ largeSlow }) => largeSlow.value,
        bound:
          isInTime && needed < 0.98 * largePool
            ? { atLeast: 1 }
            : {
                atMost:
                  (large * (spanS + patienceMs / 1_000) + largePool) / (requestsPerSecond * spanS),
              },
      },
      {
        id: 'not-against-a-full-dependency',
        text: `but one that can do ${capacity} calls a second does no more of them with a larger pool`,
        claim: 'q16-pool-50-to-200',
        measured: ({ smallFull, largeFull }) => difference(largeFull, smallFull),
        // Of what is left over, either pool may have its share.
        bound: {
          atMost:
            capacity < 0.9 * requestsPerSecond
              ? (2 * (smallPool + largePool)) / (spanS * requestsPerSecond)
              : (large * (spanS + patienceMs / 1_000) + largePool) / (requestsPerSecond * spanS),
        },
      },
    ];
  },
  tells: ({ params, metrics }) =>
    `While the dependency took ${params.slowMs} ms, ${params.smallPool} connections answered ${percent(metrics.smallSlow.value)} of ` +
    `${params.requestsPerSecond} requests a second and ${params.largePool} answered ${percent(metrics.largeSlow.value)}, with up to ` +
    `${number(metrics.largeSlowHeld.value)} in use. Where it could do no more than ${params.capacity} a second, they answered ` +
    `${percent(metrics.smallFull.value)} and ${percent(metrics.largeFull.value)}, half of them within ${duration(metrics.smallFullMs.quantile(0.5))} and ` +
    `${duration(metrics.largeFullMs.quantile(0.5))}.`,
  plots: ({ params, metrics }) => [
    plotOverTime({
      title: 'Requests answered',
      yLabel: 'answers/s',
      endMs: endAtMs(params),
      lines: arms.map((arm) => [says[arm], metrics[`${arm}Goodput`]]),
      marks: [
        [slowAtMs, 'slow'],
        [slowAtMs + params.slowForMs, 'well again'],
      ],
    }),
  ],
});

/** Servers, and their slowdown, that make the given capacity and are enough when all is well. */
function serversWhenFull({ requestsPerSecond, normalMs }: Params): number {
  return Math.ceil((1.5 * requestsPerSecond * normalMs) / 1_000) + 1;
}

function slowdownOf(arm: Arm, params: Params): number {
  if (!isFull(arm)) return Math.max(1, params.slowMs / params.normalMs);
  return Math.max(1, (serversWhenFull(params) * 1_000) / (params.capacity * params.normalMs));
}

// Left out: what connections cost the dependency. Many databases grow slower with each, so that the
// larger pool does harm.
