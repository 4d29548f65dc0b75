import * as z from 'zod';
import { defectiveCount, inTurn, outOf, studyParams, studyScenario } from './common.ts';

const params = studyParams.extend({
  errorRateAdded: z.number().min(0).max(1).default(0.02).describe('added by every release'),
});

export default studyScenario({
  id: 'canary/wrong-direction',
  asks: 'A metric’s sign is the wrong way round in the configuration. Which releases pass?',
  decides: { caught: 'canary-ci-overlap-rule' },
  code: ['sims/canary/judge/decide.ts#isHarm'],
  params,
  study: ({ releases, errorRateAdded }) => ({
    plan: { phases: [{ percentage: 25, bakeMs: 600_000 }] },
    releases: inTurn(releases, {
      what: 'it fails more often',
      defect: { errorRateAdded },
      harmless: false,
    }),
  }),
  tells: ({ metrics }) =>
    'The bad ones: with the sign the wrong way round more errors look like an improvement. With the right sign ' +
    `${outOf(metrics.caught.value, defectiveCount(metrics), 'releases with the defect')} were rolled back, and ` +
    `${metrics.missed.value} promoted.`,
});

// Left out: metrics of which a rise is good, such as orders. Each has a direction of its own.
