import * as z from 'zod';
import { defaultDesign } from '../../sims/canary/judge/design.ts';
import { inDigits, percent } from '../../src/words/numbers.ts';
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
  slowShare: z
    .number()
    .min(0)
    .max(1)
    .default(0.1)
    .describe('share of every release’s requests that hang'),
});

const timeoutMs = 2_000;
const latenciesPerInterval = 600;
const tailThreshold = 5;
const beyond = 1 - defaultDesign.tailQuantile;

export default studyScenario({
  id: 'canary/timeouts',
  asks: 'Requests that take too long are abandoned. Should their latencies count?',
  decides: { caught: 'q8-mann-whitney-latency' },
  code: ['sims/canary/rollout/evidence.ts#take'],
  // Every request that hangs lies beyond the baseline's quantile, together with its share of the
  // others.
  caught: ({ latencyMs, slowShare }) => {
    if (typeof latencyMs !== 'number') return 'unknown';
    const expected = 2 * latenciesPerInterval * beyond;
    const ratio = (slowShare + (1 - slowShare) * beyond) / beyond;
    const error = Math.sqrt(1 / expected + 1 / (expected * ratio));
    return shareReaching(tailThreshold, ratio, { error, within: 0.2 });
  },
  params,
  study: ({ releases, slowShare }) => ({
    service: { timeoutMs },
    plan: {
      phases: [{ percentage: 5, bakeMs: 600_000 }],
      intervalMs: 300_000,
      latenciesPerInterval,
    },
    design: { latencyThreshold: 0.2, tailThreshold },
    releases: inTurn(releases, {
      what: 'a tenth of its requests hang',
      defect: { slowShare, slowFactor: 10_000 },
      harmless: false,
    }),
  }),
  tells: ({ params, metrics }) =>
    'Yes, as the timeout: the requests that finish are as fast as ever, and without the others nothing would be seen. ' +
    `${percent(params.slowShare, 0)} of the requests hang until they are abandoned; with those counted as ` +
    `${inDigits(timeoutMs)} ms, ${outOf(metrics.caught.value, defectiveCount(metrics), 'releases')} were rolled back.`,
});

// Left out: that an abandoned request may also count as an error.
