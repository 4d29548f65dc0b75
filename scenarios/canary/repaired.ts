import * as z from 'zod';
import { inTurn, outOf, studyParams, studyScenario } from './common.ts';

const params = studyParams.extend({
  releases: z
    .int()
    .min(1)
    .max(100_000)
    .default(60)
    .describe('number of repairs, each after a rollback'),
  errorRateAdded: z.number().min(0).max(1).default(0.05).describe('added by the release before'),
});

export default studyScenario({
  id: 'canary/repaired',
  asks: 'A release was rolled back, and its repair is rolled out. Is the repair judged only by its own data?',
  decides: { falseAlarms: 'q8-when-in-doubt-rollback' },
  code: ['sims/canary/rollout/canary-rollout.ts#canaryRollout'],
  params,
  study: ({ releases, errorRateAdded }) => ({
    plan: { phases: [{ percentage: 25, bakeMs: 600_000 }] },
    releases: inTurn(releases, {
      what: 'the repair of one that was rolled back',
      defect: {},
      harmless: true,
      repairs: { errorRateAdded },
    }),
  }),
  tells: ({ params, metrics }) =>
    'Yes, because each rollout starts without evidence: with that of the previous release, its errors would count against ' +
    `the repair. ${outOf(metrics.falseAlarms.value, params.releases, 'repairs')} were rolled back, which is chance.`,
});

// Left out: the effect of the rollback itself on the service, which the repair meets.
