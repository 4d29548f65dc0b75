import * as z from 'zod';
import { closedClients } from '../../sims/resilience/client.ts';
import { observeWaits } from '../../sims/resilience/observers.ts';
import { largest, within } from '../../src/check/expected.ts';
import { drawnAround, exponential, largestOf } from '../../src/kernel/distribution.ts';
import { outage } from '../../src/world/fault.ts';
import { largestIn } from './arms.ts';
import { someService } from './goals.ts';
import { counter, gauge, histogram, real, scenario, typicalMs, whole } from './kit.ts';
import { jitters, retrying, usualBackoff } from './policies.ts';
import { duration, number } from './words.ts';

const params = z.object({
  outageMinutes: real(1, 600, 60, 'how long the service is down'),
  initialIntervalMs: real(1, 10_000, 100, 'base of the backoff'),
  maxIntervalMs: real(1_000, 600_000, 30_000, 'cap of the backoff'),
  jitter: z.enum(jitters).default('equal').describe('of the backoff'),
  serviceMs: typicalMs(1, 500, 20, 'mean time of a call'),
  workers: whole(1, 100, 5, 'workers, each with one call at a time'),
});

type Params = z.output<typeof params>;
const outageAtMs = 1_000;
const outageMs = ({ outageMinutes }: Params) => outageMinutes * 60_000;
const outageEndsAtMs = (params: Params) => outageAtMs + outageMs(params);

export default scenario({
  id: 'resilience/long-outage',
  asks: 'A worker retries for as long as it takes. How does its backoff behave in an outage of an hour?',
  claims: ['qf-backoff-formula'],
  code: [
    'sims/resilience/retry/backoff.ts#exponentialMs',
    'sims/resilience/retry/retry.ts#waitAfter',
  ],
  params,
  durationMs: (params) => outageEndsAtMs(params) + 2 * params.maxIntervalMs + 10_000,
  plan: (params) => [{ atMs: outageAtMs, fault: outage('service', 'refuses', outageMs(params)) }],
  metrics: {
    calls: counter('calls', 'that the workers made while the service was down'),
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
    // The answer itself takes up to 30 times its mean, in all but one of e^30 cases.
    within(largest('backMs'), 'noticed-within-the-cap', {
      atMost:
        (jitter === 'randomizedAroundCap' ? 1.5 : 1) * maxIntervalMs +
        (typeof serviceMs === 'number' ? 30 * serviceMs : largestOf(serviceMs) + 2),
    }).says(
      'ms from the end of the outage until the last worker is back: at most its longest wait',
      'qf-backoff-formula',
    ),
  ],
  tells: ({ params, metrics }) =>
    `The wait grows with each failure up to its cap, and stays there: the longest was ${duration(metrics.waitMs.max)}, after up to ` +
    `${number(metrics.failures.value)} consecutive failures. The ${params.workers} workers made ${number(metrics.calls.value)} calls in an outage of ${params.outageMinutes} minutes, ` +
    `and were back within ${duration(metrics.backMs.max)} of its end, one longest wait at most. Cap before the power of two overflows: a 32-bit integer wraps around, and then there is no wait at all.`,
});

// Left out: giving up. A caller with a waiting user stops after a few attempts; a worker has time
// to continue.
