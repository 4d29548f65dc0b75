import { z } from 'zod';
import { percent } from '../../src/words/numbers.ts';
import { defectiveCount, inTurn, outOf, studyParams, studyScenario } from './common.ts';

const params = studyParams.extend({
  requestsPerSecond: z
    .number()
    .positive()
    .max(1e6)
    .default(50)
    .describe('of both versions together'),
  errorRateAdded: z.number().min(0).max(1).default(0.005).describe('by every release'),
});

export default studyScenario({
  id: 'canary/too-small',
  asks: 'Nothing significant was found on a few hundred requests. Is that a pass?',
  decides: { caught: 'canary-half-percent-under-1000-noise' },
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
    `Every release fails ${percent(params.errorRateAdded)} points more often. On about ` +
    `${params.requestsPerSecond * 6} requests ${outOf(metrics.caught.value, defectiveCount(metrics))} were rolled back; ` +
    `of the rest ${metrics.undecided.value} were held back, since such a rise was not excluded, and ` +
    `${metrics.missed.value} were promoted.`,
});

// Left out: what to do with those that are held back: wait for more requests, or look at them.
