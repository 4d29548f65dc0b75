import * as z from 'zod';
import { good, inTurn, outOf, studyParams, studyScenario } from './common.ts';

const params = studyParams.extend({
  coldFactor: z
    .number()
    .min(1)
    .max(100)
    .default(2)
    .describe('how many times more errors a newly started instance has'),
  warmUpMs: z
    .number()
    .positive()
    .default(300_000)
    .describe('until the excess has fallen to a third'),
});

export default studyScenario({
  id: 'canary/old-fleet',
  asks: 'May a canary that has just started be compared with a fleet that has been running for a week?',
  decides: { falseAlarms: 'q8-baseline-same-time' },
  code: [
    'sims/canary/rollout/drawn-traffic.ts#controlFor',
    'sims/canary/traffic/service.ts#coldness',
  ],
  params,
  study: ({ releases, coldFactor, warmUpMs }) => ({
    service: { coldFactor, warmUpMs },
    plan: { phases: [{ percentage: 25, bakeMs: 600_000 }] },
    releases: inTurn(releases, good),
  }),
  tells: ({ params, metrics }) =>
    `No: instances that have just started have cold caches and fail ${params.coldFactor} times as often here, so a good canary looks bad. ` +
    'Against a baseline of fresh instances of the old version that started together with the canary, ' +
    `${outOf(metrics.falseAlarms.value, params.releases, 'harmless releases')} were rolled back.`,
});

// Left out: effects of age in the other direction, such as leaks, which an old fleet has and a
// canary does not.
