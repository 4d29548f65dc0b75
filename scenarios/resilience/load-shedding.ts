/**
 * The same service at five loads, once with a queue without end and once behind a limit on
 * concurrency that finds its own height.
 */
import { z } from 'zod';
import { stack } from '../../sims/resilience/call.ts';
import { openClient } from '../../sims/resilience/client.ts';
import {
  type ConcurrencyLimit,
  concurrencyLimit,
} from '../../sims/resilience/policies/concurrency-limit.ts';
import { resilience } from '../../sims/resilience/resilience.ts';
import { erlangC } from '../../sims/resilience/service/erlang.ts';
import { System } from '../../sims/resilience/system.ts';
import { sometimes } from '../../src/check/goal.ts';
import { gauge } from '../../src/check/metric.ts';
import { drawnAround, exponential, meanOf, quantileOf } from '../../src/kernel/distribution.ts';
import { real, whole } from '../../src/lab/param.ts';
import { typical } from '../../src/lab/params.ts';
import { scenario } from '../../src/lab/scenario.ts';
import { each } from './common.ts';
import { number } from './words.ts';

const loads = [50, 90, 120, 150, 200] as const;
type Load = (typeof loads)[number];
const arms = ['queued', 'shed'] as const;
const names = loads.flatMap((load) => arms.map((arm) => `${arm}${load}` as const));

const params = z.object({
  servers: whole(1, 50, 6, 'of the service'),
  serviceMs: typical(z.number().min(5).max(500), 50).describe('mean time that a request takes'),
  patienceMs: real(50, 10_000, 500, 'after which an answer is late'),
  latencyLimitMs: real(20, 5_000, 250, 'sign of overload for the limit'),
  durationMs: real(10_000, 120_000, 10_000, 'how long requests come'),
});

type Params = z.output<typeof params>;
const capacity = ({ servers, serviceMs }: Params) => (servers * 1_000) / meanOf(serviceMs);
const warmUpMs = 3_000;
/** A request is a millisecond on its way there, and its answer one on its way back. */
const linksMs = 2;

export default scenario({
  id: 'resilience/load-shedding',
  sim: resilience,
  asks: 'More requests come than a service can serve. Is it better to take them all, or to shed some?',
  claims: [],
  params,
  swarm: { servers: { min: 1, max: 20 } },
  durationMs: ({ durationMs }) => durationMs,
  metrics: {
    ...each(names, (name) =>
      gauge(
        'answers/s',
        `in time, ${name.replace(/\D/g, '')}% of the capacity asked for, ${name.replace(/\d/g, '')}`,
      ),
    ),
    queueMax: gauge('requests', 'that waited at once, at most, without shedding'),
    shedQueueMax: gauge('requests', 'that waited at once, at most, with it'),
  },
  build({ world, params, rules, metrics }) {
    const system = new System(world, rules);
    const { kernel } = world;
    const { servers, serviceMs, patienceMs, latencyLimitMs, durationMs } = params;
    const longest = { queued: 0, shed: 0 };
    for (const load of loads) {
      for (const arm of arms) {
        const name = `${arm}${load}` as const;
        const service = system.service({
          name: `service-${name}`,
          servers,
          serviceMs: drawnAround(serviceMs, exponential),
        });
        let limit: ConcurrencyLimit | undefined;
        system.rows.push(() => ({
          name: `limit of ${name}`,
          cells: [
            ['limit', String(limit?.limit ?? 0)],
            ['in flight', String(limit?.inFlight ?? 0)],
          ],
        }));
        let inTime = 0;
        system.caller(`callers-${name}`, (machine) => {
          const shedding = concurrencyLimit(machine, 'limit', {
            initialLimit: 2 * servers,
            minLimit: 1,
            maxLimit: 1_000,
            latencyLimitMs,
          });
          limit = shedding;
          openClient(machine, {
            name: 'callers',
            ratePerSecond: (capacity(params) * load) / 100,
            call: stack(arm === 'shed' ? [shedding.policy] : [])(machine.call(service)),
            onAnswer: ({ askedAtMs, latencyMs, failure }) => {
              longest[arm] = Math.max(longest[arm], service.waiting);
              if (askedAtMs < warmUpMs || failure !== undefined || latencyMs > patienceMs) return;
              inTime += 1;
              metrics[name].set((inTime * 1_000) / Math.max(1, kernel.nowMs - warmUpMs));
            },
          });
        });
      }
    }
    kernel.schedule(
      durationMs,
      () => {
        metrics.queueMax.set(longest.queued);
        metrics.shedQueueMax.set(longest.shed);
        for (const name of names) if (metrics[name].value === undefined) metrics[name].set(0);
      },
      undefined,
    );
    return system;
  },
  invariants: [],
  goals: () => [
    sometimes<System>(
      'overloaded',
      'a service has twice as many requests as servers',
      ({ services }) =>
        services.some(({ present, options }) => present > 2 * (options.servers ?? Infinity)),
    ),
  ],
  expect: (params) => {
    const isUsual =
      params.patienceMs >= 2 * params.latencyLimitMs &&
      params.latencyLimitMs >= 4 * meanOf(params.serviceMs) &&
      // The slowest hundredth is no slower than that of exponential times: ln 100 means.
      quantileOf(params.serviceMs, 0.99) <= 4.60517 * meanOf(params.serviceMs) &&
      params.servers >= 5;
    const share =
      (of: Load, arm: 'queued' | 'shed') =>
      (metrics: { [name: string]: { value?: number | undefined } }) => {
        const value = metrics[`${arm}${of}`]?.value;
        return value === undefined ? undefined : value / capacity(params);
      };
    const calm = answeredInTime(params, 0.5);
    const calmSlack = 4 / Math.sqrt(answersMax(params));
    return [
      {
        id: 'calm-is-a-station',
        text: 'at half of the capacity a queue answers in time as Erlang’s C formula says (share of the capacity)',
        measured: share(50, 'queued'),
        // Of measured times only the mean is known: nothing is late at best.
        bound: {
          atLeast: typeof params.serviceMs === 'number' ? 0.5 * calm - calmSlack : 0,
          atMost: 0.5 + calmSlack,
        },
      },
      {
        id: 'queues-collapse',
        text: 'at twice the capacity a queue without end answers next to nobody in time (share of the capacity)',
        measured: share(200, 'queued'),
        bound: { atMost: isLateByThen(params) ? 0 : 0.3 },
      },
      {
        id: 'shedding-keeps-goodput',
        text: 'with shedding it still answers most of what it can (share of the capacity)',
        measured: share(200, 'shed'),
        // A burst of slow calls may halve the limit before it rises again.
        bound: { atLeast: isUsual ? 0.4 : 0, atMost: 1 + 6 / Math.sqrt(answersMax(params)) },
      },
    ];
  },
  tells: ({ params, metrics }) => {
    const line = (arm: 'queued' | 'shed') =>
      loads
        .map((load) => `${number(Math.round(metrics[`${arm}${load}`].value ?? 0))} at ${load}%`)
        .join(', ');
    return (
      `The service can serve ${number(capacity(params))} requests a second. In time it answered, with a queue without end: ${line('queued')} of that; ` +
      `with an adaptive limit: ${line('shed')}. Up to ${number(metrics.queueMax.value)} requests waited in the one, ` +
      `${number(metrics.shedQueueMax.value)} in the other.`
    );
  },
  plots: ({ metrics }) => [
    {
      title: 'Goodput over offered load',
      xLabel: '% of the capacity',
      yLabel: 'answers/s in time',
      lines: arms.map((arm) => ({
        name: arm,
        points: loads.map((load) => [load, metrics[`${arm}${load}`].value ?? 0] as const),
      })),
    },
  ],
});

/**
 * The share of the requests that M/M/c answers within the patience at a load of its capacity: a stay is an
 * exponential time, and with the probability C, Erlang’s, an exponential wait before it.
 */
function answeredInTime({ servers, serviceMs, patienceMs }: Params, load: number): number {
  const meanMs = meanOf(serviceMs);
  const leftMs = Math.max(0, patienceMs - linksMs);
  const waits = erlangC(servers, servers * load);
  const [slow, long] = [
    Math.exp(-leftMs / meanMs),
    Math.exp((-leftMs * servers * (1 - load)) / meanMs),
  ];
  // The sum of two exponential times of the rates 1 and c (1 - load), in units of the service time.
  const ends = servers * (1 - load);
  const late = ends === 1 ? slow * (1 + leftMs / meanMs) : (ends * slow - long) / (ends - 1);
  return 1 - (1 - waits) * slow - waits * late;
}

/** What the service can answer after the warm-up. */
const answersMax = (params: Params) =>
  Math.max(1, (capacity(params) * (params.durationMs - warmUpMs)) / 1_000);

/**
 * Whether at twice the capacity the queue is longer than callers are patient by the end of the warm-up:
 * it grows by the capacity every second, give or take six standard deviations of both sides.
 */
function isLateByThen(params: Params): boolean {
  const mean = (capacity(params) * warmUpMs) / 1_000;
  const queue = mean - 6 * Math.sqrt(3 * mean);
  return queue >= (1.5 * capacity(params) * params.patienceMs) / 1_000;
}

// Left out: which requests to shed. A real service sheds the least important, and those that have
// waited too long already.
