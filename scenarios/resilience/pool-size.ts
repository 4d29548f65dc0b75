/**
 * Two cases: the dependency is slow for a reason of its own, or because it has reached its
 * capacity. Little's law gives the connections that a rate needs: rate times time.
 */
import * as z from 'zod';
import { timeout } from '../../sims/resilience/policies/timeout.ts';
import { difference, within } from '../../src/check/expected.ts';
import { constant } from '../../src/kernel/distribution.ts';
import { brownout } from '../../src/world/fault.ts';
import { addCaller, armsOf, each, eachNamed, eachSaid, largestIn, shareIn } from './arms.ts';
import { poolFills, when } from './goals.ts';
import { gauge, histogram, real, scenario, series, whole } from './kit.ts';
import { bulkheadOf } from './policies.ts';
import { duration, number, percent } from './words.ts';

const says = {
  smallSlow: 'small pool, a dependency that is slow by itself',
  largeSlow: 'large pool, a dependency that is slow by itself',
  smallFull: 'small pool, a dependency at its capacity',
  largeFull: 'large pool, a dependency at its capacity',
};
const arms = armsOf(says);
/** Names of the services, by the pool of their callers. */
const dependencies = {
  smallSlow: 'slow-dependency-of-small-pool',
  largeSlow: 'slow-dependency-of-large-pool',
  smallFull: 'full-dependency-of-small-pool',
  largeFull: 'full-dependency-of-large-pool',
};
const slowAtMs = 2_000;

const params = z.object({
  requestsPerSecond: real(10, 1_000, 100, 'evenly'),
  smallPool: whole(1, 1_000, 50, 'connections of the small pool'),
  largePool: whole(1, 2_000, 200, 'connections of the large pool'),
  normalMs: real(1, 200, 20, 'time of a call when the dependency is healthy'),
  slowMs: real(1, 10_000, 800, 'time of a call while it is slow'),
  capacity: real(1, 1_000, 60, 'calls per second that the dependency at its capacity can do'),
  patienceMs: real(100, 60_000, 2_000, 'when callers give up'),
  waitMs: real(0, 60_000, 500, 'how long callers wait for a connection'),
  slowForMs: real(5_000, 120_000, 12_000, 'how long it is slow'),
});

type Params = z.output<typeof params>;

/**
 * Servers of the dependency at its capacity: enough when it is healthy. Its slowdown produces the
 * given capacity.
 */
const serversWhenFull = ({ requestsPerSecond, normalMs }: Params) =>
  Math.ceil((1.5 * requestsPerSecond * normalMs) / 1_000) + 1;

function slowdownOf(isFull: boolean, params: Params): number {
  const { slowMs, normalMs, capacity } = params;
  if (!isFull) return Math.max(1, slowMs / normalMs);
  // To three places, so that the fault can be read.
  const factor = (serversWhenFull(params) * 1_000) / (capacity * normalMs);
  return Math.max(1, Math.round(1_000 * factor) / 1_000);
}

export default scenario({
  id: 'resilience/pool-size',
  asks: 'A dependency slows down from 20 to 800 ms. Does a pool of 200 connections help where one of 50 does not?',
  claims: ['q16-pool-40x', 'q16-pool-50-to-200', 'lat-littles-law'],
  code: ['sims/resilience/policies/bulkhead.ts#call'],
  params: params.refine(({ slowForMs, patienceMs }) => slowForMs >= 2 * patienceMs + 2_000, {
    path: ['slowForMs'],
    error:
      'it must be longer than twice patienceMs by 2,000, so that answers can be counted once the queues have settled',
  }),
  durationMs: ({ slowForMs }) => slowAtMs + slowForMs + 3_000,
  plan: (params) =>
    arms.map((arm) => {
      const factor = slowdownOf(arm.endsWith('Full'), params);
      return { atMs: slowAtMs, fault: brownout(dependencies[arm], { factor }, params.slowForMs) };
    }),
  metrics: {
    ...each(arms, (arm) =>
      gauge('share', `of the requests answered while it is slow, ${says[arm]}`),
    ),
    ...eachNamed(['smallSlow', 'largeSlow'], 'Rate', (arm) =>
      gauge('answers/s', `while it is slow, ${says[arm]}`),
    ),
    ...eachNamed(['smallFull', 'largeFull'], 'Ms', (arm) =>
      histogram('ms', `at the dependency, ${says[arm]}`),
    ),
    largeSlowHeld: gauge('connections', `in use at once, at most, ${says.largeSlow}`),
    ...eachNamed(arms, 'Goodput', (arm) => series('answers/s', says[arm], 500)),
  },
  build({ system, params, metrics, nowMs }) {
    const { requestsPerSecond, normalMs, patienceMs, slowForMs, waitMs } = params;
    // Counted after queues have settled.
    const fromMs = slowAtMs + patienceMs + 1_000;
    const toMs = slowAtMs + slowForMs - patienceMs;
    const isCounted = (atMs: number) => atMs >= fromMs && atMs < toMs;
    const rateOf = { smallSlow: metrics.smallSlowRate, largeSlow: metrics.largeSlowRate };
    const timeOf = { smallFull: metrics.smallFullMs, largeFull: metrics.largeFullMs };
    for (const rate of Object.values(rateOf)) rate.set(0);
    const held = largestIn(metrics.largeSlowHeld);
    for (const arm of arms) {
      const isSlow = arm === 'smallSlow' || arm === 'largeSlow';
      const service = system.service({
        name: dependencies[arm],
        ...(isSlow ? {} : { servers: serversWhenFull(params) }),
        serviceMs: constant(normalMs),
        hearsCancel: true,
      });
      const share = shareIn(metrics[arm]);
      let answered = 0;
      addCaller(system, `callers-${arm}`, service, (machine) => {
        const size = arm.startsWith('small') ? params.smallPool : params.largePool;
        const pool = bulkheadOf(machine, 'pool', size, { maxWaitDurationMs: waitMs });
        return {
          ratePerSecond: requestsPerSecond,
          startsAtMs: machine.stream('phase')() * 5,
          arrivals: 'even',
          policies: [timeout(machine, { timeoutMs: patienceMs }), pool.policy],
          onAnswer: (answer) => {
            if (answer.failure === undefined) {
              metrics[`${arm}Goodput`].add(nowMs());
              if (isSlow && isCounted(nowMs())) {
                answered += 1;
                rateOf[arm].set((answered * 1_000) / (toMs - fromMs));
              }
            }
            if (arm === 'largeSlow') held(pool.held);
            if (!isCounted(answer.askedAtMs)) return;
            share(answer);
            if (answer.failure === undefined && !isSlow) timeOf[arm].record(answer.latencyMs);
          },
        };
      });
    }
  },
  // If a small pool is enough for the slow dependency, the comparison shows only that.
  goals: ({ requestsPerSecond, smallPool, slowMs, patienceMs }) =>
    when(
      requestsPerSecond * Math.min(slowMs, patienceMs) >= 1_000 * (smallPool + 1),
      poolFills('pool-exhausted', 'a pool has no connection left'),
    ),
  expect: (params) => {
    const { requestsPerSecond, smallPool, largePool, slowMs, capacity, patienceMs } = params;
    const spanS = (params.slowForMs - 2 * patienceMs - 1_000) / 1_000;
    const isInTime = slowMs + params.waitMs < 0.9 * patienceMs;
    // The throughput of a pool: its size divided by the time of a call (Little 1961).
    const carries = (pool: number) => (pool * 1_000) / slowMs;
    const small = Math.min(requestsPerSecond, carries(smallPool));
    const needed = (requestsPerSecond * slowMs) / 1_000;
    const inSpan = requestsPerSecond * spanS;
    const largeAtMost = (carries(largePool) * (spanS + patienceMs / 1_000) + largePool) / inSpan;
    return [
      // At each end of the span as many answers may fall in or out as there are connections.
      within('smallSlowRate', 'small-pool-is-the-limit', {
        atLeast: isInTime ? small - (2 * smallPool) / spanS : 0,
        atMost: small + smallPool / spanS,
      }).says(
        `calls per second through ${smallPool} connections while the dependency is slow: connections / call time = ${smallPool} / ${slowMs} ms`,
        'q16-pool-40x',
      ),
      within(
        'largeSlow',
        'large-pool-helps',
        isInTime && needed < 0.98 * largePool ? { atLeast: 1 } : { atMost: largeAtMost },
      ).says(
        `share of ${requestsPerSecond} requests per second answered with ${largePool} connections: rate x call time = ${number(Math.round(needed))} are needed`,
        'q16-pool-50-to-200',
      ),
      // Either pool may get its share of the rest.
      within(difference('largeFull', 'smallFull'), 'not-against-a-full-dependency', {
        atMost:
          capacity < 0.9 * requestsPerSecond
            ? (2 * (smallPool + largePool)) / (spanS * requestsPerSecond)
            : largeAtMost,
      }).says(
        `share of requests answered with ${largePool} connections, less that with ${smallPool}, if the dependency can do only ${capacity} calls per second`,
        'q16-pool-50-to-200',
      ),
    ];
  },
  tells: ({ params, metrics }) => {
    const half = (ms: number | undefined) =>
      ms === undefined ? '' : `, half of them within ${duration(ms)}`;
    return (
      `A larger pool helps only if the dependency has capacity left; if it is saturated, the queue moves into it and everything gets slower, so limit the pool to what it can work on at once and shed the rest. While it took ${params.slowMs} ms by itself, ${params.smallPool} connections answered ${percent(metrics.smallSlow.value)} of ` +
      `${params.requestsPerSecond} requests per second and ${params.largePool} answered ${percent(metrics.largeSlow.value)}, with up to ` +
      `${number(metrics.largeSlowHeld.value)} in use: rate x call time = ${number((params.requestsPerSecond * params.slowMs) / 1_000)} (Little’s law). If it is slow because it can do only ${params.capacity} per second, ${params.smallPool} connections answered ` +
      `${percent(metrics.smallFull.value)}${half(metrics.smallFullMs.quantile(0.5))}, and ${params.largePool} answered ${percent(metrics.largeFull.value)}${half(metrics.largeFullMs.quantile(0.5))}` +
      ((metrics.largeFull.value ?? 1) < 0.1
        ? ': nearly every request waits in the dependency for longer than its caller does.'
        : '.')
    );
  },
  plot: ({ params, metrics }) => ({
    title: 'Requests answered',
    yLabel: 'answers/s',
    lines: eachSaid(says, (arm) => metrics[`${arm}Goodput`]),
    marks: { slow: slowAtMs, 'healthy again': slowAtMs + params.slowForMs },
  }),
});

// Left out: the dependency's cost per connection. Many databases slow down with each, so that the
// larger pool does harm.
