import * as z from 'zod';
import { good, inTurn, outOf, studyParams, studyScenario } from './common.ts';

const params = studyParams.extend({
  requestsPerUser: z
    .int()
    .min(1)
    .max(10_000)
    .default(20)
    .describe('requests per user, which all fail together or not at all'),
});

export default studyScenario({
  id: 'canary/broken-client',
  asks: 'One broken client fails all of its requests. How many observations are they?',
  decides: { falseAlarms: 'q8-chi-fisher-errors' },
  code: ['sims/canary/rollout/evidence.ts#shareOf'],
  params,
  study: ({ releases, requestsPerUser }) => ({
    service: { requestsPerUser },
    plan: { phases: [{ percentage: 25, bakeMs: 600_000 }] },
    design: { errorRateThreshold: 1e-9 },
    releases: inTurn(releases, good),
  }),
  tells: ({ params, metrics }) =>
    `One, so count users: a user’s ${params.requestsPerUser} requests fail together and are not independent. If users are counted, ` +
    `${outOf(metrics.falseAlarms.value, params.releases, 'harmless releases')} were rolled back; counting ` +
    `requests overstates the number of observations ${params.requestsPerUser} times.`,
});

// Left out: clients of very different weight. With any way of counting, the heaviest then decides
// alone.
