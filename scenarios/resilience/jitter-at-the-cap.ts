/**
 * A service is down for long, comes back, hangs, and is restarted: all callers that wait for it
 * fail at the same instant. Two libraries randomise the exponential backoff, and differ at the cap.
 */

import * as z from 'zod';
import { exactly, within } from '../../src/check/expected.ts';
import { outage, stall } from '../../src/world/fault.ts';
import { armsOf, each, eachNamed, eachSaid } from './arms.ts';
import { allAnswered } from './goals.ts';
import { narrowMs, releaseHerd } from './herd.ts';
import { evenOver } from './herd-theory.ts';
import { gauge, real, scenario, series, whole } from './kit.ts';
import { number, percent } from './words.ts';

const says = {
  randomized: 'the minimum of the randomised wait and the cap (resilience4j)',
  randomizedAroundCap: 'the capped wait randomised (Google HTTP client)',
};
const arms = armsOf(says);

/**
 * The exponential is at most four times the cap when half of it first reaches the cap; until then a
 * caller has waited for less than six caps.
 */
const outageMs = ({ maxIntervalMs }: { maxIntervalMs: number }) => 8 * maxIntervalMs;
/** Long enough for every caller to come back and hang. */
const hangsUntilMs = ({ maxIntervalMs }: { maxIntervalMs: number }) => 10 * maxIntervalMs;

export default scenario({
  id: 'resilience/jitter-at-the-cap',
  asks: 'Callers have waited so often that their backoff is at its cap, and then they fail together again. Is any jitter left?',
  claims: ['qf-backoff-formula'],
  code: ['sims/resilience/retry/backoff.ts#exponentialBackoff'],
  params: z.object({
    callers: whole(50, 2_000, 300, 'that call the service'),
    maxIntervalMs: real(500, 60_000, 1_000, 'cap of the backoff'),
  }),
  swarm: { callers: { min: 50, max: 500 } },
  durationMs: (params) => hangsUntilMs(params) + 4 * params.maxIntervalMs + 1_000,
  plan: (params) => [
    { atMs: 0, fault: outage('services', 'refuses', outageMs(params)) },
    { atMs: outageMs(params), fault: stall('services', hangsUntilMs(params) - outageMs(params)) },
    // The restart: calls that hang are refused when the stall ends.
    { atMs: hangsUntilMs(params) - 1, fault: outage('services', 'refuses', 10) },
  ],
  metrics: {
    ...each(arms, (arm) =>
      gauge('share', `of the callers back in the fullest ${narrowMs} ms, ${says[arm]}`),
    ),
    ...eachNamed(arms, 'Arrivals', (arm) => series('calls/s', says[arm], 100)),
  },
  build({ system, params, metrics, nowMs }) {
    const { callers, maxIntervalMs } = params;
    return releaseHerd(system, nowMs, metrics, {
      ...{ arms, callers },
      backoff: (arm) => ({ initialIntervalMs: 100, maxIntervalMs, jitter: arm }),
      comesBack: () => nowMs() >= hangsUntilMs(params),
    });
  },
  invariants: ['waits-within-bounds'],
  goals: () => [allAnswered],
  expect: ({ callers, maxIntervalMs }) => [
    exactly(1, 'randomized', 'no-jitter-left').says(
      'share of the callers in the busiest 10 ms, if the cap is applied after the jitter: all wait for exactly the cap',
      'qf-backoff-formula',
    ),
    within('randomizedAroundCap', 'spread-over-the-cap', evenOver(maxIntervalMs, callers)).says(
      'share of the callers in the busiest 10 ms, if the jitter is applied after the cap: spread evenly over a time as long as the cap',
    ),
  ],
  tells: ({ params, metrics }) =>
    'Not if the cap comes last: min(cap, randomised wait) is the cap for all of them, and ' +
    `${percent(metrics.randomized.value)} of ${number(params.callers)} callers came back within the same ${narrowMs} ms. If the wait is capped first and then randomised, ` +
    `it was at most ${percent(metrics.randomizedAroundCap.value)}.`,
  plot: ({ params, metrics }) => ({
    title: 'Calls of the service',
    yLabel: 'calls/s',
    lines: eachSaid(says, (arm) => metrics[`${arm}Arrivals`]),
    marks: { 'back, and hangs': outageMs(params), restarted: hangsUntilMs(params) },
  }),
});

// Left out: whether the service survives the herd. Here it serves all callers at once; one with few
// servers would refuse most of them, and they would come back together again.
