/** Load and error rates swing over the day, and releases come at all hours. */
import { z } from 'zod';
import { percent } from '../../src/words/numbers.ts';
import { good, inTurn, outOf, studyParams, studyScenario } from './common.ts';

const params = studyParams.extend({
  dailySwing: z
    .number()
    .min(0)
    .max(0.9)
    .default(0.5)
    .describe('of load and error rates, beside their means'),
});

export default studyScenario({
  id: 'canary/before-after',
  asks: 'May a release be compared with how the service did just before it?',
  decides: { falseAlarms: 'q8-baseline-same-time' },
  params,
  study: ({ releases, dailySwing }) => ({
    service: { dailySwing, dailyErrorSwing: dailySwing },
    plan: { phases: [{ percentage: 25, bakeMs: 3_600_000 }] },
    design: { errorRateThreshold: 0.0005, ratioAlpha: 0 },
    releases: inTurn(releases, good),
  }),
  tells: ({ params, metrics }) =>
    `While errors swing by ${percent(params.dailySwing, 0)} over the day, ` +
    `${outOf(metrics.falseAlarms.value, params.releases)} of the harmless releases were rolled back. A control ` +
    'that runs at the same time swings as the canary does; the hour before does not.',
});

// Left out: weekends, sales and outages of others, which no before/after comparison knows of either.
