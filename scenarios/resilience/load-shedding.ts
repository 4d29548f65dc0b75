/**
 * The same service at five loads, once with an unbounded queue and once behind an adaptive
 * concurrency limit.
 */
import * as z from 'zod';
import {
  type ConcurrencyLimit,
  concurrencyLimit,
} from '../../sims/resilience/policies/concurrency-limit.ts';
import { type Valued, within } from '../../src/check/expected.ts';
import { drawnAround, exponential, meanOf, quantileOf } from '../../src/kernel/distribution.ts';
import { stayTail } from '../../src/statistics/erlang.ts';
import { addCaller, each, linksMs } from './arms.ts';
import { someService } from './goals.ts';
import { gauge, real, scenario, typicalMs, whole } from './kit.ts';
import { number } from './words.ts';

const loads = [50, 90, 120, 150, 200] as const;
const arms = ['queued', 'shed'] as const;
const names = loads.flatMap((load) => arms.map((arm) => `${arm}${load}` as const));
const warmUpMs = 3_000;

const params = z.object({
  servers: whole(1, 50, 6, 'of the service'),
  serviceMs: typicalMs(5, 500, 50, 'mean time of a request'),
  patienceMs: real(50, 10_000, 500, 'after which an answer is late'),
  latencyLimitMs: real(20, 5_000, 250, 'latency that signals overload to the limit'),
  durationMs: real(10_000, 120_000, 10_000, 'duration of the load'),
});

type Params = z.output<typeof params>;
const capacity = ({ servers, serviceMs }: Params) => (servers * 1_000) / meanOf(serviceMs);

export default scenario({
  id: 'resilience/load-shedding',
  asks: 'More requests arrive than a service can serve. Is it better to accept them all, or to shed some?',
  code: [
    'sims/resilience/policies/concurrency-limit.ts#learn',
    'sims/resilience/policies/concurrency-limit.ts#concurrencyLimit',
  ],
  params,
  swarm: { servers: { min: 1, max: 20 } },
  durationMs: ({ durationMs }) => durationMs,
  metrics: {
    ...each(names, (name) =>
      gauge(
        'answers/s',
        `in time, at a load of ${name.replace(/\D/g, '')}% of the capacity, ${name.replace(/\d/g, '')}`,
      ),
    ),
    queueMax: gauge('requests', 'that waited at once, at most, without shedding'),
    shedQueueMax: gauge('requests', 'that waited at once, at most, with shedding'),
  },
  build({ world, system, params, metrics, nowMs }) {
    const { servers, patienceMs, latencyLimitMs, durationMs } = params;
    const serviceMs = drawnAround(params.serviceMs, exponential);
    const longest = { queued: 0, shed: 0 };
    for (const [load, arm] of loads.flatMap((load) => arms.map((arm) => [load, arm] as const))) {
      const name = `${arm}${load}` as const;
      const service = system.service({ name: `service-${name}`, servers, serviceMs });
      let limit: ConcurrencyLimit | undefined;
      system.rows.push(() => ({
        name: `limit of ${name}`,
        cells: [
          ['limit', String(limit?.limit ?? 0)],
          ['in flight', String(limit?.inFlight ?? 0)],
        ],
      }));
      let inTime = 0;
      addCaller(system, `callers-${name}`, service, (machine) => {
        const limits = { initialLimit: 2 * servers, minLimit: 1, maxLimit: 1_000, latencyLimitMs };
        limit = concurrencyLimit(machine, 'limit', limits);
        return {
          ratePerSecond: (capacity(params) * load) / 100,
          policies: arm === 'shed' ? [limit.policy] : [],
          onAnswer: ({ askedAtMs, latencyMs, failure }) => {
            longest[arm] = Math.max(longest[arm], service.waiting);
            if (askedAtMs < warmUpMs || failure !== undefined || latencyMs > patienceMs) return;
            inTime += 1;
            metrics[name].set((inTime * 1_000) / Math.max(1, nowMs() - warmUpMs));
          },
        };
      });
    }
    const measure = () => {
      metrics.queueMax.set(longest.queued);
      metrics.shedQueueMax.set(longest.shed);
      for (const name of names) if (metrics[name].value === undefined) metrics[name].set(0);
    };
    world.at(durationMs, measure);
  },
  goals: () => [
    someService(
      'overloaded',
      'a service has twice as many requests as servers',
      ({ present, options }) => present > 2 * (options.servers ?? Infinity),
    ),
  ],
  expect: (params) => {
    const { servers, serviceMs, patienceMs, latencyLimitMs, durationMs } = params;
    const meanMs = meanOf(serviceMs);
    const isUsual =
      patienceMs >= 2 * latencyLimitMs &&
      latencyLimitMs >= 4 * meanMs &&
      // The slowest 1% is no slower than with exponential times: ln 100 means.
      quantileOf(serviceMs, 0.99) <= 4.60517 * meanMs &&
      servers >= 5;
    // The share that M/M/c answers within the patience at half of its capacity.
    const calm = 1 - stayTail(servers, servers / 2, Math.max(0, patienceMs - linksMs) / meanMs);
    // What the service can answer after the warm-up.
    const answersMax = Math.max(1, (capacity(params) * (durationMs - warmUpMs)) / 1_000);
    const calmSlack = 4 / Math.sqrt(answersMax);
    // At twice the capacity the queue grows by the capacity every second, within six standard
    // deviations of both sides: is it longer than callers' patience by the end of the warm-up?
    const grown = (capacity(params) * warmUpMs) / 1_000;
    const isLateByThen =
      grown - 6 * Math.sqrt(3 * grown) >= (1.5 * capacity(params) * patienceMs) / 1_000;
    const share =
      <Name extends string>(of: Name) =>
      (metrics: Valued<Name>) => {
        const { value } = metrics[of];
        return value === undefined ? undefined : value / capacity(params);
      };
    return [
      // Of measured times only the mean is known: at best no answer is late.
      within(share('queued50'), 'calm-is-a-station', {
        atLeast: typeof serviceMs === 'number' ? 0.5 * calm - calmSlack : 0,
        atMost: 0.5 + calmSlack,
      }).says(
        'answers in time at half of the capacity, with an unbounded queue, as a share of the capacity (by Erlang’s C formula)',
      ),
      within(share('queued200'), 'queues-collapse', {
        atMost: isLateByThen ? 0 : 0.3,
      }).says(
        'answers in time at twice the capacity, with an unbounded queue, as a share of the capacity',
      ),
      // A burst of slow calls may halve the limit before it rises again.
      within(share('shed200'), 'shedding-keeps-goodput', {
        atLeast: isUsual ? 0.4 : 0,
        atMost: 1 + 6 / Math.sqrt(answersMax),
      }).says('answers in time at twice the capacity, with shedding, as a share of the capacity'),
    ];
  },
  tells: ({ params, metrics }) => {
    const inTime = (arm: 'queued' | 'shed', load: (typeof loads)[number]) =>
      number(Math.round(metrics[`${arm}${load}`].value ?? 0));
    return (
      `Shed some: at ${loads[4]}% load a service behind an adaptive limit answered ${inTime('shed', 200)} requests per second in time, of ${number(capacity(params))} that it can serve, ` +
      `and one with an unbounded queue ${inTime('queued', 200)}, because each request waits until its caller has given up. ` +
      `The price is that some are refused below the capacity as well: at ${loads[1]}% load they answered ${inTime('shed', 90)} and ${inTime('queued', 90)}. ` +
      `Up to ${number(metrics.queueMax.value)} requests waited in the queue, ${number(metrics.shedQueueMax.value)} with the limit.`
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

// Left out: which requests to shed. A real service sheds the least important, and those that have
// already waited too long.
