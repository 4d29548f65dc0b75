/**
 * Asks: An overloaded service asks its callers to come back later. What if they do not listen?
 */
import { z } from 'zod';
import { exponentialBackoff } from '../../sims/resilience/backoff.ts';
import { stack } from '../../sims/resilience/call.ts';
import { openClient } from '../../sims/resilience/client.ts';
import { observed } from '../../sims/resilience/findings.ts';
import { observeRetryAfter } from '../../sims/resilience/observers.ts';
import { resilience } from '../../sims/resilience/resilience.ts';
import { retry } from '../../sims/resilience/retry.ts';
import { System } from '../../sims/resilience/system.ts';
import { sometimes } from '../../src/check/goal.ts';
import { counter, gauge, series } from '../../src/check/metric.ts';
import { exponential } from '../../src/kernel/distribution.ts';
import { scenario } from '../../src/lab/scenario.ts';
import { brownout } from '../../src/world/fault.ts';
import { each, number, percent, Tally, toTheEnd } from './common.ts';

const arms = ['listens', 'impatient'] as const;

const params = z.object({
  requestsPerSecond: z.number().min(10).max(1_000).default(80).describe('at random times'),
  servers: z.int().min(1).max(100).default(4).describe('of the service; each takes 30 ms'),
  queueCapacity: z.int().min(0).max(1_000).default(20).describe('requests that may wait for one'),
  slowdown: z.number().min(1).max(50).default(4).describe('of the service for a while'),
  slowForMs: z.number().min(500).max(60_000).default(4_000).describe('how long it is slow'),
  retryAfterMs: z
    .number()
    .min(100)
    .max(60_000)
    .default(5_000)
    .describe('what it tells those it turns away'),
  maxAttempts: z.int().min(2).max(10).default(4).describe('tries of a request, the first included'),
});

type Params = z.output<typeof params>;
const slowAtMs = 2_000;
const endAtMs = ({ slowForMs, retryAfterMs, maxAttempts }: Params) =>
  slowAtMs + slowForMs + maxAttempts * retryAfterMs + 2_000;

export default scenario({
  id: 'resilience/retry-after',
  sim: resilience,
  asks: 'An overloaded service asks its callers to come back later. What if they do not listen?',
  claims: [],
  params,
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
  build({ world, params, rules, metrics }) {
    const system = new System(world, rules);
    const { findings } = system;
    const { kernel } = world;
    for (const arm of arms) {
      const told = arm === 'listens' ? { retryAfterMs: params.retryAfterMs } : {};
      const service = system.service({
        name: `service-${arm}`,
        servers: params.servers,
        queueCapacity: params.queueCapacity,
        serviceMs: exponential(30),
        ...told,
      });
      service.onArrival(() => metrics[`${arm}Arrivals`].add(kernel.nowMs));
      const tally = new Tally();
      system.caller(`callers-${arm}`, (machine) => {
        const backoff = exponentialBackoff(
          rules,
          { initialIntervalMs: 100, multiplier: 2, maxIntervalMs: 10_000, jitter: 'full' },
          machine.stream('backoff'),
        );
        openClient(machine, {
          name: 'callers',
          ratePerSecond: params.requestsPerSecond,
          endsAtMs: slowAtMs + params.slowForMs + 2_000,
          call: stack([
            retry(machine, { maxAttempts: params.maxAttempts, backoff }),
            observeRetryAfter(findings, machine),
          ])(machine.call(service)),
          onAnswer: (answered) => {
            tally.add(answered);
            metrics[arm].set(tally.share ?? 0);
            const refused = arm === 'listens' ? metrics.listensRefused : metrics.impatientRefused;
            refused.value = service.refused;
          },
        });
      });
    }
    return system;
  },
  invariants: observed('not-before-retry-after'),
  goals: () => [
    sometimes<System>('turned-away', 'the service turns a request away', ({ services }) =>
      services.some(({ refused }) => refused > 0),
    ),
  ],
  expect: (params) => [
    {
      id: 'listening-saves-calls',
      text: 'callers that listen are turned away less often (how much less)',
      measured: ({ listensRefused, impatientRefused }) =>
        impatientRefused.value - listensRefused.value,
      bound: isUsual(params) ? { atLeast: 1 } : {},
    },
  ],
  tells: ({ params, metrics }) =>
    `The service was ${params.slowdown} times slower for ${params.slowForMs / 1_000} s. Callers that came back ${params.retryAfterMs / 1_000} s later, as they ` +
    `were told, were turned away ${number(metrics.listensRefused.value)} times and answered in the end in ${percent(metrics.listens.value)} of the cases; those ` +
    `that did not listen ${number(metrics.impatientRefused.value)} times and ${percent(metrics.impatient.value)}.`,
  plots: ({ params, metrics }) => [
    {
      title: 'Calls that reach the service',
      xLabel: 'ms',
      yLabel: 'calls/s',
      lines: arms.map((arm) => ({
        name: `service-${arm}`,
        points: toTheEnd(metrics[`${arm}Arrivals`], endAtMs(params)),
      })),
      marks: [
        { x: slowAtMs, label: 'slow' },
        { x: slowAtMs + params.slowForMs, label: 'well again' },
      ],
    },
  ],
});

/** The overload is plain, and over when those come back who were told to. */
function isUsual(params: Params): boolean {
  const { requestsPerSecond, servers, slowdown, slowForMs, retryAfterMs } = params;
  const capacity = (servers * 1_000) / (30 * slowdown);
  return requestsPerSecond >= 2 * capacity && slowForMs >= 3_000 && retryAfterMs >= slowForMs;
}

// Left out: spreading the return. Callers that are all told the same time come back together, unless
// the service adds a random part to what it tells each.
