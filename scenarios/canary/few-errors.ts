/**
 * The canary is small relative to its control, and few errors are expected on it: a single one by
 * chance stands out.
 */
import * as z from 'zod';
import { inDigits, inPercent, percent } from '../../src/words/numbers.ts';
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
    'No: if only a handful of errors is expected, chi-squared (which compares counts with what was expected) takes a single one on a canary much smaller than its baseline for significant. Fisher’s exact test ' +
    `counts the cases instead: at ${percent(design.alpha, 0)}, with ${inPercent(params.errorRate)} of errors and about ` +
    `${inDigits(params.requestsPerSecond * 3)} requests to the canary, ` +
    `${outOf(metrics.falseAlarms.value, params.releases, 'harmless releases')} were rolled back.`,
});

// Left out: Yates's correction, which errs in the other direction.
