/**
 * Every second release has the defect. All go through phases of 1, 5 and 25% of the traffic, ten
 * minutes each.
 */

import * as z from 'zod';
import { inDigits } from '../../src/words/numbers.ts';
import {
  defectiveCount,
  good,
  harmlessCount,
  inTurn,
  outOf,
  studyParams,
  studyScenario,
} from './common.ts';

const params = studyParams.extend({
  releases: z.int().min(2).max(100_000).default(60).describe('every second one has the defect'),
  errorRateAdded: z.number().min(0).max(1).default(0.01).describe('added by the defect'),
});

export default studyScenario({
  id: 'canary/bad-release',
  asks: 'A release fails one more request in a hundred. How far does it get, and how many users see it?',
  decides: {
    caught: 'q8-phases-1-5-25-100',
    exposed: 'deploy-canary-blast-radius-600x',
    falseAlarms: 'top-canary-flags-gold',
  },
  code: [
    'sims/canary/rollout/canary-rollout.ts#judge',
    'sims/canary/judge/decide.ts#decide',
    'sims/canary/judge/decide.ts#isHarm',
  ],
  params,
  onNodes: true,
  study: ({ releases, errorRateAdded }) => ({
    pauseMs: 600_000,
    releases: inTurn(
      releases,
      {
        what: 'it fails one more request in a hundred',
        defect: { errorRateAdded },
        harmless: false,
      },
      good,
    ),
  }),
  tells: ({ params, metrics }) => {
    const requests = metrics.exposedRequests.quantile(0.5) ?? 0;
    const minutes = (metrics.caughtAfterMs.quantile(0.5) ?? 0) / 60_000;
    const everybody = params.requestsPerSecond * 60 * minutes;
    const times = requests === 0 ? 0 : everybody / requests;
    return (
      'A bad release gets as far as the phase in which the canary has enough requests for the test, and is rolled back there: ' +
      `${outOf(metrics.caught.value, defectiveCount(metrics), 'releases with the defect')} were. Half of them were rolled back within ` +
      `${minutes.toFixed(0)} minutes and ${inDigits(Math.round(requests))} requests, ${times.toFixed(0)} times fewer than at full traffic. ` +
      `Of the harmless ones ${outOf(metrics.falseAlarms.value, harmlessCount(metrics))} were rolled back by mistake.`
    );
  },
});

// Left out: users. A request is an independent trial here, and the cost of a failed one is not
// modelled.
