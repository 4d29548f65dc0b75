/**
 * One caller, one request after the other, and a service that is down: every attempt can be
 * counted.
 */
import * as z from 'zod';
import { cockatielConsecutive } from '../../sims/resilience/breaker/breaker-options.ts';
import { stack } from '../../sims/resilience/call.ts';
import { closedClients } from '../../sims/resilience/client.ts';
import { observeRejections } from '../../sims/resilience/observers.ts';
import { retryAroundBreaker } from '../../sims/resilience/policies/designs.ts';
import type { System } from '../../sims/resilience/system.ts';
import { exactly, none } from '../../src/check/expected.ts';
import { sometimes } from '../../src/check/goal.ts';
import { uniform } from '../../src/kernel/distribution.ts';
import { outage } from '../../src/world/fault.ts';
import { largestIn } from './arms.ts';
import { gauge, real, scenario, whole } from './kit.ts';
import { breakerOf, maxAttempts, retrying } from './policies.ts';
import { duration, number } from './words.ts';

const params = z.object({
  threshold: whole(1, 50, 5, 'failures in a row that open the breaker'),
  maxAttempts: maxAttempts(4),
  initialIntervalMs: real(1, 1_000, 100, 'base of the backoff'),
});

const arms = ['inside', 'outside'] as const;
const thinkMs = 100;
/** Time for the threshold, and for a few requests that are rejected. */
const endAtMs = ({ threshold, maxAttempts, initialIntervalMs }: z.output<typeof params>) =>
  (threshold + 5) * (maxAttempts * 20 * initialIntervalMs + 2 * thinkMs);

export default scenario({
  id: 'resilience/breaker-and-retry',
  asks: 'Should the retry wrap the circuit breaker, or the breaker the retry?',
  claims: ['q9-breaker-counts-final', 'pat-layer-order'],
  code: [
    'sims/resilience/policies/designs.ts#retryAroundBreaker',
    'sims/resilience/retry/retry.ts#reasonToStop',
  ],
  params,
  durationMs: endAtMs,
  plan: (params) => [{ atMs: 0, fault: outage('services', 'refuses', endAtMs(params) + 1_000) }],
  metrics: {
    insideCalls: gauge('calls', 'that the dead service got, retry(breaker)'),
    outsideCalls: gauge('calls', 'that the dead service got, breaker(retry)'),
    insideTripRequest: gauge('request', 'during which the breaker opened, retry(breaker)'),
    outsideTripRequest: gauge('request', 'during which the breaker opened, breaker(retry)'),
    insideRejectedMs: gauge('ms', 'that a rejected request took, at most, retry(breaker)'),
  },
  build({ system, params, rules, metrics }) {
    const { threshold, maxAttempts, initialIntervalMs } = params;
    const backoff = { initialIntervalMs, maxIntervalMs: 20 * initialIntervalMs };
    const rejectedMs = largestIn(metrics.insideRejectedMs);
    for (const arm of arms) {
      const service = system.service({ name: `service-${arm}`, serviceMs: uniform(5, 15) });
      let requests = 1;
      service.onCall(() => metrics[`${arm}Calls`].set(service.called));
      system.caller(`caller-${arm}`, (machine) => {
        const before = service.called;
        const options = cockatielConsecutive(threshold, 1e9);
        const breaker = breakerOf(machine, `breaker ${arm} the retry`, options);
        const retries = retrying(machine, { maxAttempts, ...backoff });
        const rejections = observeRejections(system.breaches, machine);
        const policies =
          arm === 'inside'
            ? retryAroundBreaker(rules, [retries, rejections.policy], breaker.policy)
            : [breaker.policy, retries];
        breaker.onMove(() => {
          metrics[`${arm}TripRequest`].set(requests);
          const attempts = service.called - before;
          if (arm === 'outside' || attempts === threshold) return;
          system.breaches.report(
            'trips-on-attempts',
            `the breaker ${breaker.name} opened only after ${attempts} failed attempts, but its threshold is ${threshold}`,
          );
        });
        closedClients(machine, {
          name: 'caller',
          clients: 1,
          thinkMs: uniform(0.5 * thinkMs, 1.5 * thinkMs),
          call: stack(policies)(machine.call(service)),
          onAnswer: (answered) => {
            requests += 1;
            if (arm === 'outside') return;
            rejections.onAnswer(answered);
            const wasPassed = breaker.rejected === 0 || answered.failure?.kind !== 'rejected';
            if (!wasPassed && breaker.rejected > 1) rejectedMs(answered.latencyMs);
          },
        });
      });
    }
  },
  invariants: ['trips-on-attempts', 'fails-fast-while-open'],
  goals: () => [
    sometimes<System>('both-opened', 'both breakers are open', ({ breakers }) =>
      breakers.every(({ state, rejected }) => state === 'open' && rejected > 1),
    ),
  ],
  expect: ({ threshold, maxAttempts }) => [
    exactly(threshold, 'insideCalls', 'inside-counts-attempts').says(
      `calls that reach the dead service with the retry around the breaker: the breaker’s threshold, ${threshold}`,
    ),
    exactly(threshold * maxAttempts, 'outsideCalls', 'outside-counts-requests').says(
      `calls that reach the dead service with the breaker around the retry: ${threshold} x ${maxAttempts}, because only the last failure of each request counts`,
      'q9-breaker-counts-final',
    ),
    exactly(Math.ceil(threshold / maxAttempts), 'insideTripRequest', 'inside-opens-during').says(
      'number of the request during which the breaker opens, with the retry around it: threshold / attempts, rounded up',
      'pat-layer-order',
    ),
    exactly(threshold, 'outsideTripRequest', 'outside-opens-after').says(
      'number of the request after which the breaker opens, with the breaker around the retry: the threshold',
      'pat-layer-order',
    ),
    none('insideRejectedMs', 'rejections-are-at-once').says(
      'ms until a request that the open breaker rejects has failed: a rejection is not retried',
    ),
  ],
  tells: ({ params, metrics }) =>
    `The retry around the breaker: then the dead service got ${number(metrics.insideCalls.value)} calls, and the breaker opened during request ` +
    `${metrics.insideTripRequest.value ?? '—'}. With the breaker around the retry it got ${number(metrics.outsideCalls.value)}, and the breaker opened ` +
    `during request ${metrics.outsideTripRequest.value ?? '—'}, because ${params.maxAttempts} attempts count as one failure there. Once open, it refused calls ` +
    `${metrics.insideRejectedMs.value === 0 ? 'at once' : `within ${duration(metrics.insideRejectedMs.value)}`}.`,
});

// Left out: concurrent requests. With the breaker outside, those in flight when it opens continue
// with their retries.
