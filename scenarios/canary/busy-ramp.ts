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
    'The canary, although it is harmless: most of its requests come in the last phase, from the busy hours in which every ' +
    'version fails more (Simpson’s paradox). If each phase is compared with itself (Mantel and Haenszel), ' +
    `${outOf(metrics.falseAlarms.value, params.releases, 'harmless releases')} were rolled back.`,
});

// Left out: comparing phases separately, which costs power instead.
