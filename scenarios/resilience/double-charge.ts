/**
 * A payment service that is now and then slower than its callers wait. Its work goes on after they
 * have given up.
 */
import { z } from 'zod';
import { observed } from '../../sims/resilience/invariants.ts';
import { observeEffects } from '../../sims/resilience/observers.ts';
import { timeout } from '../../sims/resilience/policies/timeout.ts';
import { resilience } from '../../sims/resilience/resilience.ts';
import type { System } from '../../sims/resilience/system.ts';
import { sometimes } from '../../src/check/goal.ts';
import { counter, gauge } from '../../src/check/metric.ts';
import { drawnAround, lognormal } from '../../src/kernel/distribution.ts';
import { real } from '../../src/lab/param.ts';
import { typical } from '../../src/lab/params.ts';
import { scenario } from '../../src/lab/scenario.ts';
import { bernstein, difference, lognormalAtMost, poissonRange } from './bounds.ts';
import { addCaller, inSystem, linksMs, Tally } from './common.ts';
import { maxAttempts } from './params.ts';
import { retrying } from './parts.ts';
import { number, percent } from './words.ts';

const times = z.number().min(1).max(1_000);

const params = z.object({
  paymentsPerSecond: real(1, 500, 50, 'at random times'),
  medianMs: typical(times, 50, 0.5).describe('of the time that a payment takes'),
  sigma: real(0, 2, 1, 'of the logarithm of that time, unless it is measured'),
  timeoutMs: real(10, 10_000, 150, 'when the caller gives up'),
  maxAttempts: maxAttempts(3, 2),
  durationMs: real(5_000, 300_000, 20_000, 'how long there are payments'),
});

interface Subject extends System {
  timedOut: number;
}

export default scenario({
  id: 'resilience/double-charge',
  sim: resilience,
  asks: 'A payment times out. May the caller try again?',
  claims: [],
  params,
  durationMs: ({ durationMs }) => durationMs + 60_000,
  metrics: {
    bareCharged: counter('payments', 'made more than once, without an idempotency key'),
    keyedRepeated: counter(
      'payments',
      'asked for more than once, with a key: the second finds the first',
    ),
    bareAnswered: gauge('share', 'of the payments confirmed, without a key'),
    keyedAnswered: gauge('share', 'of the payments confirmed, with a key'),
  },
  build(setup): Subject {
    const { params, metrics, system: made } = inSystem(setup);
    const system = Object.assign(made, { timedOut: 0 });
    for (const arm of ['bare', 'keyed'] as const) {
      const service = system.service({
        name: `payments-${arm}`,
        serviceMs: drawnAround(params.medianMs, (medianMs) => lognormal(medianMs, params.sigma)),
      });
      const effects = observeEffects(system.breaches, service);
      service.onDone(() => {
        const metric = arm === 'bare' ? metrics.bareCharged : metrics.keyedRepeated;
        metric.value = effects.repeated;
      });
      const tally = new Tally();
      addCaller(system, `shop-${arm}`, service, (machine) => ({
        ratePerSecond: params.paymentsPerSecond,
        endsAtMs: params.durationMs,
        isIdempotent: arm === 'keyed',
        policies: [retrying(machine, params), timeout(machine, params)],
        onAnswer: (answered) => {
          tally.add(answered);
          if (answered.failure?.kind === 'timed-out') system.timedOut += 1;
          metrics[`${arm}Answered`].set(tally.share ?? 0);
        },
      }));
    }
    return system;
  },
  invariants: observed('charged-once'),
  goals: () => [
    sometimes<Subject>('some-time-out', 'a payment times out', ({ timedOut }) => timedOut > 0),
  ],
  expect: (params) => {
    const once = lognormalAtMost(params.timeoutMs - linksMs, params.medianMs, params.sigma);
    const retried = 1 - (1 - once) ** params.maxAttempts;
    const { least: payments } = poissonRange(
      (params.paymentsPerSecond * params.durationMs) / 1_000,
    );
    const slack = bernstein(payments, once) + bernstein(payments, retried);
    return [
      {
        id: 'charged-once',
        text: 'without an idempotency key nothing is tried again, and nothing is paid twice',
        measured: ({ bareCharged }) => bareCharged.value,
        bound: { atMost: 0 },
      },
      {
        id: 'a-key-makes-retries-safe',
        text: `with a key, retries confirm more payments: 1 - (1 - p)^${params.maxAttempts} of them and not the share p that is answered in time (how much more)`,
        measured: ({ bareAnswered, keyedAnswered }) => difference(keyedAnswered, bareAnswered),
        bound: { atLeast: retried - once - slack, atMost: retried - once + slack },
      },
    ];
  },
  tells: ({ metrics }) =>
    `Without an idempotency key a payment that times out must not be tried again: ${percent(metrics.bareAnswered.value)} were confirmed, and ` +
    `${number(metrics.bareCharged.value)} made twice. With a key ${percent(metrics.keyedAnswered.value)} were confirmed; ` +
    `${number(metrics.keyedRepeated.value)} were asked for again although the first try had been carried out, and the key made one of them.`,
});

// Left out: what keeps the keys. They have to be stored with the payment, in one transaction; and
// for how long, is a question of its own.
