import * as z from 'zod';
import { defaultDesign } from '../../sims/canary/judge/design.ts';
import { normalUpperTail, quantileOfTail } from '../../src/statistics/distributions.ts';
import { inDigits } from '../../src/words/numbers.ts';
import { inTurn, outOf, studyParams, studyScenario } from './common.ts';
import { between } from './intervals.ts';

const params = studyParams.extend({
  errorRateAdded: z.number().min(0).max(1).default(0.2).describe('added by the defect'),
  unrecorded: z
    .number()
    .min(0)
    .max(1)
    .default(1)
    .describe('share of the failing requests that are never counted'),
});

type Params = z.output<typeof params>;

const [percentage, bakeMs] = [5, 600_000];

/** The share of releases whose canary has implausibly few recorded requests. */
function shareNoticed({
  requestsPerSecond,
  errorRate,
  errorRateAdded,
  unrecorded,
}: Params): number {
  const sent = requestsPerSecond * (percentage / 100) * (bakeMs / 1_000);
  const recorded = sent * (1 - unrecorded * Math.min(1, errorRate + errorRateAdded));
  const off = (sent - recorded) / Math.sqrt(sent + recorded);
  return normalUpperTail(quantileOfTail(defaultDesign.ratioAlpha / 2) - off);
}

export default studyScenario({
  id: 'canary/unrecorded-errors',
  asks: 'A canary’s failing requests crash before they are counted. Do its metrics look good?',
  decides: {},
  code: ['sims/canary/judge/sample-ratio.ts#sampleRatio', 'sims/canary/judge/decide.ts#decide'],
  caught: (params) => ({ low: 0, high: 1 - shareNoticed(params) }),
  expect: (params) => [
    {
      id: 'held-back',
      text: 'the sample ratio reveals as many as its test has power to find, and they are held back',
      measured: ({ undecided }) => undecided.value,
      bound: between(params.releases, { low: shareNoticed(params), high: 1 }),
    },
  ],
  params,
  study: ({ releases, errorRateAdded, unrecorded }) => ({
    plan: { phases: [{ percentage, bakeMs }] },
    releases: inTurn(releases, {
      what: 'its failing requests are not counted',
      defect: { errorRateAdded, unrecordedErrors: unrecorded },
      harmless: false,
    }),
  }),
  tells: ({ params, metrics }) =>
    'Yes: a request that crashes before it is counted is no error in the metrics. But its traffic is missing as well, ' +
    'so the canary’s share of the counts is too small (sample ratio mismatch): ' +
    `${outOf(metrics.undecided.value, params.releases, 'such releases')} were held back for it, and ${inDigits(metrics.missed.value)} promoted.`,
});

// Left out: losses that hit both versions alike, which bias the rates but not the ratio.
