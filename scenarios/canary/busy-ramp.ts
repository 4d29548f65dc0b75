/**
 * The control is all the rest of the fleet. The canary sees most of its requests in the last phase,
 * when the service is busiest and fails most often.
 */
import { good, inTurn, outOf, studyParams, studyScenario } from './common.ts';

export default studyScenario({
  id: 'canary/busy-ramp',
  asks: 'Traffic shares and error rates both rise through a rollout. Whom do the pooled counts blame?',
  decides: { falseAlarms: 'q8-phases-1-5-25-100' },
  params: studyParams,
  study: ({ releases }) => ({
    // Every rollout begins when the day does: two phases of three hours, while errors rise.
    service: { dailyErrorSwing: 0.9 },
    plan: {
      phases: [
        { percentage: 5, bakeMs: 10_800_000 },
        { percentage: 50, bakeMs: 9_000_000 },
      ],
      intervalMs: 900_000,
      control: 'rest' as const,
    },
    design: { errorRateThreshold: 0.0005 },
    pauseMs: 86_400_000 - 10_800_000 - 9_000_000,
    releases: inTurn(releases, good),
  }),
  tells: ({ params, metrics }) =>
    `${outOf(metrics.falseAlarms.value, params.releases)} of the harmless releases were rolled back. Each phase is ` +
    'compared with itself (Mantel and Haenszel); put together, the canary’s requests are those of the busy hours.',
});

// Left out: phases that are compared separately, which costs power instead.
