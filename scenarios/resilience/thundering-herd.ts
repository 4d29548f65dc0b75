import * as z from 'zod';
import type { Jitter } from '../../sims/resilience/retry/backoff.ts';
import { outage } from '../../src/world/fault.ts';
import { each, eachNamed } from './arms.ts';
import { allAnswered } from './goals.ts';
import { narrowMs, releaseHerd } from './herd.ts';
import { expectedOf } from './herd-theory.ts';
import { gauge, real, scenario, series, whole } from './kit.ts';
import { duration, percent } from './words.ts';

const arms = ['none', 'equal', 'randomized', 'full', 'decorrelated'] as const satisfies Jitter[];
const startsAtMs = 1_000;

const params = z.object({
  callers: whole(50, 2_000, 200, 'that the outage cuts off, all at once'),
  outageMs: real(500, 60_000, 5_000, 'how long it lasts'),
  initialIntervalMs: real(100, 10_000, 100, 'base of the backoff'),
  maxIntervalMs: real(100, 60_000, 10_000, 'cap of the backoff'),
});

const endAtMs = ({ outageMs, maxIntervalMs }: z.output<typeof params>) =>
  startsAtMs + outageMs + 1.5 * maxIntervalMs + 5_000;

export default scenario({
  id: 'resilience/thundering-herd',
  asks: 'An outage cuts off all callers at once. When and how hard do they come back, with each kind of jitter?',
  claims: [
    'q9-retry-jitter-needed',
    'qf-backoff-formula',
    'qf-backoff-alone-herds',
    'one-thundering-herd',
  ],
  code: ['sims/resilience/retry/backoff.ts#exponentialBackoff'],
  params,
  swarm: { callers: { min: 50, max: 500 } },
  durationMs: endAtMs,
  plan: ({ outageMs }) => [
    { atMs: 0, fault: outage('services', 'refuses', startsAtMs + outageMs) },
  ],
  metrics: {
    ...each(arms, (arm) =>
      gauge('share', `of the callers in the fullest ${narrowMs} ms, jitter ${arm}`),
    ),
    ...eachNamed(arms, 'Arrivals', (arm) =>
      series('calls/s', `that reach the service, jitter ${arm}`, 100),
    ),
    noneDoneMs: gauge('ms', 'from the end of the outage until all are answered, without jitter'),
    fullDoneMs: gauge('ms', 'from the end of the outage until all are answered, with full jitter'),
  },
  build({ system, params, metrics, nowMs }) {
    const { callers, initialIntervalMs, maxIntervalMs, outageMs } = params;
    return releaseHerd(system, nowMs, metrics, {
      ...{ arms, callers, startsAtMs, servers: 50 },
      backoff: (arm) => ({ initialIntervalMs, maxIntervalMs, jitter: arm }),
      comesBack: ({ attempt }) => attempt > 1,
      onBack: (arm, together) => {
        if (arm !== 'full' || together <= 0.8 * callers) return;
        const how = `${together} of ${callers} callers with full jitter came back within the same ${narrowMs} ms, although it should spread them`;
        system.breaches.report('retries-spread-out', how);
      },
      onDone: (arm) => {
        const sinceMs = nowMs() - startsAtMs - outageMs;
        if (arm === 'none') metrics.noneDoneMs.set(sinceMs);
        if (arm === 'full') metrics.fullDoneMs.set(sinceMs);
      },
    });
  },
  invariants: ['retries-spread-out', 'waits-within-bounds'],
  goals: () => [allAnswered],
  expect: (params) => expectedOf(params, endAtMs(params)),
  tells: ({ params, metrics }) =>
    `Callers that an outage cuts off together wait equally long and come back together (a thundering herd), unless jitter spreads their waits: without it ${percent(metrics.none.value)} of ${params.callers} came back within the same ` +
    `${narrowMs} ms. With jitter it was at most ${percent(metrics.equal.value)} (equal jitter), ${percent(metrics.randomized.value)} (a factor from 0.5 to 1.5), ` +
    `${percent(metrics.full.value)} (full jitter) and ${percent(metrics.decorrelated.value)} (decorrelated jitter). The time until all were answered after the outage was ${duration(metrics.noneDoneMs.value)} ` +
    `without jitter and ${duration(metrics.fullDoneMs.value)} with full jitter.`,
  plot: ({ params, metrics }) => ({
    title: 'Calls that reach the service',
    yLabel: 'calls/s',
    lines: each(arms, (arm) => metrics[`${arm}Arrivals`]),
    marks: { outage: startsAtMs, 'outage ends': startsAtMs + params.outageMs },
  }),
});

// Left out: how the herd affects the service. Here it has enough servers; in resilience/metastable
// it does not.
