import { defaultDesign } from '../../sims/canary/judge/design.ts';
import { pow } from '../../src/kernel/elementary.ts';
import { percent } from '../../src/words/numbers.ts';
import { shareOfDifference } from './closed-form.ts';
import { good, inTurn, outOf, type StudyParams, studyParams, studyScenario } from './common.ts';
import { between } from './intervals.ts';

const metricsCount = 24;
const [percentage, bakeMs] = [25, 600_000];

/** The share of releases in which at least one gate finds a difference by chance. */
function anyGate({ requestsPerSecond, errorRate }: StudyParams): number {
  const requests = (requestsPerSecond * (percentage / 100) * (bakeMs / 1_000)) / metricsCount;
  const version = { trials: Math.round(requests), rate: errorRate };
  const each = shareOfDifference({
    canary: version,
    baseline: version,
    alpha: defaultDesign.alpha,
  });
  return 1 - pow(1 - each, metricsCount);
}

export default studyScenario({
  id: 'canary/many-metrics',
  asks: 'Gates on 24 metrics at 5% each: how often is a harmless release rolled back?',
  decides: {},
  claims: ['q8-p05-gates'],
  code: ['sims/canary/judge/decide.ts#decide', 'src/statistics/multiple.ts#holm'],
  params: studyParams,
  study: ({ releases, errorRate }) => ({
    service: {
      endpoints: Array.from({ length: metricsCount }, (_, place) => ({
        name: `e${place + 1}`,
        share: 1 / metricsCount,
        errorRate,
      })),
    },
    plan: { phases: [{ percentage, bakeMs }], intervalMs: bakeMs },
    design: { errorRateThreshold: 1e-9 },
    releases: inTurn(releases, good),
  }),
  expect: (params) => [
    {
      id: 'many-gates-find-something',
      text:
        'if each of 24 metrics is a gate at alpha, at least one is significant in as many harmless ' +
        'releases as with 24 independent tests of such small counts',
      claim: 'q8-p05-gates',
      measured: ({ significant }) => significant.value,
      bound: between(params.releases, { low: anyGate(params), high: anyGate(params) }),
    },
  ],
  tells: ({ params, subject: { design }, metrics }) =>
    `In most cases some gate fails by chance: ${outOf(metrics.significant.value, params.releases, 'harmless releases')} had at least one of ${metricsCount} gates significant at ${percent(design.alpha, 0)}, ` +
    `for better or worse (${percent(anyGate(params))} by the closed form). ` +
    `With p-values that are corrected for the number of metrics (Holm), ${outOf(metrics.falseAlarms.value, params.releases)} were rolled back. ` +
    `The bound is 1 - (1 - alpha)^${metricsCount}, ${percent(1 - pow(1 - design.alpha, metricsCount))}, the family-wise error rate of independent tests.`,
});

// Left out: metrics that are correlated. Holm's adjustment holds for them too, and costs more
// power.
