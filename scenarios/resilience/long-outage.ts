/**
 * Asks: A worker tries for as long as it takes. How does its backoff stand an outage of an hour?
 */
import { z } from 'zod';
import { closedClients } from '../../sims/resilience/client.ts';
import { observed } from '../../sims/resilience/invariants.ts';
import { observeWaits } from '../../sims/resilience/observers.ts';
import { resilience } from '../../sims/resilience/resilience.ts';
import { exponentialBackoff } from '../../sims/resilience/retry/backoff.ts';
import { retry } from '../../sims/resilience/retry/retry.ts';
import { System } from '../../sims/resilience/system.ts';
import { sometimes } from '../../src/check/goal.ts';
import { counter, gauge, histogram } from '../../src/check/metric.ts';
import { drawnAround, exponential, largestOf } from '../../src/kernel/distribution.ts';
import { typical } from '../../src/lab/params.ts';
import { scenario } from '../../src/lab/scenario.ts';
import { outage } from '../../src/world/fault.ts';
import { duration, number } from './common.ts';

const params = z.object({
  outageMinutes: z.number().min(1).max(600).default(60).describe('how long the service is away'),
  initialIntervalMs: z.number().min(1).max(10_000).default(100).describe('base of the backoff'),
  maxIntervalMs: z.number().min(1_000).max(600_000).default(30_000).describe('cap of the backoff'),
  jitter: z
    .enum(['none', 'equal', 'full', 'decorrelated', 'randomized', 'randomizedAroundCap'])
    .default('equal')
    .describe('of the backoff'),
  serviceMs: typical(z.number().min(1).max(500), 20).describe('mean time that a call takes'),
  workers: z.int().min(1).max(100).default(5).describe('each with one call at a time'),
});

type Params = z.output<typeof params>;
const outageAtMs = 1_000;
const outageEndsAtMs = ({ outageMinutes }: Params) => outageAtMs + outageMinutes * 60_000;
const service = 'service';

export default scenario({
  id: 'resilience/long-outage',
  sim: resilience,
  asks: 'A worker tries for as long as it takes. How does its backoff stand an outage of an hour?',
  claims: ['qf-backoff-formula'],
  params,
  durationMs: (params) => outageEndsAtMs(params) + 2 * params.maxIntervalMs + 10_000,
  plan: ({ outageMinutes }) => [
    { atMs: outageAtMs, fault: outage(service, 'refuses', outageMinutes * 60_000) },
  ],
  metrics: {
    calls: counter('calls', 'that the workers made while the service was away'),
    failures: gauge('failures', 'in a row, at most'),
    waitMs: histogram('ms', 'slept before a retry'),
    backMs: histogram('ms', 'from the end of the outage until a worker noticed'),
  },
  build({ world, params, rules, metrics }) {
    const system = new System(world, rules);
    const { breaches } = system;
    const { kernel } = world;
    const { initialIntervalMs, maxIntervalMs, jitter } = params;
    const called = system.service({
      name: service,
      serviceMs: drawnAround(params.serviceMs, exponential),
    });
    const options = { initialIntervalMs, multiplier: 2, maxIntervalMs, jitter };
    const check = observeWaits(breaches, options);
    let most = 0;
    system.caller('workers', (machine) => {
      const retries = retry(machine, {
        maxAttempts: Infinity,
        backoff: exponentialBackoff(rules, options, machine.stream('backoff')),
        onWait: (wait) => {
          check(wait);
          metrics.calls.add();
          metrics.waitMs.record(wait.waitMs);
          most = Math.max(most, wait.failures);
          metrics.failures.set(most);
        },
      });
      closedClients(machine, {
        name: 'workers',
        clients: params.workers,
        thinkMs: exponential(500),
        call: retries(machine.call(called)),
        onAnswer: ({ askedAtMs }) => {
          const endMs = outageEndsAtMs(params);
          if (askedAtMs < endMs && kernel.nowMs >= endMs)
            metrics.backMs.record(kernel.nowMs - endMs);
        },
      });
    });
    return system;
  },
  invariants: observed('waits-within-bounds'),
  goals: () => [
    sometimes<System>('away', 'a call is refused', ({ services }) =>
      services.some(({ struck }) => struck > 0),
    ),
  ],
  expect: ({ maxIntervalMs, jitter, serviceMs }) => [
    {
      id: 'noticed-within-the-cap',
      text: 'after the outage every worker is back within its longest wait',
      claim: 'qf-backoff-formula',
      measured: ({ backMs }) => backMs.max,
      // The answer itself takes 30 times its mean but for one in e^30.
      bound: {
        atMost:
          (jitter === 'randomizedAroundCap' ? 1.5 : 1) * maxIntervalMs +
          (typeof serviceMs === 'number' ? 30 * serviceMs : largestOf(serviceMs) + 2),
      },
    },
  ],
  tells: ({ params, metrics }) =>
    `The service was away for ${params.outageMinutes} minutes. The ${params.workers} workers made ${number(metrics.calls.value)} calls in that time, up to ` +
    `${number(metrics.failures.value)} failures in a row, waited ${duration(metrics.waitMs.max)} at most, and were back ` +
    `${duration(metrics.backMs.max)} after its end.`,
});

// Left out: giving up. A caller with somebody waiting stops after a few tries; this is what a worker
// does, which has time.
