import { z } from 'zod';
import { good, inTurn, outOf, studyParams, studyScenario } from './common.ts';

const params = studyParams.extend({
  coldFactor: z
    .number()
    .min(1)
    .max(100)
    .default(2)
    .describe('how many times more errors an instance has that has just started'),
  warmUpMs: z
    .number()
    .positive()
    .default(300_000)
    .describe('until the excess has fallen to a third'),
});

export default studyScenario({
  id: 'canary/old-fleet',
  asks: 'May a canary that has just started be compared with the fleet that has run for a week?',
  decides: { falseAlarms: 'q8-baseline-same-time' },
  params,
  study: ({ releases, coldFactor, warmUpMs }) => ({
    service: { coldFactor, warmUpMs },
    plan: { phases: [{ percentage: 25, bakeMs: 600_000 }] },
    releases: inTurn(releases, good),
  }),
  tells: ({ params, metrics }) =>
    `Instances that have just started fail ${params.coldFactor} times as often. Beside a baseline that started ` +
    `with the canary ${outOf(metrics.falseAlarms.value, params.releases)} of the harmless releases were rolled back.`,
});

// Left out: what ages the other way round, such as leaks, which an old fleet has and a canary has not.
