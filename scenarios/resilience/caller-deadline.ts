/**
 * Asks: A caller waits for a second. What becomes of three tries with half a second each?
 */
import { z } from 'zod';
import { stack } from '../../sims/resilience/call.ts';
import { openClient } from '../../sims/resilience/client.ts';
import { observed } from '../../sims/resilience/invariants.ts';
import { observeDeadline } from '../../sims/resilience/observers.ts';
import { timeout } from '../../sims/resilience/policies/timeout.ts';
import { resilience } from '../../sims/resilience/resilience.ts';
import { exponentialBackoff } from '../../sims/resilience/retry/backoff.ts';
import { retry } from '../../sims/resilience/retry/retry.ts';
import { System } from '../../sims/resilience/system.ts';
import { sometimes } from '../../src/check/goal.ts';
import { counter, histogram } from '../../src/check/metric.ts';
import { exponential } from '../../src/kernel/distribution.ts';
import { scenario } from '../../src/lab/scenario.ts';
import { outage } from '../../src/world/fault.ts';
import { duration, number } from './common.ts';

const params = z.object({
  requestsPerSecond: z.number().min(1).max(500).default(20).describe('at random times'),
  deadlineMs: z.number().min(50).max(60_000).default(1_000).describe('how long the caller waits'),
  timeoutMs: z.number().min(10).max(60_000).default(500).describe('of each try'),
  maxAttempts: z.int().min(1).max(10).default(3).describe('tries of a request, the first included'),
  outageMs: z.number().min(1_000).max(60_000).default(10_000).describe('how long nobody answers'),
});

const outageAtMs = 2_000;
const service = 'service';

export default scenario({
  id: 'resilience/caller-deadline',
  sim: resilience,
  asks: 'A caller waits for a second. What becomes of three tries with half a second each?',
  claims: ['q9-fail-fast-latency'],
  params,
  durationMs: ({ outageMs, timeoutMs, maxAttempts }) =>
    outageAtMs + outageMs + maxAttempts * (timeoutMs + 2_000) + 2_000,
  plan: ({ outageMs }) => [{ atMs: outageAtMs, fault: outage(service, 'hangs', outageMs) }],
  metrics: {
    answerMs: histogram('ms', 'until the caller is answered, during the outage'),
    calls: counter('calls', 'that were made during the outage'),
    callsTooLate: counter('calls', 'that were made after the caller had gone'),
  },
  build({ world, params, rules, metrics }) {
    const system = new System(world, rules);
    const { breaches } = system;
    const { kernel } = world;
    const called = system.service({ name: service, serviceMs: exponential(30) });
    const inOutage = (atMs: number) => atMs >= outageAtMs && atMs < outageAtMs + params.outageMs;
    called.onCall(({ deadlineMs }) => {
      if (inOutage(kernel.nowMs)) metrics.calls.add();
      if (kernel.nowMs >= deadlineMs) metrics.callsTooLate.add();
    });
    const onTime = observeDeadline(breaches);
    system.caller('caller', (machine) => {
      const backoff = exponentialBackoff(
        rules,
        { initialIntervalMs: 50, multiplier: 2, maxIntervalMs: 1_000, jitter: 'full' },
        machine.stream('backoff'),
      );
      openClient(machine, {
        name: 'caller',
        ratePerSecond: params.requestsPerSecond,
        deadlineMs: params.deadlineMs,
        call: stack([
          retry(machine, { maxAttempts: params.maxAttempts, backoff }),
          timeout(machine, { timeoutMs: params.timeoutMs }),
        ])(machine.call(called)),
        onAnswer: (answered) => {
          onTime(answered);
          if (inOutage(answered.askedAtMs)) metrics.answerMs.record(answered.latencyMs);
        },
      });
    });
    return system;
  },
  invariants: observed('answers-within-deadline'),
  goals: () => [
    sometimes<System>('struck', 'a call gets no answer', ({ services }) =>
      services.some(({ struck }) => struck > 0),
    ),
  ],
  expect: ({ deadlineMs }) => [
    {
      id: 'answered-by-the-deadline',
      text: 'every caller is answered by its deadline, also during the outage',
      measured: ({ answerMs }) => answerMs.max,
      bound: { atMost: deadlineMs * (1 + 2 ** -40) },
    },
    {
      id: 'no-call-for-nobody',
      text: 'no call is made after its caller has gone',
      measured: ({ callsTooLate }) => callsTooLate.value,
      bound: { atMost: 0 },
    },
  ],
  tells: ({ params, metrics }) =>
    `Tries of ${params.timeoutMs} ms, ${params.maxAttempts} of them, would take ${number(params.maxAttempts * params.timeoutMs)} ms and more. With the ` +
    `deadline of ${params.deadlineMs} ms handed down, callers were answered within ${duration(metrics.answerMs.max)}, after ` +
    `${number(metrics.calls.value / Math.max(1, metrics.answerMs.count))} calls each, and ${number(metrics.callsTooLate.value)} calls were made for ` +
    'somebody who had gone.',
});

// Left out: the time of messages on their way, which the service should take off the deadline.
