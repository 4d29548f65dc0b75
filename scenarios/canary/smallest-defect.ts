/**
 * Releases with larger and larger rises of the error rate are rolled out to 1% for ten minutes and
 * judged.
 */
import * as z from 'zod';
import { binomialQuantiles } from '../../src/statistics/binomial-quantiles.ts';
import { minimumDetectableEffect, trialsForPower } from '../../src/statistics/power.ts';
import { inDigits, inPercent, percent } from '../../src/words/numbers.ts';
import { inTime } from '../../src/words/units.ts';
import { inTurn, studyParams, studyScenario } from './common.ts';

const params = studyParams.extend({
  releases: z.int().min(10).max(100_000).default(300).describe('number of releases'),
  percentage: z.number().min(0.1).max(50).default(1).describe('of the traffic'),
  minutes: z.int().min(1).max(600).default(10).describe('of baking'),
});

type Params = z.output<typeof params>;

/** Multiples of the effect that has a power of 80%. */
const sizes = [0.5, 1, 1.5, 2, 3];

const sampleOf = ({ requestsPerSecond, percentage, minutes }: Params) =>
  Math.floor((requestsPerSecond * 60 * minutes * percentage) / 100);

const smallest = (params: Params) =>
  minimumDetectableEffect(sampleOf(params), { baseline: params.errorRate });

export default studyScenario({
  id: 'canary/smallest-defect',
  asks: 'How small a defect can a 1% canary see in ten minutes?',
  decides: { caught: 'q8-phases-1-5-25-100', exposed: 'deploy-canary-blast-radius-600x' },
  code: [
    'src/statistics/power.ts#minimumDetectableEffect',
    'src/statistics/power.ts#trialsForPower',
  ],
  params,
  study: (params) => ({
    plan: { phases: [{ percentage: params.percentage, bakeMs: params.minutes * 60_000 }] },
    // Any rise counts, and no power is promised for effects that cannot be detected.
    design: { errorRateThreshold: 1e-9 },
    releases: inTurn(
      params.releases,
      ...sizes.map((size) => ({
        what: `its error rate rises by ${percent(size * smallest(params), 2)}`,
        defect: { errorRateAdded: size * smallest(params) },
        harmless: false,
      })),
    ),
  }),
  tells: ({ params, subject }) => {
    const found = [0.5, 1, 2].map((size) => {
      const added = size * smallest(params);
      const alike = subject.trials.filter(({ kind }) => kind.defect.errorRateAdded === added);
      const caught = alike.filter(({ rollout }) => rollout.decision === 'fail').length;
      const chance = binomialQuantiles(alike.length, 0.8, 0.025);
      return {
        points: inDigits(Number((100 * added).toFixed(2))),
        shown: `${inDigits(caught)} of ${inDigits(alike.length)}`,
        chance: `chance gives ${inDigits(chance.atLeast)} to ${inDigits(chance.atMost)} in 95% of such runs`,
      };
    });
    const [half, same, twice] = found;
    const doubled = trialsForPower(0.8, {
      baseline: params.errorRate,
      changed: 2 * params.errorRate,
    });
    const perMs = (params.requestsPerSecond * params.percentage) / 100_000;
    return (
      `A rise of ${inDigits(Number((100 * smallest(params)).toFixed(2)))} percentage points is found with a power of 80% (in four of five releases): ` +
      `${params.percentage}% of ${params.requestsPerSecond} requests a second are ${inDigits(sampleOf(params))} requests in ` +
      `${params.minutes} minutes, with errors at ${inPercent(params.errorRate)}. ` +
      (2 * params.errorRate < 1
        ? `To find a doubled error rate, ${inPercent(2 * params.errorRate)}, it takes ${inDigits(Math.ceil(doubled))} requests on each side, so the canary must run for ${inTime(doubled / perMs)}. `
        : '') +
      `In this run the gate found a rise of ${same?.points} points in ${same?.shown} releases (at 80%, ${same?.chance}), of half that rise in ${half?.shown}, and of twice that in ${twice?.shown}.`
    );
  },
});

// Left out: that the same sample must also cover every endpoint and every kind of user.
