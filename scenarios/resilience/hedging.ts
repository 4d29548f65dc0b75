/**
 * Asks: One answer in twenty is slow. What does it cost, and what does it bring, to ask a second time before the first has answered?
 */
import { z } from 'zod';
import { stack } from '../../sims/resilience/call.ts';
import { openClient } from '../../sims/resilience/client.ts';
import { hedge } from '../../sims/resilience/hedge.ts';
import { resilience } from '../../sims/resilience/resilience.ts';
import { System } from '../../sims/resilience/system.ts';
import { sometimes } from '../../src/check/goal.ts';
import { gauge, histogram } from '../../src/check/metric.ts';
import { exponential } from '../../src/kernel/distribution.ts';
import { scenario } from '../../src/lab/scenario.ts';
import { bernstein, duration, percent } from './common.ts';

const params = z.object({
  meanMs: z
    .number()
    .min(1)
    .max(1_000)
    .default(20)
    .describe('of the time of an answer (exponential)'),
  percentile: z
    .number()
    .min(0.5)
    .max(0.99)
    .default(0.95)
    .describe('of that time after which to ask again'),
  requests: z.int().min(500).max(50_000).default(4_000).describe('one every 5 ms'),
});

type Params = z.output<typeof params>;
/** The percentile of an exponential time. */
const delayMs = ({ meanMs, percentile }: Params) => -meanMs * Math.fround(Math.log(1 - percentile));
const gapMs = 5;

export default scenario({
  id: 'resilience/hedging',
  sim: resilience,
  asks: 'One answer in twenty is slow. What does it cost, and what does it bring, to ask a second time before the first has answered?',
  claims: [],
  params,
  swarm: { requests: { min: 500, max: 8000 } },
  durationMs: ({ requests, meanMs }) => requests * gapMs + 40 * meanMs,
  metrics: {
    plainMs: histogram('ms', 'until the answer, asking once'),
    hedgedMs: histogram('ms', 'until the first answer, asking again'),
    load: gauge('calls a request', 'asking again'),
  },
  build({ world, params, rules, metrics }) {
    const system = new System(world, rules);
    for (const arm of ['plain', 'hedged'] as const) {
      const service = system.service({
        name: `service-${arm}`,
        serviceMs: exponential(params.meanMs),
        hearsCancel: true,
      });
      system.caller(`caller-${arm}`, (machine) => {
        const policies =
          arm === 'plain' ? [] : [hedge(machine, { delayMs: delayMs(params), maxAttempts: 2 })];
        const client = openClient(machine, {
          name: 'caller',
          ratePerSecond: 1_000 / gapMs,
          endsAtMs: params.requests * gapMs,
          call: stack(policies)(machine.call(service)),
          onAnswer: ({ latencyMs }) => {
            (arm === 'plain' ? metrics.plainMs : metrics.hedgedMs).record(latencyMs);
            if (arm === 'hedged') metrics.load.set(service.arrived / client.asked);
          },
        });
      });
    }
    return system;
  },
  invariants: [],
  goals: () => [
    sometimes<System>('asked-twice', 'a caller asks a second time', ({ services }) =>
      services.some(({ name, dropped }) => name === 'service-hedged' && dropped > 0),
    ),
  ],
  expect: (params) => {
    const { percentile, meanMs, requests } = params;
    const asked = requests * 0.9;
    // P(hedged > t) = (1 - p) e^(-2 (t - d) / mean) for t > d, hence its 99th percentile.
    const tailOf = (tMs: number) =>
      (1 - percentile) * Math.exp((-2 * (tMs - delayMs(params))) / meanMs);
    const atMs = delayMs(params) + meanMs;
    return [
      {
        id: 'load',
        text: 'so many requests are asked twice as are slower than the delay',
        measured: ({ load }) => load.value,
        bound: {
          atLeast: 1 + (1 - percentile) - bernstein(asked, percentile),
          // At the end some that were asked twice are not yet answered.
          atMost: 1 + (1 - percentile) + bernstein(asked, percentile) + 20 / requests,
        },
      },
      {
        id: 'tail',
        text: `beyond ${atMs.toFixed(0)} ms remain as many as two exponential times leave: (1 - p) e^(-2 (t - d) / mean)`,
        measured: ({ hedgedMs }) => {
          const { samples } = hedgedMs;
          return samples.filter((ms) => ms > atMs).length / samples.length;
        },
        bound: { atMost: tailOf(atMs) + bernstein(asked, tailOf(atMs)) },
      },
    ];
  },
  tells: ({ params, metrics }) =>
    `Asking once, 99% of the answers came within ${duration(metrics.plainMs.quantile(0.99))} and 99.9% within ${duration(metrics.plainMs.quantile(0.999))}. ` +
    `Asking again after ${duration(delayMs(params))}, within ${duration(metrics.hedgedMs.quantile(0.99))} and ` +
    `${duration(metrics.hedgedMs.quantile(0.999))}, for ${percent((metrics.load.value ?? 1) - 1)} more calls.`,
});

// Left out: a service that is slow because it is overloaded. Then hedging adds to the overload; it
// helps where slowness is bad luck, and a budget should limit it.
