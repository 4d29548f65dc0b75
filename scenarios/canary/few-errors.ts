/**
 * The canary is small relative to its control, and few errors are expected on it: a single one by
 * chance stands out.
 */
import { z } from 'zod';
import { percent } from '../../src/words/numbers.ts';
import { good, inTurn, outOf, studyParams, studyScenario } from './common.ts';

const params = studyParams.extend({
  releases: z.int().min(1).max(100_000).default(600).describe('number of releases'),
  requestsPerSecond: z
    .number()
    .positive()
    .max(1e6)
    .default(50)
    .describe('requests per second of both versions together'),
  errorRate: z.number().min(0).max(1).default(0.001).describe('error rate of the old version'),
});

export default studyScenario({
  id: 'canary/few-errors',
  asks: 'A handful of errors on a small canary: is chi-squared good enough?',
  decides: { falseAlarms: 'q8-chi-fisher-errors' },
  code: ['sims/canary/judge/error-rate.ts#testOf', 'src/statistics/fisher.ts#fisherExact'],
  params,
  study: ({ releases }) => ({
    plan: {
      phases: [{ percentage: 0.5, bakeMs: 600_000 }],
      intervalMs: 600_000,
      control: 'rest' as const,
    },
    releases: inTurn(releases, good),
  }),
  tells: ({ params, subject: { design }, metrics }) =>
    `${outOf(metrics.falseAlarms.value, params.releases)} of the harmless releases were rolled back at ` +
    `${percent(design.alpha, 0)}, with ${percent(params.errorRate, 2)} of errors and about ${params.requestsPerSecond * 3} requests to the canary. ` +
    'Fisher’s test counts the cases; chi-squared takes a single error for significant.',
});

// Left out: Yates's correction, which errs in the other direction.
