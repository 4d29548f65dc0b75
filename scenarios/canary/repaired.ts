import { z } from 'zod';
import { inTurn, outOf, studyParams, studyScenario } from './common.ts';

const params = studyParams.extend({
  releases: z.int().min(1).max(100_000).default(60).describe('repairs, each after a rollback'),
  errorRateAdded: z.number().min(0).max(1).default(0.05).describe('by the release before'),
});

export default studyScenario({
  id: 'canary/repaired',
  asks: 'A release was rolled back, and its repair is rolled out. Is it judged by what it does?',
  decides: { falseAlarms: 'q8-when-in-doubt-rollback' },
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
    `${outOf(metrics.falseAlarms.value, params.releases)} of the repairs were rolled back. Each began with no evidence; ` +
    'with that of the release before, its errors would have counted again.',
});

// Left out: what the rollback itself does to the service, which the repair meets on its way.
