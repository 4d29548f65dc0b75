import * as z from 'zod';
import { inDigits } from '../../src/words/numbers.ts';
import { inTurn, outOf, studyParams, studyScenario } from './common.ts';

const params = studyParams.extend({
  requestsPerSecond: z
    .number()
    .positive()
    .max(1e6)
    .default(20_000)
    .describe('requests per second of both versions together'),
  errorRateAdded: z
    .number()
    .min(0)
    .max(1)
    .default(0.000_3)
    .describe('added by every release: too little to matter'),
});

export default studyScenario({
  id: 'canary/trivial-difference',
  asks: 'With a million requests everything is significant. Does everything matter?',
  decides: { falseAlarms: 'canary-100k-enough' },
  code: ['sims/canary/judge/decide.ts#isHarm'],
  params,
  study: ({ releases, errorRateAdded }) => ({
    plan: { phases: [{ percentage: 25, bakeMs: 600_000 }], intervalMs: 600_000 },
    releases: inTurn(releases, {
      what: 'it fails a little more often, which nobody minds',
      defect: { errorRateAdded },
      harmless: true,
    }),
  }),
  tells: ({ params, subject: { design }, metrics }) =>
    'No: with enough requests any difference is significant, so a gate also needs a threshold for what matters. ' +
    `With a rise of ${inDigits(Number((100 * params.errorRateAdded).toFixed(3)))} percentage points on ${inDigits(params.requestsPerSecond * 150)} requests, and a ` +
    `threshold of ${inDigits(Number((100 * design.errorRateThreshold).toFixed(3)))}, ${outOf(metrics.falseAlarms.value, params.releases, 'releases')} were rolled back.`,
});

// Left out: that many small rises add up, if every release may have one.
