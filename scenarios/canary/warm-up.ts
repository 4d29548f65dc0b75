/**
 * The control is the old fleet, which is warm. Observations during the canary's warm-up are left
 * out or, with `warmUpMs=0`, included.
 */
import * as z from 'zod';
import { defectiveCount, good, inTurn, outOf, studyParams, studyScenario } from './common.ts';

const params = studyParams.extend({
  skippedMs: z
    .number()
    .min(0)
    .max(3_600_000)
    .default(1_800_000)
    .describe('how much of the beginning is left out'),
  coldFactor: z
    .number()
    .min(1)
    .max(100)
    .default(3)
    .describe('how many times worse a cold instance is'),
  errorRateAdded: z.number().min(0).max(1).default(0.01).describe('added by every second release'),
});

const warmUpMs = 300_000;

export default studyScenario({
  id: 'canary/warm-up',
  asks: 'Should the first minutes of a canary count towards its verdict?',
  decides: { caught: 'q8-warmup-ignored' },
  code: ['sims/canary/rollout/canary-rollout.ts#bake', 'sims/canary/traffic/service.ts#coldness'],
  params,
  study: ({ releases, skippedMs, coldFactor, errorRateAdded }) => ({
    service: { coldFactor, warmUpMs },
    plan: { phases: [{ percentage: 25, bakeMs: 900_000 }], warmUpMs: skippedMs },
    releases: inTurn(releases, good, {
      what: 'it fails more often',
      defect: { errorRateAdded },
      harmless: false,
    }),
  }),
  tells: ({ params, metrics }) =>
    'No: an instance that warms up fails more often, whatever the release. ' +
    `With the first ${params.skippedMs / 60_000} minutes left out, ` +
    `${outOf(metrics.falseAlarms.value, params.releases - defectiveCount(metrics), 'harmless releases')} were ` +
    `rolled back, and ${outOf(metrics.caught.value, defectiveCount(metrics), 'with a defect')}. A baseline that ` +
    'starts with the canary warms up with it, so less must be left out.',
});

// Left out: a cold start that is itself the defect, because the new version warms up more slowly.
