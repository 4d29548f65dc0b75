/** Load and error rates swing over the day, and releases start at all hours. */
import * as z from 'zod';
import { percent } from '../../src/words/numbers.ts';
import { good, inTurn, outOf, studyParams, studyScenario } from './common.ts';

const params = studyParams.extend({
  dailySwing: z
    .number()
    .min(0)
    .max(0.9)
    .default(0.5)
    .describe('amplitude of load and error rates, relative to their means'),
});

export default studyScenario({
  id: 'canary/before-after',
  asks: 'May a release be compared with the service just before it?',
  decides: { falseAlarms: 'q8-baseline-same-time' },
  code: ['sims/canary/rollout/drawn-traffic.ts#drawnTraffic'],
  params,
  study: ({ releases, dailySwing }) => ({
    service: { dailySwing, dailyErrorSwing: dailySwing },
    plan: { phases: [{ percentage: 25, bakeMs: 3_600_000 }] },
    design: { errorRateThreshold: 0.0005, ratioAlpha: 0 },
    releases: inTurn(releases, good),
  }),
  tells: ({ params, metrics }) =>
    'No: load and error rates change over the day, and the comparison would blame that on the release. A control that ' +
    `runs at the same time changes with the canary: with a daily swing of errors of ${percent(params.dailySwing, 0)}, ` +
    `${outOf(metrics.falseAlarms.value, params.releases, 'harmless releases')} were rolled back.`,
});

// Left out: weekends, sales and outages of other services, which a before/after comparison also
// misses.
