import { z } from 'zod';
import { stack } from '../../sims/resilience/call.ts';
import { type Answered, openClient } from '../../sims/resilience/client.ts';
import { observed } from '../../sims/resilience/invariants.ts';
import type { Machine } from '../../sims/resilience/machine.ts';
import { Bulkhead } from '../../sims/resilience/policies/bulkhead.ts';
import { poolsFor } from '../../sims/resilience/policies/designs.ts';
import { timeout } from '../../sims/resilience/policies/timeout.ts';
import { resilience } from '../../sims/resilience/resilience.ts';
import { erlangB } from '../../sims/resilience/service/erlang.ts';
import type { Service } from '../../sims/resilience/service/service.ts';
import { System } from '../../sims/resilience/system.ts';
import { sometimes } from '../../src/check/goal.ts';
import { gauge, series } from '../../src/check/metric.ts';
import { constant } from '../../src/kernel/distribution.ts';
import { real, whole } from '../../src/lab/param.ts';
import { scenario } from '../../src/lab/scenario.ts';
import { brownout } from '../../src/world/fault.ts';
import { hoeffding } from './bounds.ts';
import { Tally, toTheEnd } from './common.ts';
import { percent } from './words.ts';

const params = z.object({
  requestsPerSecond: real(10, 500, 100, 'to each dependency'),
  permits: whole(4, 400, 40, 'calls under way, of both together'),
  normalMs: real(1, 100, 20, 'time of a call when all is well'),
  slowdown: real(1, 1_000, 100, 'of the slow dependency'),
  timeoutMs: real(100, 10_000, 1_000, 'when callers give up'),
  slowForMs: real(5_000, 120_000, 10_000, 'how long it is slow'),
});

type Params = z.output<typeof params>;

const slowAtMs = 5_000;
const endAtMs = ({ slowForMs }: Params) => slowAtMs + slowForMs + 2_000;
/** How long a call to the slow dependency holds its permit. */
const heldMs = ({ normalMs, slowdown, timeoutMs }: Params) =>
  Math.min(timeoutMs, normalMs * slowdown);

/** Each design calls a slow and a healthy dependency. */
const kinds = ['slow', 'healthy'] as const;
const designs = ['shared', 'separate', 'unlimited'] as const;
type Design = (typeof designs)[number];

export default scenario({
  id: 'resilience/slow-dependency',
  sim: resilience,
  asks: 'One of two dependencies becomes slow. What happens to the calls of the other, with one pool for both and with a pool for each?',
  claims: ['pat-bulkhead-isolates', 'q9-bulkhead-orthogonal', 'q9-threads-pile-up'],
  params,
  durationMs: endAtMs,
  plan: ({ slowForMs, slowdown }) => [
    { atMs: slowAtMs, fault: brownout('slow-dependency', { factor: slowdown }, slowForMs) },
  ],
  metrics: {
    sharedHealthy: gauge(
      'share',
      'of the healthy dependency’s calls answered while the other is slow, one pool for both',
    ),
    separateHealthy: gauge(
      'share',
      'of the healthy dependency’s calls answered while the other is slow, a pool for each',
    ),
    piledUp: gauge('calls', 'under way to the slow dependency at once, at most, without any pool'),
    sharedGoodput: series('answers/s', 'of the healthy dependency, one pool for both', 1_000),
    separateGoodput: series('answers/s', 'of the healthy dependency, a pool for each', 1_000),
  },
  build({ world, params, rules, metrics }) {
    const system = new System(world, rules);
    const { breaches } = system;
    const { kernel } = world;
    const healthy = { shared: new Tally(), separate: new Tally(), unlimited: new Tally() };
    let mostUnderWay = 0;
    /** With a pool for each: calls that hold a permit for the healthy dependency. */
    let healthyUnderWay = 0;
    const onHealthyAnswer = (design: Design, answered: Answered) => {
      if (design === 'unlimited') return;
      if (answered.failure === undefined) metrics[`${design}Goodput`].add(kernel.nowMs);
      const isTurnedAway = answered.failure?.kind === 'rejected';
      if (
        design === 'separate' &&
        isTurnedAway &&
        healthyUnderWay < Math.floor(params.permits / 2)
      ) {
        breaches.report(
          'healthy-dependency-served',
          `request ${answered.request.id} to the healthy dependency was turned away: the slow one holds every permit`,
        );
      }
      // Counted from when the pool has filled.
      const fromMs = slowAtMs + 2 * params.timeoutMs;
      if (answered.askedAtMs < fromMs || answered.askedAtMs > slowAtMs + params.slowForMs) return;
      healthy[design].add(answered);
      metrics[`${design}Healthy`].set(healthy[design].share ?? 0);
    };
    for (const design of designs) {
      const [slow, healthyOne] = kinds.map((kind) =>
        system.service({ name: `${kind}-${design}`, serviceMs: constant(params.normalMs) }),
      ) as [Service, Service];
      const services = { slow, healthy: healthyOne };
      system.caller(`caller-${design}`, (machine) => {
        const pools = poolsOf(design, machine, params);
        let underWay = 0;
        for (const kind of kinds) {
          const limits = pools === undefined ? [] : [pools[kind].policy];
          const call = stack([...limits, timeout(machine, { timeoutMs: params.timeoutMs })])(
            machine.call(services[kind]),
          );
          const isCounted = design === 'unlimited' && kind === 'slow';
          const isHealthyAlone = design === 'separate' && kind === 'healthy';
          openClient(machine, {
            name: `caller of the ${kind} dependency`,
            ratePerSecond: params.requestsPerSecond,
            call: isCounted
              ? (request) => {
                  underWay += 1;
                  mostUnderWay = Math.max(mostUnderWay, underWay);
                  metrics.piledUp.set(mostUnderWay);
                  return call(request);
                }
              : isHealthyAlone
                ? (request) => {
                    healthyUnderWay += 1;
                    return call(request);
                  }
                : call,
            onAnswer: (answered) => {
              if (isCounted) underWay -= 1;
              if (isHealthyAlone) healthyUnderWay -= 1;
              if (kind === 'healthy') onHealthyAnswer(design, answered);
            },
          });
        }
      });
    }
    world.nameRole('slow-dependency', () => designs.map((design) => `slow-${design}`));
    return system;
  },
  invariants: observed('healthy-dependency-served'),
  goals: () => [
    sometimes<System>('pool-full', 'a pool is full', ({ bulkheads }) =>
      bulkheads.some(({ held, options }) => held === options.maxConcurrentCalls),
    ),
  ],
  expect: (params) => {
    const { requestsPerSecond, normalMs, permits, slowForMs, timeoutMs } = params;
    const slowLoad = (requestsPerSecond * heldMs(params)) / 1_000;
    const healthyLoad = (requestsPerSecond * normalMs) / 1_000;
    const blocked = erlangB(permits, slowLoad + healthyLoad);
    const blockedAlone = erlangB(Math.floor(permits / 2), healthyLoad);
    // Each permit is an experiment of its own each time that a call gives it back.
    const experiments = (permits * (slowForMs - 2 * timeoutMs)) / heldMs(params);
    const slack = 2 * hoeffding(Math.max(1, experiments));
    return [
      {
        id: 'one-pool-starves-the-healthy',
        text: 'with one pool the healthy dependency is served as Erlang’s B formula says of a pool that the slow one fills',
        claim: 'pat-bulkhead-isolates',
        measured: ({ sharedHealthy }) => sharedHealthy.value,
        bound: { atLeast: 1 - blocked - slack, atMost: 1 - blocked + slack },
      },
      {
        id: 'a-pool-each-does-not',
        text: 'with a pool for each the healthy dependency is served as if the other were not there',
        claim: 'q9-bulkhead-orthogonal',
        measured: ({ separateHealthy }) => separateHealthy.value,
        bound: { atLeast: 1 - blockedAlone - (blockedAlone < 1e-12 ? 0 : hoeffding(100)) },
      },
      {
        id: 'rate-times-timeout-pile-up',
        text: 'without a pool so many calls are under way as the rate times the timeout (Little’s law)',
        claim: 'q9-threads-pile-up',
        measured: ({ piledUp }) => piledUp.value,
        // The most of a Poisson number with that mean: 8 standard deviations, and a bit for small ones.
        bound: {
          atLeast: slowLoad - 6 * Math.sqrt(slowLoad),
          atMost: slowLoad + 8 * Math.sqrt(slowLoad) + 10,
        },
      },
    ];
  },
  tells: ({ params, metrics }) =>
    `While one dependency took ${params.slowdown} times as long, the healthy one answered ${percent(metrics.sharedHealthy.value)} of its calls ` +
    `with one pool of ${params.permits} for both, and ${percent(metrics.separateHealthy.value)} with ${Math.floor(params.permits / 2)} for each. ` +
    `Without any pool ${metrics.piledUp.value ?? '—'} calls piled up.`,
  plots: ({ params, metrics }) => [
    {
      title: 'Calls of the healthy dependency answered',
      xLabel: 'ms',
      yLabel: 'answers/s',
      lines: (['shared', 'separate'] as const).map((design) => ({
        name: design,
        points: toTheEnd(metrics[`${design}Goodput`], endAtMs(params)),
      })),
      marks: [
        { x: slowAtMs, label: 'one slow' },
        { x: slowAtMs + params.slowForMs, label: 'well again' },
      ],
    },
  ],
});

/** The pools of one caller; undefined without a limit. */
function poolsOf(design: Design, machine: Machine, { permits }: Params) {
  const poolOf = (name: string, maxConcurrentCalls: number) =>
    machine.bulkhead(new Bulkhead(machine, name, { maxConcurrentCalls, queueCapacity: 0 }));
  if (design === 'unlimited') return undefined;
  if (design === 'separate') return poolsFor(machine.rules, kinds, permits, poolOf);
  const forBoth = poolOf('pool for both', permits);
  return { slow: forBoth, healthy: forBoth };
}

// Left out: threads. A pool of permits stands for whatever a caller has few of: threads, connections,
// memory.
