import * as z from 'zod';
import { defaultDesign } from '../../sims/canary/judge/design.ts';
import { defaultService } from '../../sims/canary/traffic/service.ts';
import { exp } from '../../src/kernel/elementary.ts';
import { quantileOfTail } from '../../src/statistics/distributions.ts';
import { percent } from '../../src/words/numbers.ts';
import { shareReaching } from './closed-form.ts';
import { defectiveCount, inTurn, latencyMs, outOf, studyParams, studyScenario } from './common.ts';

const params = studyParams.extend({
  requestsPerSecond: z
    .number()
    .positive()
    .max(1e6)
    .default(2_000)
    .describe('requests per second of both versions together'),
  latencyMs,
  releases: z.int().min(1).max(10_000).default(24).describe('number of releases'),
  latencyFactor: z
    .number()
    .min(1)
    .max(100)
    .default(1.3)
    .describe('how many times slower every release is'),
  unrecorded: z
    .number()
    .min(0)
    .max(0.9)
    .default(0.4)
    .describe('share of the canary’s latencies that are missing'),
});

const latenciesPerInterval = 400;

export default studyScenario({
  id: 'canary/lost-latencies',
  asks: 'Some latencies were not recorded. What happens if they count as zero?',
  decides: { caught: 'q8-mann-whitney-latency' },
  code: ['sims/canary/rollout/evidence.ts#take'],
  // On logarithms the estimate of the shift has the standard error of Hodges and Lehmann's.
  caught: ({ latencyMs, latencyFactor, unrecorded }) => {
    if (typeof latencyMs !== 'number') return 'unknown';
    const { latencyThreshold } = defaultDesign;
    const sample = 2 * latenciesPerInterval;
    const perSide = Math.sqrt(1 / (sample * (1 - unrecorded)) + 1 / sample);
    const error = defaultService.latencySigma * Math.sqrt(Math.PI / 3) * perSide;
    const least = Math.max(1 + latencyThreshold, exp(quantileOfTail(0.025) * error));
    return shareReaching(least, latencyFactor, { error, within: 0.05 });
  },
  params,
  study: ({ releases, latencyFactor, unrecorded }) => ({
    plan: {
      phases: [{ percentage: 5, bakeMs: 600_000 }],
      intervalMs: 300_000,
      latenciesPerInterval,
    },
    design: { compareTail: false },
    releases: inTurn(releases, {
      what: 'it is slower, and some of its latencies are missing',
      defect: { latencyFactor, unrecordedLatencies: unrecorded },
      harmless: false,
    }),
  }),
  tells: ({ params, metrics }) =>
    'As zeros they would be the fastest of all and hide a slower release, so they must be left out. ' +
    `With them left out, ${outOf(metrics.caught.value, defectiveCount(metrics), 'slower releases')} were rolled back: they take ${params.latencyFactor} times as long and ` +
    `do not record ${percent(params.unrecorded, 0)} of their latencies.`,
});

// Left out: latencies that are missing because they were long. See canary/timeouts.
