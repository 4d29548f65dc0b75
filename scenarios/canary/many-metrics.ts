/**
 * Asks: Gates on 24 metrics at 5% each: how often is a harmless release rolled back?
 */
import { good, inTurn, outOf, percent, studyParams, studyScenario } from './common.ts';

const metricsCount = 24;

export default studyScenario({
  id: 'canary/many-metrics',
  asks: 'Gates on 24 metrics at 5% each: how often is a harmless release rolled back?',
  claims: ['q8-p05-gates'],
  params: studyParams,
  study: ({ releases, errorRate }) => ({
    service: {
      endpoints: Array.from({ length: metricsCount }, (_, place) => ({
        name: `e${place + 1}`,
        share: 1 / metricsCount,
        errorRate,
      })),
    },
    plan: { phases: [{ percentage: 25, bakeMs: 600_000 }], intervalMs: 600_000 },
    design: { errorRateThreshold: 1e-9 },
    releases: inTurn(releases, good),
  }),
  tells: ({ params, subject: { design }, metrics }) =>
    `Of the harmless releases ${outOf(metrics.falseAlarms.value, params.releases)} were rolled back, with the ` +
    `p-values of ${metricsCount} metrics adjusted for their number. ${metricsCount} independent tests at ` +
    `${percent(design.alpha, 0)} each would find a difference in ${percent(1 - (1 - design.alpha) ** metricsCount)} ` +
    'of all cases, half of them for the worse.',
});

// Left out: metrics that move together. Holm's adjustment holds for them too, and costs more power.
