/**
 * Asks: A payment times out. May the caller try again?
 *
 * A payment service that is now and then slower than its callers wait. Its work goes on after they
 * have given up.
 */
import { z } from 'zod';
import { stack } from '../../sims/resilience/call.ts';
import { openClient } from '../../sims/resilience/client.ts';
import { observed } from '../../sims/resilience/invariants.ts';
import { observeEffects } from '../../sims/resilience/observers.ts';
import { timeout } from '../../sims/resilience/policies/timeout.ts';
import { resilience } from '../../sims/resilience/resilience.ts';
import { exponentialBackoff } from '../../sims/resilience/retry/backoff.ts';
import { retry } from '../../sims/resilience/retry/retry.ts';
import { System } from '../../sims/resilience/system.ts';
import { sometimes } from '../../src/check/goal.ts';
import { counter, gauge } from '../../src/check/metric.ts';
import { drawnAround, lognormal, shareAbove } from '../../src/kernel/distribution.ts';
import { typical } from '../../src/lab/params.ts';
import { scenario } from '../../src/lab/scenario.ts';
import { bernstein, normalAtMost, number, percent, poissonRange, Tally } from './common.ts';

const params = z.object({
  paymentsPerSecond: z.number().min(1).max(500).default(50).describe('at random times'),
  medianMs: typical(z.number().min(1).max(1_000), 50, 0.5).describe(
    'of the time that a payment takes',
  ),
  sigma: z
    .number()
    .min(0)
    .max(2)
    .default(1)
    .describe('of the logarithm of that time, unless it is measured'),
  timeoutMs: z.number().min(10).max(10_000).default(150).describe('when the caller gives up'),
  maxAttempts: z.int().min(2).max(10).default(3).describe('tries of a payment, the first included'),
  durationMs: z
    .number()
    .min(5_000)
    .max(300_000)
    .default(20_000)
    .describe('how long there are payments'),
});

type Params = z.output<typeof params>;

/** A call is a millisecond on its way there, and one on its way back. */
const linksMs = 2;

/** The share of the calls that are answered before the caller gives up. */
function inTime({ medianMs, sigma, timeoutMs }: Params): number {
  const leftMs = timeoutMs - linksMs;
  if (typeof medianMs !== 'number') return 1 - shareAbove(medianMs, leftMs);
  if (sigma === 0) return medianMs < leftMs ? 1 : 0;
  return normalAtMost(Math.log(leftMs / medianMs) / sigma);
}

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
  build({ world, params, rules, metrics }): Subject {
    const system = Object.assign(new System(world, rules), { timedOut: 0 });
    const { breaches } = system;
    for (const arm of ['bare', 'keyed'] as const) {
      const service = system.service({
        name: `payments-${arm}`,
        serviceMs: drawnAround(params.medianMs, (medianMs) => lognormal(medianMs, params.sigma)),
      });
      const effects = observeEffects(breaches, service);
      service.onDone(() => {
        const metric = arm === 'bare' ? metrics.bareCharged : metrics.keyedRepeated;
        metric.value = effects.repeated;
      });
      const tally = new Tally();
      system.caller(`shop-${arm}`, (machine) => {
        const backoff = exponentialBackoff(
          rules,
          { initialIntervalMs: 50, multiplier: 2, maxIntervalMs: 1_000, jitter: 'full' },
          machine.stream('backoff'),
        );
        openClient(machine, {
          name: 'shop',
          ratePerSecond: params.paymentsPerSecond,
          endsAtMs: params.durationMs,
          isIdempotent: arm === 'keyed',
          call: stack([
            retry(machine, { maxAttempts: params.maxAttempts, backoff }),
            timeout(machine, { timeoutMs: params.timeoutMs }),
          ])(machine.call(service)),
          onAnswer: (answered) => {
            tally.add(answered);
            if (answered.failure?.kind === 'timed-out') system.timedOut += 1;
            metrics[arm === 'bare' ? 'bareAnswered' : 'keyedAnswered'].set(tally.share ?? 0);
          },
        });
      });
    }
    return system;
  },
  invariants: observed('charged-once'),
  goals: () => [
    sometimes<Subject>('some-time-out', 'a payment times out', ({ timedOut }) => timedOut > 0),
  ],
  expect: (params) => {
    const once = inTime(params);
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
        measured: ({ bareAnswered, keyedAnswered }) =>
          bareAnswered.value === undefined || keyedAnswered.value === undefined
            ? undefined
            : keyedAnswered.value - bareAnswered.value,
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
