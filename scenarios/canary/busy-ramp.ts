/**
 * The control is the rest of the fleet. The canary sees most of its requests in the last phase,
 * when the service is busiest and fails most often.
 */
import { good, inTurn, outOf, studyParams, studyScenario } from './common.ts';

export default studyScenario({
  id: 'canary/busy-ramp',
  asks: 'Traffic shares and error rates both rise during a rollout. Which version do the pooled counts blame?',
  decides: { falseAlarms: 'q8-phases-1-5-25-100' },
  code: [
    'sims/canary/judge/error-rate.ts#compareErrorRates',
    'src/statistics/mantel-haenszel.ts#mantelHaenszel',
  ],
  params: studyParams,
  study: ({ releases }) => ({
    // Every rollout begins with the day: two phases of three hours, while errors rise.
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
    `${outOf(metrics.falseAlarms.value, params.releases)} of the harmless releases were rolled back. Each phase should be ` +
    'compared with itself (Mantel and Haenszel): pooled counts blame the canary, because its requests come from the busy hours.',
});

// Left out: comparing phases separately, which costs power instead.
