import * as z from 'zod';
import { observeDeadline } from '../../sims/resilience/observers.ts';
import { timeout } from '../../sims/resilience/policies/timeout.ts';
import { largest, none, within } from '../../src/check/expected.ts';
import { exponential } from '../../src/kernel/distribution.ts';
import { outage } from '../../src/world/fault.ts';
import { addCaller } from './arms.ts';
import { someService } from './goals.ts';
import { counter, histogram, real, scenario } from './kit.ts';
import { maxAttempts, retrying } from './policies.ts';
import { duration, number } from './words.ts';

const outageAtMs = 2_000;

export default scenario({
  id: 'resilience/caller-deadline',
  asks: 'A caller waits for one second. What happens to three attempts of half a second each?',
  claims: ['q9-fail-fast-latency'],
  code: ['sims/resilience/retry/retry.ts#isTooLate', 'sims/resilience/policies/timeout.ts#timeout'],
  params: z.object({
    requestsPerSecond: real(1, 500, 20, 'at random times'),
    deadlineMs: real(50, 60_000, 1_000, 'how long the caller waits'),
    timeoutMs: real(10, 60_000, 500, 'of each attempt'),
    maxAttempts: maxAttempts(3),
    outageMs: real(1_000, 60_000, 10_000, 'how long the service does not answer'),
  }),
  durationMs: ({ outageMs, timeoutMs, maxAttempts }) =>
    outageAtMs + outageMs + maxAttempts * (timeoutMs + 2_000) + 2_000,
  plan: ({ outageMs }) => [{ atMs: outageAtMs, fault: outage('service', 'hangs', outageMs) }],
  metrics: {
    answerMs: histogram('ms', 'until the caller is answered, during the outage'),
    calls: counter('calls', 'that were made during the outage'),
    callsTooLate: counter('calls', 'that were made after the caller had gone'),
  },
  build({ system, params, metrics, nowMs }) {
    const service = system.service({ name: 'service', serviceMs: exponential(30) });
    const inOutage = (atMs: number) => atMs >= outageAtMs && atMs < outageAtMs + params.outageMs;
    service.onCall(({ deadlineMs }) => {
      if (inOutage(nowMs())) metrics.calls.add();
      if (nowMs() >= deadlineMs) metrics.callsTooLate.add();
    });
    const onTime = observeDeadline(system.breaches);
    addCaller(system, 'caller', service, (machine) => ({
      ratePerSecond: params.requestsPerSecond,
      deadlineMs: params.deadlineMs,
      policies: [retrying(machine, params), timeout(machine, params)],
      onAnswer: (answered) => {
        onTime(answered);
        if (inOutage(answered.askedAtMs)) metrics.answerMs.record(answered.latencyMs);
      },
    }));
  },
  invariants: ['answers-within-deadline'],
  goals: () => [someService('struck', 'a call gets no answer', ({ struck }) => struck > 0)],
  expect: ({ deadlineMs, timeoutMs }) => [
    within(largest('answerMs'), 'answered-by-the-deadline', {
      atLeast: Math.min(deadlineMs, timeoutMs) * (1 - 2 ** -40),
      atMost: deadlineMs * (1 + 2 ** -40),
    }).says(
      'longest wait of a caller during the outage, in ms: at least one timeout, at most its deadline',
    ),
    none('callsTooLate', 'no-call-for-nobody').says('calls made after their caller had gone'),
  ],
  tells: ({ params, metrics }) =>
    `Only attempts that end in time are made, if the deadline is handed down: ${params.maxAttempts} attempts of ${params.timeoutMs} ms would take at least ${number(params.maxAttempts * params.timeoutMs)} ms, but the caller waits for ${number(params.deadlineMs)} ms. ` +
    `The longest wait was ${duration(metrics.answerMs.max)}, after ${number(metrics.calls.value / Math.max(1, metrics.answerMs.count))} calls per request on average; ` +
    `${metrics.callsTooLate.value === 0 ? 'no call was' : `${number(metrics.callsTooLate.value)} calls were`} made for a caller that had gone.`,
});

// Left out: the time of messages in flight, which the service should subtract from the deadline.
