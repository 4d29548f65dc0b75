import * as z from 'zod';
import type { Machine } from '../../sims/resilience/machine.ts';
import { observeRetryAfter } from '../../sims/resilience/observers.ts';
import { drawnAround, exponential } from '../../src/kernel/distribution.ts';
import { brownout } from '../../src/world/fault.ts';
import { addCaller, each, eachNode, shareIn } from './arms.ts';
import { turnedAway } from './goals.ts';
import { counter, gauge, real, scenario, series, typicalMs, whole } from './kit.ts';
import { listeningSaves, overflows } from './overload.ts';
import { retrying } from './policies.ts';
import { number, percent } from './words.ts';

const arms = ['listens', 'impatient'] as const;
const backoff = { initialIntervalMs: 100, maxIntervalMs: 10_000 };
const slowAtMs = 2_000;

const params = z.object({
  requestsPerSecond: real(10, 1_000, 80, 'at random times'),
  servers: whole(1, 100, 4, 'of the service'),
  serviceMs: typicalMs(1, 500, 30, 'mean time of a call'),
  queueCapacity: whole(0, 1_000, 20, 'requests that may wait for a server'),
  slowdown: real(1, 50, 4, 'slowdown of the service for a while'),
  slowForMs: real(500, 60_000, 4_000, 'how long it is slow'),
  retryAfterMs: real(100, 60_000, 5_000, 'what the service tells callers that it refuses'),
  maxAttempts: whole(2, 10, 4, 'attempts per request, the first included'),
});

export default scenario({
  id: 'resilience/retry-after',
  asks: 'An overloaded service asks its callers to come back later. What if they ignore that?',
  code: ['sims/resilience/retry/retry.ts#waitAfter'],
  params: params.refine(overflows, {
    path: ['requestsPerSecond'],
    error: 'so few requests do not fill the queue of the slow service, so none is refused',
  }),
  durationMs: ({ slowForMs, retryAfterMs, maxAttempts }) =>
    slowAtMs + slowForMs + maxAttempts * retryAfterMs + 2_000,
  plan: ({ slowdown, slowForMs }) => [
    { atMs: slowAtMs, fault: brownout('services', { factor: slowdown }, slowForMs) },
  ],
  metrics: {
    ...each(arms, (arm) => gauge('share', `of the requests answered, callers ${arm}`)),
    listensRefused: counter('calls', 'refused, if callers listen'),
    impatientRefused: counter('calls', 'refused, if they come back after their own backoff'),
    listensArrivals: series('calls/s', 'that reach the service, if callers listen', 500),
    impatientArrivals: series('calls/s', 'that reach the service, if they do not', 500),
  },
  build({ system, params, metrics, nowMs }) {
    const { servers, queueCapacity, retryAfterMs, maxAttempts } = params;
    const observed = (machine: Machine) => observeRetryAfter(system.breaches, machine);
    for (const arm of arms) {
      const service = system.service({
        name: `service-${arm}`,
        ...{ servers, queueCapacity },
        serviceMs: drawnAround(params.serviceMs, exponential),
        ...(arm === 'listens' ? { retryAfterMs } : {}),
      });
      service.onArrival(() => metrics[`${arm}Arrivals`].add(nowMs()));
      const share = shareIn(metrics[arm]);
      addCaller(system, `callers-${arm}`, service, (machine) => ({
        ratePerSecond: params.requestsPerSecond,
        endsAtMs: slowAtMs + params.slowForMs + 2_000,
        policies: [retrying(machine, { maxAttempts, ...backoff }), observed(machine)],
        onAnswer: (answered) => {
          share(answered);
          metrics[`${arm}Refused`].value = service.refused;
        },
      }));
    }
  },
  invariants: ['not-before-retry-after'],
  goals: () => [turnedAway],
  expect: (params) => [listeningSaves(params, backoff.initialIntervalMs)],
  tells: ({ params, metrics }) =>
    `Callers that ignore Retry-After are refused again and again and use up their attempts: ${percent(metrics.impatient.value)} of their requests were answered, after ${number(metrics.impatientRefused.value)} refusals, and ${percent(metrics.listens.value)}, after ${number(metrics.listensRefused.value)}, if they came back when they were told, ${params.retryAfterMs / 1_000} s later (backpressure). The service was ${params.slowdown} times ` +
    `slower for ${params.slowForMs / 1_000} s.`,
  plot: ({ params, metrics }) => ({
    title: 'Calls that reach the service',
    yLabel: 'calls/s',
    lines: eachNode('service', arms, (arm) => metrics[`${arm}Arrivals`]),
    marks: { slow: slowAtMs, 'healthy again': slowAtMs + params.slowForMs },
  }),
});

// Left out: spreading the return. Callers that are all told the same time come back together,
// unless the service adds a random part for each.
