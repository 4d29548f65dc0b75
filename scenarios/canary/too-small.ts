import * as z from 'zod';
import { inDigits } from '../../src/words/numbers.ts';
import { defectiveCount, inTurn, outOf, studyParams, studyScenario } from './common.ts';

const params = studyParams.extend({
  requestsPerSecond: z
    .number()
    .positive()
    .max(1e6)
    .default(50)
    .describe('requests per second of both versions together'),
  errorRateAdded: z.number().min(0).max(1).default(0.005).describe('added by every release'),
});

export default studyScenario({
  id: 'canary/too-small',
  asks: 'A few hundred requests showed no significant difference. Is that a pass?',
  decides: { caught: 'canary-half-percent-under-1000-noise' },
  code: ['sims/canary/judge/decide.ts#findingOf', 'sims/canary/judge/decide.ts#excludesHarm'],
  params,
  study: ({ releases, errorRateAdded }) => ({
    plan: { phases: [{ percentage: 1, bakeMs: 600_000 }] },
    releases: inTurn(releases, {
      what: 'it fails more often',
      defect: { errorRateAdded },
      harmless: false,
    }),
  }),
  tells: ({ params, metrics }) =>
    `No: a small sample misses most defects: of releases that fail ${inDigits(100 * params.errorRateAdded)} percentage points more often, ${outOf(metrics.caught.value, defectiveCount(metrics))} were rolled back on about ` +
    `${inDigits(params.requestsPerSecond * 6)} requests. ` +
    `${metrics.undecided.value} were held back, because the confidence interval of the difference still has such a rise in it, and ` +
    `${metrics.missed.value} promoted.`,
});

// Left out: what to do with the releases held back: wait for more requests, or inspect them.
