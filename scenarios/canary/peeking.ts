/**
 * Every release is harmless. With the rule on, alpha is spent over the sixty looks; without it, each
 * look is a test of its own.
 */
import { z } from 'zod';
import { defaultDesign } from '../../sims/canary/judge/design.ts';
import { quantileOfTail } from '../../src/statistics/distributions.ts';
import { crossingProbabilities } from '../../src/statistics/group-sequential.ts';
import { percent } from '../../src/words/numbers.ts';
import { good, inTurn, outOf, studyParams, studyScenario } from './common.ts';
import { between } from './intervals.ts';

const params = studyParams.extend({
  releases: z.int().min(1).max(100_000).default(80).describe('how many releases are rolled out'),
});

const looks = 60;
const { alpha } = defaultDesign;

/** The chance that one of so many looks at a nominal alpha is significant. */
function naiveRate(): number {
  // A recursion over sixty densities, which takes as long as a dozen releases: once is enough.
  known ??= crossingProbabilities(
    Array.from({ length: looks }, () => quantileOfTail(alpha / 2)),
  ).reduce((sum, probability) => sum + probability, 0);
  return known;
}

let known: number | undefined;

export default studyScenario({
  id: 'canary/peeking',
  asks: 'What does it do to a 5% test to look at it every minute for an hour?',
  decides: {},
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
  expect: ({ releases }) => [
    {
      id: 'waiting-makes-significant',
      text:
        'if every look is a test at alpha by itself, as many harmless releases become significant, in either direction, ' +
        'as sixty correlated looks make (Armitage, McPherson and Rowe, by recursion)',
      claim: 'q8-wait-until-significant',
      measured: ({ significant }) => significant.value,
      bound: between(releases, { low: naiveRate(), high: naiveRate() }),
    },
  ],
  tells: ({ params, subject: { design }, metrics }) =>
    `Looked at sixty times at a nominal ${percent(design.alpha, 0)}, ${outOf(metrics.significant.value, params.releases)} of the ` +
    `harmless releases became significant at some look, in either direction (closed form ${percent(naiveRate())}): ` +
    'waiting until it is significant finds something in the end. With one alpha spent over the looks, ' +
    `${outOf(metrics.falseAlarms.value, params.releases)} were rolled back.`,
});

// Left out: looks that come when somebody is worried. Spending functions allow for them, too.
