/**
 * One service, five timeouts. Before the outage a timeout cuts off answers that would have come; in the
 * outage it decides how many calls are held.
 */
import { z } from 'zod';
import { timeout } from '../../sims/resilience/policies/timeout.ts';
import { resilience } from '../../sims/resilience/resilience.ts';
import type { System } from '../../sims/resilience/system.ts';
import { sometimes } from '../../src/check/goal.ts';
import { gauge } from '../../src/check/metric.ts';
import { drawnAround, exponential, quantileOf, shareAbove } from '../../src/kernel/distribution.ts';
import { real } from '../../src/lab/param.ts';
import { typical } from '../../src/lab/params.ts';
import { scenario } from '../../src/lab/scenario.ts';
import { outage } from '../../src/world/fault.ts';
import { bernstein } from './bounds.ts';
import { addCaller, each, eachNamed, inSystem, linksMs } from './common.ts';
import { number, percent } from './words.ts';

/** Timeouts as multiples of the 99th percentile. */
const multiples = ['half', 'one', 'two', 'four', 'ten'] as const;
const factor = { half: 0.5, one: 1, two: 2, four: 4, ten: 10 } as const;
type Multiple = (typeof multiples)[number];

const params = z.object({
  p99Ms: typical(z.number().min(5).max(5_000), 50, 0.99).describe(
    '99th percentile of the service’s time',
  ),
  requestsPerSecond: real(50, 1_000, 200, 'at random times'),
  calmMs: real(5_000, 60_000, 10_000, 'before the outage'),
  outageMs: real(2_000, 60_000, 5_000, 'how long the service does not answer'),
});

type Params = z.output<typeof params>;

/** An exponential time has its 99th percentile at ln 100 times its mean. */
const exponentialOfP99 = (p99Ms: number) => exponential(p99Ms / 4.60517);
const p99MsOf = ({ p99Ms }: Params) => quantileOf(p99Ms, 0.99);
const timeoutMs = (multiple: Multiple, params: Params) => factor[multiple] * p99MsOf(params);

/** P(time > timeout), and P(time >= timeout): a measured time may be as long as the timeout. */
function cutOffOf(multiple: Multiple, params: Params): { least: number; most: number } {
  const { p99Ms } = params;
  const ms = timeoutMs(multiple, params) - linksMs;
  if (typeof p99Ms === 'number') {
    const p = 0.01 ** (ms / p99Ms);
    return { least: p, most: p };
  }
  return { least: shareAbove(p99Ms, ms), most: shareAbove(p99Ms, ms * (1 - 1e-12)) };
}

export default scenario({
  id: 'resilience/timeout-choice',
  sim: resilience,
  asks: 'Where should a timeout be set, and what does it cost to set it too short or too long?',
  claims: ['q9-timeout-p99-plus', 'q9-threads-pile-up'],
  params,
  durationMs: ({ calmMs, outageMs }) => calmMs + outageMs + 100,
  plan: ({ calmMs, outageMs }) => [{ atMs: calmMs, fault: outage('services', 'hangs', outageMs) }],
  metrics: {
    ...each(multiples, (m) =>
      gauge('share', `of good answers cut off, timeout ${factor[m]} x p99`),
    ),
    ...eachNamed(multiples, 'Held', (m) =>
      gauge('calls', `held at once in the outage, at most, timeout ${factor[m]} x p99`),
    ),
  },
  build(setup) {
    const { system, params, metrics, nowMs } = inSystem(setup);
    for (const multiple of multiples) {
      const service = system.service({
        name: `service-${multiple}`,
        serviceMs: drawnAround(params.p99Ms, exponentialOfP99),
      });
      let held = 0;
      let heldMax = 0;
      let asked = 0;
      let cutOff = 0;
      metrics[multiple].set(0);
      service.onCall(() => {
        held += 1;
        if (nowMs() < params.calmMs) return;
        heldMax = Math.max(heldMax, held);
        metrics[`${multiple}Held`].set(heldMax);
      });
      addCaller(system, `callers-${multiple}`, service, (machine) => ({
        ratePerSecond: params.requestsPerSecond,
        policies: [timeout(machine, { timeoutMs: timeoutMs(multiple, params) })],
        onAnswer: ({ askedAtMs, failure }) => {
          held -= 1;
          // What is under way when the outage begins is no good answer cut off.
          if (askedAtMs >= params.calmMs - 12 * p99MsOf(params)) return;
          asked += 1;
          if (failure !== undefined) cutOff += 1;
          metrics[multiple].set(cutOff / asked);
        },
      }));
    }
    return system;
  },
  invariants: [],
  goals: () => [
    sometimes<System>('held', 'calls wait for an answer that does not come', ({ services }) =>
      services.some(({ struck }) => struck > 0),
    ),
  ],
  expect: (params) => {
    const { requestsPerSecond, calmMs, outageMs } = params;
    // So many requests there are at least, but for one run in 1e8: 5.7 standard deviations.
    const meanAsked = (requestsPerSecond * (calmMs - 12 * p99MsOf(params))) / 1_000;
    const asked = Math.max(1, meanAsked - 5.7 * Math.sqrt(Math.max(0, meanAsked)));
    return [
      ...multiples.map((multiple) => {
        const { least, most } = cutOffOf(multiple, params);
        return {
          id: `cut-off-${multiple}`,
          text: `a timeout of ${factor[multiple]} x p99 cuts off P(time > timeout) = ${percent(least)} of the good answers`,
          claim: 'q9-timeout-p99-plus',
          measured: (metrics: Readonly<Record<Multiple, { value: number | undefined }>>) =>
            metrics[multiple].value,
          bound: {
            atLeast: Math.max(0, least - bernstein(asked, least)),
            atMost: most + bernstein(asked, most),
          },
        };
      }),
      {
        id: 'held-by-the-timeout',
        text: 'in the outage rate x timeout calls are held (Little’s law): ten times the timeout, ten times the calls',
        claim: 'q9-threads-pile-up',
        measured: ({ tenHeld }: { readonly tenHeld: { value: number | undefined } }) =>
          tenHeld.value,
        bound: heldBound(
          (requestsPerSecond * timeoutMs('ten', params)) / 1_000,
          outageMs > timeoutMs('ten', params),
        ),
      },
    ];
  },
  tells: ({ params, metrics }) =>
    `The service’s p99 is ${p99MsOf(params)} ms. Timeouts of ${multiples.map((m) => factor[m]).join(', ')} times that cut off ` +
    `${multiples.map((m) => percent(metrics[m].value)).join(', ')} of the answers that would have come; in the outage callers with them held up to ` +
    `${multiples.map((m) => number(metrics[`${m}Held`].value)).join(', ')} calls at once.`,
});

/** The most of a Poisson number with that mean over a while. */
function heldBound(mean: number, lasts: boolean): { atLeast?: number; atMost: number } {
  const atMost = mean + 8 * Math.sqrt(mean) + 12;
  return lasts ? { atLeast: mean - 6 * Math.sqrt(mean), atMost } : { atMost };
}

// Left out: the shape of the tail. Real services have a heavier one than the exponential, and then a
// timeout at twice the p99 cuts off more: --set p99Ms=@file:column draws from yours.
