import * as z from 'zod';
import { inTurn, outOf, studyParams, studyScenario } from './common.ts';

export default studyScenario({
  id: 'canary/no-traffic',
  asks: 'A canary gets no traffic at all. Is it promoted?',
  decides: {},
  code: ['sims/canary/judge/decide.ts#decide'],
  params: studyParams.extend({
    releases: z.int().min(1).max(100_000).default(20).describe('number of releases'),
  }),
  study: ({ releases }) => ({
    plan: { phases: [{ percentage: 5, bakeMs: 600_000 }] },
    // The ratio would reveal it as well; here only the sample size is tested.
    design: { ratioAlpha: 0 },
    releases: inTurn(releases, {
      what: 'it is not registered with the load balancer',
      defect: { noTraffic: true, errorRateAdded: 0.5 },
      harmless: false,
    }),
  }),
  tells: ({ params, metrics }) =>
    `${metrics.missed.value === 0 ? 'No: zero errors on zero requests prove nothing' : 'Yes'}. ` +
    `${outOf(metrics.undecided.value, params.releases, 'releases without any traffic')} were held back for lack of data, ` +
    `and ${metrics.missed.value} promoted.`,
});

// Left out: metrics that arrive late, which look the same at first.
