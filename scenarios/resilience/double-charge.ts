/**
 * A payment service that is sometimes slower than its callers wait. Its work continues after they
 * have given up.
 */
import * as z from 'zod';
import { observeEffects } from '../../sims/resilience/observers.ts';
import { timeout } from '../../sims/resilience/policies/timeout.ts';
import { difference, none, within } from '../../src/check/expected.ts';
import { drawnAround, lognormal } from '../../src/kernel/distribution.ts';
import { pow } from '../../src/kernel/elementary.ts';
import { addCaller, linksMs, shareIn } from './arms.ts';
import { around, bernstein, lognormalAtMost, poissonRange } from './bounds.ts';
import { happened } from './goals.ts';
import { counter, gauge, real, scenario, typicalMs } from './kit.ts';
import { maxAttempts, retrying } from './policies.ts';
import { number, percent } from './words.ts';

export default scenario({
  id: 'resilience/double-charge',
  asks: 'A payment times out. May the caller retry it?',
  code: ['sims/resilience/retry/retry.ts#reasonToStop'],
  params: z.object({
    paymentsPerSecond: real(1, 500, 50, 'at random times'),
    medianMs: typicalMs(1, 1_000, 50, 'median time of a payment', 0.5),
    sigma: real(0, 2, 1, 'sigma of the logarithm of that time, unless it is measured'),
    timeoutMs: real(10, 10_000, 150, 'when the caller gives up'),
    maxAttempts: maxAttempts(3, 2),
    durationMs: real(5_000, 300_000, 20_000, 'duration of the load'),
  }),
  durationMs: ({ durationMs }) => durationMs + 60_000,
  metrics: {
    bareCharged: counter('payments', 'made more than once, without an idempotency key'),
    keyedRepeated: counter(
      'payments',
      'requested more than once, with a key: the second request finds the first',
    ),
    bareAnswered: gauge('share', 'of the payments confirmed, without a key'),
    keyedAnswered: gauge('share', 'of the payments confirmed, with a key'),
  },
  build({ system, params, metrics, happens }) {
    for (const arm of ['bare', 'keyed'] as const) {
      const service = system.service({
        name: `payments-${arm}`,
        serviceMs: drawnAround(params.medianMs, (medianMs) => lognormal(medianMs, params.sigma)),
      });
      const effects = observeEffects(system.breaches, service);
      const repeated = arm === 'bare' ? metrics.bareCharged : metrics.keyedRepeated;
      service.onDone(() => {
        repeated.value = effects.repeated;
      });
      const share = shareIn(metrics[`${arm}Answered`]);
      addCaller(system, `shop-${arm}`, service, (machine) => ({
        ratePerSecond: params.paymentsPerSecond,
        endsAtMs: params.durationMs,
        isIdempotent: arm === 'keyed',
        policies: [retrying(machine, params), timeout(machine, params)],
        onAnswer: (answered) => {
          share(answered);
          if (answered.failure?.kind === 'timed-out') happens('some-time-out');
        },
      }));
    }
  },
  invariants: ['charged-once'],
  goals: () => [happened('some-time-out', 'a payment times out')],
  expect: ({ paymentsPerSecond, durationMs, medianMs, sigma, timeoutMs, maxAttempts }) => {
    const once = lognormalAtMost(timeoutMs - linksMs, medianMs, sigma);
    const retried = 1 - pow(1 - once, maxAttempts);
    const { least: payments } = poissonRange((paymentsPerSecond * durationMs) / 1_000);
    const slack = bernstein(payments, once) + bernstein(payments, retried);
    return [
      none('bareCharged', 'charged-once').says(
        'payments made twice without an idempotency key, where nothing is retried',
      ),
      within(
        difference('keyedAnswered', 'bareAnswered'),
        'a-key-makes-retries-safe',
        around(retried - once, slack),
      ).says(
        `share of payments confirmed with a key and retries, less that without: 1 - (1 - p)^${maxAttempts} - p = ${percent(retried - once)} in theory, where p is the share of calls answered in time`,
      ),
    ];
  },
  tells: ({ metrics }) =>
    `Only with an idempotency key, by which the service recognises the second request: the first may have been carried out, and only its answer lost. ` +
    `Without a key nothing is retried: ${percent(metrics.bareAnswered.value)} of the payments were confirmed, and ${metrics.bareCharged.value === 0 ? 'none was' : `${number(metrics.bareCharged.value)} were`} made twice. ` +
    `With one ${percent(metrics.keyedAnswered.value)} were confirmed; ` +
    `${number(metrics.keyedRepeated.value)} were requested again although the first attempt had been carried out, and the key merged them. The price is that the service must store the key with the result, for as long as callers may retry.`,
});

// Left out: the storage of the keys. It must share a transaction with the payment; how long to keep
// keys is a separate question.
