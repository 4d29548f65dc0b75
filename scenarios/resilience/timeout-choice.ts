/**
 * One service, five timeouts. Before the outage a timeout cuts off answers that would have come; in
 * the outage it decides how many calls are held.
 */
import * as z from 'zod';
import { timeout } from '../../sims/resilience/policies/timeout.ts';
import { drawnAround, exponential } from '../../src/kernel/distribution.ts';
import { counted } from '../../src/words/numbers.ts';
import { outage } from '../../src/world/fault.ts';
import { addCaller, each, eachNamed, largestIn } from './arms.ts';
import { someService } from './goals.ts';
import { gauge, real, scenario, typicalMs } from './kit.ts';
import {
  countedUntilMs,
  expectedOf,
  factor,
  multiples,
  p99MsOf,
  timeoutMs,
} from './timeout-theory.ts';
import { percent } from './words.ts';

const told = ['half', 'two', 'ten'] as const;

export default scenario({
  id: 'resilience/timeout-choice',
  asks: 'Where should a timeout be set, and what does it cost if it is too short or too long?',
  claims: ['q9-timeout-p99-plus', 'q9-threads-pile-up'],
  code: ['sims/resilience/policies/timeout.ts#timeout'],
  params: z.object({
    p99Ms: typicalMs(5, 5_000, 50, '99th percentile of the service’s time', 0.99),
    requestsPerSecond: real(50, 1_000, 200, 'at random times'),
    calmMs: real(5_000, 60_000, 10_000, 'before the outage'),
    outageMs: real(2_000, 60_000, 5_000, 'how long the service does not answer'),
  }),
  durationMs: ({ calmMs, outageMs }) => calmMs + outageMs + 100,
  plan: ({ calmMs, outageMs }) => [{ atMs: calmMs, fault: outage('services', 'hangs', outageMs) }],
  metrics: {
    ...each(multiples, (m) =>
      gauge('share', `of good answers cut off, timeout ${factor[m]} x p99`),
    ),
    ...eachNamed(multiples, 'Held', (m) =>
      gauge('calls', `held at once during the outage, at most, timeout ${factor[m]} x p99`),
    ),
  },
  build({ system, params, metrics, nowMs }) {
    // An exponential time has its 99th percentile at ln 100 times its mean.
    const serviceMs = drawnAround(params.p99Ms, (p99Ms) => exponential(p99Ms / 4.60517));
    for (const multiple of multiples) {
      const service = system.service({ name: `service-${multiple}`, serviceMs });
      let held = 0;
      let asked = 0;
      let cutOff = 0;
      metrics[multiple].set(0);
      const heldInOutage = largestIn(metrics[`${multiple}Held`]);
      service.onCall(() => {
        held += 1;
        if (nowMs() >= params.calmMs) heldInOutage(held);
      });
      addCaller(system, `callers-${multiple}`, service, (machine) => ({
        ratePerSecond: params.requestsPerSecond,
        policies: [timeout(machine, { timeoutMs: timeoutMs(multiple, params) })],
        onAnswer: ({ askedAtMs, failure }) => {
          held -= 1;
          if (askedAtMs >= countedUntilMs(params)) return;
          asked += 1;
          if (failure !== undefined) cutOff += 1;
          metrics[multiple].set(cutOff / asked);
        },
      }));
    }
  },
  goals: () => [
    someService('held', 'calls wait for an answer that does not come', (s) => s.struck > 0),
  ],
  expect: expectedOf,
  tells: ({ params, metrics }) =>
    'Somewhat above the p99, about twice: shorter, it cuts off answers that would have come; longer, calls pile up in an outage, rate x timeout of them (Little’s law). ' +
    `With a p99 of ${p99MsOf(params)} ms, ${told.map((m) => `a timeout of ${factor[m]} x p99 cut off ${percent(metrics[m].value)} of the answers and held up to ${counted(metrics[`${m}Held`].value ?? 0, 'call')} in an outage`).join(', ')}.`,
});

// Left out: the shape of the tail. Real services have a heavier tail than the exponential, so a
// timeout at twice the p99 cuts off more: --set p99Ms=@file:column draws from yours.
