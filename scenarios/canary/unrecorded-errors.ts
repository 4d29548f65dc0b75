/**
 * Asks: A canary’s failing requests crash before they are counted. Do its metrics look good?
 */
import { z } from 'zod';
import { inTurn, outOf, studyParams, studyScenario } from './common.ts';

const params = studyParams.extend({
  errorRateAdded: z.number().min(0).max(1).default(0.2).describe('by the defect'),
  unrecorded: z
    .number()
    .min(0)
    .max(1)
    .default(1)
    .describe('share of the failing requests that are never counted'),
});

export default studyScenario({
  id: 'canary/unrecorded-errors',
  asks: 'A canary’s failing requests crash before they are counted. Do its metrics look good?',
  claims: ['q8-2pct-100k-real'],
  params,
  study: ({ releases, errorRateAdded, unrecorded }) => ({
    plan: { phases: [{ percentage: 5, bakeMs: 600_000 }] },
    releases: inTurn(releases, {
      what: 'its failing requests are not counted',
      defect: { errorRateAdded, unrecordedErrors: unrecorded },
      harmless: false,
    }),
  }),
  tells: ({ params, metrics }) =>
    `${outOf(metrics.missed.value, params.releases)} of these releases were promoted. Their errors are missing, and ` +
    'with them a part of their traffic: the canary’s share of what is counted gives them away.',
});

// Left out: losses that hit both versions alike, which bias the rates but not the ratio.
