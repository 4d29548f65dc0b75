import * as z from 'zod';
import type { Machine } from '../../sims/resilience/machine.ts';
import { poolsFor } from '../../sims/resilience/policies/designs.ts';
import { timeout } from '../../sims/resilience/policies/timeout.ts';
import { within } from '../../src/check/expected.ts';
import { constant } from '../../src/kernel/distribution.ts';
import { erlangB } from '../../src/statistics/erlang.ts';
import { brownout } from '../../src/world/fault.ts';
import { askFrom, each, largestIn, shareIn } from './arms.ts';
import { around, fullest, hoeffding } from './bounds.ts';
import { poolFills } from './goals.ts';
import { gauge, real, scenario, series, whole } from './kit.ts';
import { bulkheadOf, hearing } from './policies.ts';
import { percent } from './words.ts';

const slowAtMs = 5_000;
/** Each design calls a slow and a healthy dependency. */
const kinds = ['slow', 'healthy'] as const;
const designs = ['shared', 'separate', 'unlimited'] as const;

/** The pools of one caller, by dependency; undefined without a limit. */
function poolsOf(design: (typeof designs)[number], machine: Machine, permits: number) {
  if (design === 'unlimited') return undefined;
  const poolOf = (name: string, size: number) => bulkheadOf(machine, name, size);
  if (design === 'separate') return poolsFor(machine.rules, kinds, permits, poolOf);
  const forBoth = poolOf('pool for both', permits);
  return { slow: forBoth, healthy: forBoth };
}

export default scenario({
  id: 'resilience/slow-dependency',
  asks: 'One of two dependencies becomes slow. What happens to calls of the other, with one pool for both and with a pool for each?',
  claims: ['pat-bulkhead-isolates', 'q9-bulkhead-orthogonal', 'q9-threads-pile-up'],
  code: [
    'sims/resilience/policies/designs.ts#poolsFor',
    'sims/resilience/policies/bulkhead.ts#call',
  ],
  params: z.object({
    requestsPerSecond: real(10, 500, 100, 'to each dependency'),
    permits: whole(4, 400, 40, 'calls in progress, of both together'),
    normalMs: real(1, 100, 20, 'time of a call when both are healthy'),
    slowdown: real(1, 1_000, 100, 'slowdown of the slow dependency'),
    timeoutMs: real(100, 10_000, 1_000, 'when callers give up'),
    slowForMs: real(5_000, 120_000, 10_000, 'how long it is slow'),
  }),
  durationMs: ({ slowForMs }) => slowAtMs + slowForMs + 2_000,
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
    piledUp: gauge(
      'calls',
      'in progress to the slow dependency at once, at most, without any pool',
    ),
    sharedGoodput: series('answers/s', 'of the healthy dependency, one pool for both', 1_000),
    separateGoodput: series('answers/s', 'of the healthy dependency, a pool for each', 1_000),
  },
  build({ world, system, params, metrics, nowMs }) {
    const { permits, timeoutMs, requestsPerSecond: ratePerSecond } = params;
    const serviceMs = constant(params.normalMs);
    // Counted after the pool has filled.
    const isCounted = (atMs: number) =>
      atMs >= slowAtMs + 2 * timeoutMs && atMs <= slowAtMs + params.slowForMs;
    const piledUp = largestIn(metrics.piledUp);
    for (const design of designs) {
      const services = each(kinds, (kind) =>
        system.service({ name: `${kind}-${design}`, serviceMs }),
      );
      const share = design === 'unlimited' ? undefined : shareIn(metrics[`${design}Healthy`]);
      system.caller(`caller-${design}`, (machine) => {
        const pools = poolsOf(design, machine, permits);
        const underWay = { slow: 0, healthy: 0 };
        for (const kind of kinds) {
          const limits = pools === undefined ? [] : [pools[kind].policy];
          askFrom(machine, `caller of the ${kind} dependency`, services[kind], {
            ratePerSecond,
            policies: [
              hearing(() => {
                underWay[kind] += 1;
                if (design === 'unlimited') piledUp(underWay.slow);
              }),
              ...limits,
              timeout(machine, { timeoutMs }),
            ],
            onAnswer: (answered) => {
              underWay[kind] -= 1;
              if (kind === 'slow' || design === 'unlimited') return;
              const { failure, askedAtMs, request } = answered;
              if (failure === undefined) metrics[`${design}Goodput`].add(nowMs());
              const mayBeTurnedAway =
                design === 'shared' || underWay.healthy >= Math.floor(permits / 2);
              if (failure?.kind === 'rejected' && !mayBeTurnedAway) {
                system.breaches.report(
                  'healthy-dependency-served',
                  `request ${request.id} to the healthy dependency was rejected: the slow one holds every permit`,
                );
              }
              if (isCounted(askedAtMs)) share?.(answered);
            },
          });
        }
      });
    }
    world.nameRole('slow-dependency', () => designs.map((design) => `slow-${design}`));
  },
  invariants: ['healthy-dependency-served'],
  goals: () => [poolFills('pool-full', 'a pool is full')],
  expect: ({ requestsPerSecond, normalMs, slowdown, permits, slowForMs, timeoutMs }) => {
    // How long a call to the slow dependency holds its permit.
    const heldMs = Math.min(timeoutMs, normalMs * slowdown);
    const slowLoad = (requestsPerSecond * heldMs) / 1_000;
    const healthyLoad = (requestsPerSecond * normalMs) / 1_000;
    const blocked = erlangB(permits, slowLoad + healthyLoad);
    const blockedAlone = erlangB(Math.floor(permits / 2), healthyLoad);
    // Each permit is a separate experiment each time that a call returns it.
    const experiments = (permits * (slowForMs - 2 * timeoutMs)) / heldMs;
    const slack = 2 * hoeffding(Math.max(1, experiments));
    return [
      within('sharedHealthy', 'one-pool-starves-the-healthy', around(1 - blocked, slack)).says(
        `share of calls to the healthy dependency that are answered, with one pool for both: ${percent(1 - blocked)} in theory, by Erlang’s B formula`,
        'pat-bulkhead-isolates',
      ),
      within('separateHealthy', 'a-pool-each-does-not', {
        atLeast: 1 - blockedAlone - (blockedAlone < 1e-12 ? 0 : hoeffding(100)),
      }).says(
        'share of calls to the healthy dependency that are answered, with a pool for each',
        'q9-bulkhead-orthogonal',
      ),
      within('piledUp', 'rate-times-timeout-pile-up', fullest(slowLoad, 10)).says(
        'calls to the slow dependency in progress at a time, at most, without a pool: around rate x time of a call (Little’s law)',
        'q9-threads-pile-up',
      ),
    ];
  },
  tells: ({ params, metrics }) =>
    'With one pool the calls of the slow dependency hold the connections, and calls of the healthy one find none; a pool for each (a bulkhead) keeps them apart. ' +
    `While the other took ${params.slowdown} times as long, the healthy dependency answered ${percent(metrics.sharedHealthy.value)} of its calls ` +
    `with one pool of ${params.permits} for both and ${percent(metrics.separateHealthy.value)} with ${Math.floor(params.permits / 2)} for each. ` +
    'The price of a pool for each is that neither can borrow the other’s idle connections. ' +
    `Without any pool ${metrics.piledUp.value ?? '—'} calls piled up.`,
  plot: ({ params, metrics }) => ({
    title: 'Calls of the healthy dependency answered',
    yLabel: 'answers/s',
    lines: { shared: metrics.sharedGoodput, separate: metrics.separateGoodput },
    marks: { 'one slow': slowAtMs, 'healthy again': slowAtMs + params.slowForMs },
  }),
});

// Left out: threads. A pool of permits stands for any scarce resource of the caller: threads,
// connections, memory.
