/**
 * Every release is harmless. With the rule on, alpha is spent over the sixty looks; without it,
 * each look is a test by itself.
 */
import * as z from 'zod';
import { defaultDesign } from '../../sims/canary/judge/design.ts';
import { quantileOfTail } from '../../src/statistics/distributions.ts';
import { crossingProbabilities } from '../../src/statistics/group-sequential.ts';
import { percent } from '../../src/words/numbers.ts';
import { good, inTurn, outOf, studyParams, studyScenario } from './common.ts';
import { between } from './intervals.ts';

const params = studyParams.extend({
  releases: z.int().min(1).max(100_000).default(80).describe('number of releases'),
});

const looks = 60;
const { alpha } = defaultDesign;

/** The probability that one of that many looks at a nominal alpha is significant. */
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
  asks: 'What happens to a 5% test if one looks at it every minute for an hour?',
  decides: {},
  claims: ['q8-wait-until-significant'],
  code: ['sims/canary/rollout/plan.ts#alphaByLook', 'sims/canary/judge/looks.ts#alphaAtLook'],
  params,
  study: ({ releases }) => ({
    plan: {
      phases: [{ percentage: 25, bakeMs: looks * 60_000 }],
      looks: 'every-interval' as const,
    },
    // Any difference counts, however small, so that only the test decides.
    design: { errorRateThreshold: 1e-9 },
    releases: inTurn(releases, good),
  }),
  expect: ({ releases }) => [
    {
      id: 'waiting-makes-significant',
      text:
        'if every look is a test at alpha, as many harmless releases become significant, in either direction, ' +
        'as sixty correlated looks imply (Armitage, McPherson and Rowe, by recursion)',
      claim: 'q8-wait-until-significant',
      measured: ({ significant }) => significant.value,
      bound: between(releases, { low: naiveRate(), high: naiveRate() }),
    },
  ],
  tells: ({ params, subject: { design }, metrics }) =>
    `A test that is looked at again and again is no longer a ${percent(design.alpha, 0)} test, because each look is another chance of a false alarm: ` +
    `with sixty looks ${outOf(metrics.significant.value, params.releases, 'harmless releases')} were significant at one of them, ` +
    `for better or worse (${percent(naiveRate())} by the closed form). ` +
    'If the 5% (alpha, the significance level) are shared out over all looks, as a group-sequential test does, ' +
    `${outOf(metrics.falseAlarms.value, params.releases)} were rolled back. Only a change for the worse rolls back, which is half of the false alarms.`,
});

// Left out: looks at irregular times, when an engineer is worried. Spending functions allow for
// them, too.
