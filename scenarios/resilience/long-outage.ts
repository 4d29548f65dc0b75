import { closedClients } from '../../sims/resilience/client.ts';
import { observeWaits } from '../../sims/resilience/observers.ts';
import { largest, within } from '../../src/check/expected.ts';
import { drawnAround, exponential, largestOf } from '../../src/kernel/distribution.ts';
import { outage } from '../../src/world/fault.ts';
import { largestIn } from './arms.ts';
import { someService } from './goals.ts';
import { counter, gauge, histogram, real, scenario, typicalMs, whole, z } from './kit.ts';
import { jitters, retrying, usualBackoff } from './policies.ts';
import { duration, number } from './words.ts';

const params = z.object({
  outageMinutes: real(1, 600, 60, 'how long the service is away'),
  initialIntervalMs: real(1, 10_000, 100, 'base of the backoff'),
  maxIntervalMs: real(1_000, 600_000, 30_000, 'cap of the backoff'),
  jitter: z.enum(jitters).default('equal').describe('of the backoff'),
  serviceMs: typicalMs(1, 500, 20, 'mean time that a call takes'),
  workers: whole(1, 100, 5, 'each with one call at a time'),
});

type Params = z.output<typeof params>;
const outageAtMs = 1_000;
const outageMs = ({ outageMinutes }: Params) => outageMinutes * 60_000;
const outageEndsAtMs = (params: Params) => outageAtMs + outageMs(params);

export default scenario({
  id: 'resilience/long-outage',
  asks: 'A worker tries for as long as it takes. How does its backoff stand an outage of an hour?',
  claims: ['qf-backoff-formula'],
  params,
  durationMs: (params) => outageEndsAtMs(params) + 2 * params.maxIntervalMs + 10_000,
  plan: (params) => [{ atMs: outageAtMs, fault: outage('service', 'refuses', outageMs(params)) }],
  metrics: {
    calls: counter('calls', 'that the workers made while the service was away'),
    failures: gauge('failures', 'in a row, at most'),
    waitMs: histogram('ms', 'slept before a retry'),
    backMs: histogram('ms', 'from the end of the outage until a worker noticed'),
  },
  build({ system, params, metrics, nowMs }) {
    const { initialIntervalMs, maxIntervalMs, jitter } = params;
    const serviceMs = drawnAround(params.serviceMs, exponential);
    const service = system.service({ name: 'service', serviceMs });
    const backoff = { ...usualBackoff, initialIntervalMs, maxIntervalMs, jitter };
    const check = observeWaits(system.breaches, backoff);
    const failuresOf = largestIn(metrics.failures);
    system.caller('workers', (machine) => {
      const retries = retrying(machine, {
        maxAttempts: Infinity,
        ...backoff,
        onWait: (wait) => {
          check(wait);
          metrics.calls.add();
          metrics.waitMs.record(wait.waitMs);
          failuresOf(wait.failures);
        },
      });
      closedClients(machine, {
        name: 'workers',
        clients: params.workers,
        thinkMs: exponential(500),
        call: retries(machine.call(service)),
        onAnswer: ({ askedAtMs }) => {
          const sinceMs = nowMs() - outageEndsAtMs(params);
          if (askedAtMs < outageEndsAtMs(params) && sinceMs >= 0) metrics.backMs.record(sinceMs);
        },
      });
    });
  },
  invariants: ['waits-within-bounds'],
  goals: () => [someService('away', 'a call is refused', ({ struck }) => struck > 0)],
  expect: ({ maxIntervalMs, jitter, serviceMs }) => [
    // The answer itself takes 30 times its mean but for one in e^30.
    within(largest('backMs'), 'noticed-within-the-cap', {
      atMost:
        (jitter === 'randomizedAroundCap' ? 1.5 : 1) * maxIntervalMs +
        (typeof serviceMs === 'number' ? 30 * serviceMs : largestOf(serviceMs) + 2),
    }).says('after the outage every worker is back within its longest wait', 'qf-backoff-formula'),
  ],
  tells: ({ params, metrics }) =>
    `The service was away for ${params.outageMinutes} minutes. The ${params.workers} workers made ${number(metrics.calls.value)} calls in that time, up to ` +
    `${number(metrics.failures.value)} failures in a row, waited ${duration(metrics.waitMs.max)} at most, and were back ` +
    `${duration(metrics.backMs.max)} after its end.`,
});

// Left out: giving up. A caller with a user waiting stops after a few tries; a worker
// has time to go on.
