import * as z from 'zod';
import { inDigits, percent } from '../../src/words/numbers.ts';
import { good, inTurn, outOf, studyParams, studyScenario } from './common.ts';

const params = studyParams.extend({
  releases: z
    .int()
    .min(1)
    .max(100_000)
    .default(365)
    .describe('a tenth of a year of ten deploys per day'),
});

const deploysInAYear = 3_650;

export default studyScenario({
  id: 'canary/false-rollbacks',
  asks: 'With ten deploys per day, how many good releases are rolled back in a year?',
  decides: { falseAlarms: 'deploy-ten-a-day-3650' },
  code: ['sims/canary/judge/decide.ts#findingOf', 'sims/canary/judge/decide.ts#isHarm'],
  params,
  study: ({ releases }) => ({
    plan: { phases: [{ percentage: 25, bakeMs: 600_000 }], intervalMs: 600_000 },
    design: { errorRateThreshold: 1e-9 },
    releases: inTurn(releases, good),
  }),
  tells: ({ params, subject: { design }, metrics }) => {
    const share = metrics.falseAlarms.value / params.releases;
    return (
      `About ${(share * deploysInAYear).toFixed(0)} of ${inDigits(deploysInAYear)}: ` +
      `${outOf(metrics.falseAlarms.value, params.releases, 'good releases')} were rolled back. A test at ${percent(design.alpha, 0)} that looks in ` +
      `either direction has half of its false alarms on the side of harm, ${((design.alpha / 2) * deploysInAYear).toFixed(0)} a year.`
    );
  },
});

// Left out: the cost of a false rollback, which decides how small alpha should be.
