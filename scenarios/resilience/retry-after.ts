import { z } from 'zod';
import { observed } from '../../sims/resilience/invariants.ts';
import { observeRetryAfter } from '../../sims/resilience/observers.ts';
import { resilience } from '../../sims/resilience/resilience.ts';
import { counter, gauge, series } from '../../src/check/metric.ts';
import { drawnAround, exponential, meanOf } from '../../src/kernel/distribution.ts';
import { real, whole } from '../../src/lab/param.ts';
import { typical } from '../../src/lab/params.ts';
import { scenario } from '../../src/lab/scenario.ts';
import { brownout } from '../../src/world/fault.ts';
import { poissonRange } from './bounds.ts';
import { addCaller, each, inSystem, plotOverTime, Tally, turnedAway } from './common.ts';
import { retrying } from './parts.ts';
import { number, percent } from './words.ts';

const arms = ['listens', 'impatient'] as const;

const params = z.object({
  requestsPerSecond: real(10, 1_000, 80, 'at random times'),
  servers: whole(1, 100, 4, 'of the service'),
  serviceMs: typical(z.number().min(1).max(500), 30).describe('mean time that a call takes'),
  queueCapacity: whole(0, 1_000, 20, 'requests that may wait for one'),
  slowdown: real(1, 50, 4, 'of the service for a while'),
  slowForMs: real(500, 60_000, 4_000, 'how long it is slow'),
  retryAfterMs: real(100, 60_000, 5_000, 'what it tells those it turns away'),
  maxAttempts: whole(2, 10, 4, 'tries of a request, the first included'),
});

type Params = z.output<typeof params>;
const ownBackoff = { initialIntervalMs: 100, maxIntervalMs: 10_000 };
const slowAtMs = 2_000;
const endAtMs = ({ slowForMs, retryAfterMs, maxAttempts }: Params) =>
  slowAtMs + slowForMs + maxAttempts * retryAfterMs + 2_000;

export default scenario({
  id: 'resilience/retry-after',
  sim: resilience,
  asks: 'An overloaded service asks its callers to come back later. What if they do not listen?',
  claims: [],
  params: params.refine((p) => overflows(p), {
    path: ['requestsPerSecond'],
    error: 'so few requests do not fill the queue of the slow service, so that none is turned away',
  }),
  durationMs: endAtMs,
  plan: ({ slowdown, slowForMs }) => [
    { atMs: slowAtMs, fault: brownout('services', { factor: slowdown }, slowForMs) },
  ],
  metrics: {
    ...each(arms, (arm) => gauge('share', `of the requests answered, callers ${arm}`)),
    listensRefused: counter('calls', 'turned away, where callers listen'),
    impatientRefused: counter('calls', 'turned away, where they come back after their own backoff'),
    listensArrivals: series('calls/s', 'that reach the service, where callers listen', 500),
    impatientArrivals: series('calls/s', 'that reach the service, where they do not', 500),
  },
  build(setup) {
    const { system, params, metrics, nowMs } = inSystem(setup);
    for (const arm of arms) {
      const told = arm === 'listens' ? { retryAfterMs: params.retryAfterMs } : {};
      const service = system.service({
        name: `service-${arm}`,
        servers: params.servers,
        queueCapacity: params.queueCapacity,
        serviceMs: drawnAround(params.serviceMs, exponential),
        ...told,
      });
      service.onArrival(() => metrics[`${arm}Arrivals`].add(nowMs()));
      const tally = new Tally();
      addCaller(system, `callers-${arm}`, service, (machine) => ({
        ratePerSecond: params.requestsPerSecond,
        endsAtMs: slowAtMs + params.slowForMs + 2_000,
        policies: [
          retrying(machine, { maxAttempts: params.maxAttempts, ...ownBackoff }),
          observeRetryAfter(system.breaches, machine),
        ],
        onAnswer: (answered) => {
          tally.add(answered);
          metrics[arm].set(tally.share ?? 0);
          metrics[`${arm}Refused`].value = service.refused;
        },
      }));
    }
    return system;
  },
  invariants: observed('not-before-retry-after'),
  goals: () => [turnedAway],
  expect: (params) => {
    const requests = (params.requestsPerSecond * (params.slowForMs + 4_000)) / 1_000;
    const { most } = poissonRange(requests);
    return [
      {
        id: 'listening-saves-calls',
        text: 'callers that listen are turned away once; those that do not, at nearly every try (how much less)',
        measured: ({ listensRefused, impatientRefused }) =>
          impatientRefused.value - listensRefused.value,
        bound: {
          // Those that come in the last tries of the slow time may be served in the end.
          atLeast: isUsual(params)
            ? Math.max(1, (params.maxAttempts - 1) * leastTurnedAway(params))
            : -most,
          atMost: params.maxAttempts * most,
        },
      },
    ];
  },
  tells: ({ params, metrics }) =>
    `The service was ${params.slowdown} times slower for ${params.slowForMs / 1_000} s. Callers that came back ${params.retryAfterMs / 1_000} s later, as they ` +
    `were told, were turned away ${number(metrics.listensRefused.value)} times and answered in the end in ${percent(metrics.listens.value)} of the cases; those ` +
    `that did not listen ${number(metrics.impatientRefused.value)} times and ${percent(metrics.impatient.value)}.`,
  plots: ({ params, metrics }) => [
    plotOverTime({
      title: 'Calls that reach the service',
      yLabel: 'calls/s',
      endMs: endAtMs(params),
      lines: arms.map((arm) => [`service-${arm}`, metrics[`${arm}Arrivals`]]),
      marks: [
        [slowAtMs, 'slow'],
        [slowAtMs + params.slowForMs, 'well again'],
      ],
    }),
  ],
});

/** What the slow service can answer in a second. */
const slowCapacity = ({ servers, serviceMs, slowdown }: Params) =>
  (servers * 1_000) / (meanOf(serviceMs) * slowdown);

/** Requests that come while it is slow and find no room, on average. */
const comesTooMany = (p: Params) =>
  ((p.requestsPerSecond - slowCapacity(p)) * p.slowForMs) / 1_000 - p.servers - p.queueCapacity;

/** Six standard deviations of what comes and of what is served. */
const slackOf = (p: Params) =>
  6 * Math.sqrt(((p.requestsPerSecond + slowCapacity(p)) * p.slowForMs) / 1_000);

const overflows = (p: Params) => comesTooMany(p) > slackOf(p);

/** Of those, the ones whose tries are all over before the service is well again. */
function leastTurnedAway(p: Params): number {
  let waitsMs = 0;
  for (let failures = 1; failures < p.maxAttempts; failures++) waitsMs += 100 * 2 ** (failures - 1);
  return Math.floor(comesTooMany(p) - slackOf(p) - (p.requestsPerSecond * waitsMs) / 1_000);
}

/** The overload is plain, and over when those come back who were told to. */
function isUsual(params: Params): boolean {
  const { requestsPerSecond, slowForMs, retryAfterMs } = params;
  return (
    requestsPerSecond >= 2 * slowCapacity(params) && slowForMs >= 3_000 && retryAfterMs >= slowForMs
  );
}

// Left out: spreading the return. Callers that are all told the same time come back together, unless
// the service adds a random part to what it tells each.
