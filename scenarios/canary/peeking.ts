/**
 * Asks: What does it do to a 5% test to look at it every minute for an hour?
 *
 * Every release is harmless. With the rule on, alpha is spent over the sixty looks; without it, each
 * look is a test of its own.
 */
import { z } from 'zod';
import { quantileOfTail } from '../../sims/canary/statistics/distributions.ts';
import { crossingProbabilities } from '../../sims/canary/statistics/group-sequential.ts';
import { good, inTurn, outOf, percent, studyParams, studyScenario } from './common.ts';

const params = studyParams.extend({
  releases: z.int().min(1).max(100_000).default(60).describe('how many releases are rolled out'),
});

const looks = 60;

/** The chance of a false alarm for so many looks at a nominal alpha. */
function naiveRate(alpha: number): number {
  const z = quantileOfTail(alpha / 2);
  const each = crossingProbabilities(Array.from({ length: looks }, () => z));
  return each.reduce((sum, probability) => sum + probability, 0);
}

export default studyScenario({
  id: 'canary/peeking',
  asks: 'What does it do to a 5% test to look at it every minute for an hour?',
  claims: ['q8-wait-until-significant'],
  params,
  study: ({ releases }) => ({
    plan: {
      phases: [{ percentage: 25, bakeMs: looks * 60_000 }],
      looks: 'every-interval' as const,
    },
    // Any difference counts, however small: what is left is the test alone.
    design: { errorRateThreshold: 1e-9 },
    releases: inTurn(releases, good),
  }),
  tells: ({ params, subject: { design }, metrics }) =>
    `Of the harmless releases ${outOf(metrics.falseAlarms.value, params.releases)} were rolled back. ` +
    `Sixty looks at a nominal ${percent(design.alpha, 0)} would find something in ${percent(naiveRate(design.alpha))} ` +
    'of all harmless releases in either direction, and waiting until it is significant finds it in the end; looks ' +
    'that share one alpha do not.',
});

// Left out: looks that come when somebody is worried. Spending functions allow for them, too.
