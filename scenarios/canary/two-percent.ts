/**
 * Two percent more can mean two percentage points, or a fiftieth more than before. Both are tested.
 */
import * as z from 'zod';
import { canary } from '../../sims/canary/canary.ts';
import { canaryInvariants } from '../../sims/canary/invariants.ts';
import { counter } from '../../src/check/metric.ts';
import type { Process } from '../../src/kernel/process.ts';
import { scenario } from '../../src/lab/scenario.ts';
import { trialsForPower } from '../../src/statistics/power.ts';
import { counted, inDigits, inPercent, percent } from '../../src/words/numbers.ts';
import { shareByFisher } from './closed-form.ts';
import { allCompared, type Comparisons, noComparisons } from './common.ts';
import { fisherTrials } from './fisher-trials.ts';
import { between } from './intervals.ts';

const params = z.object({
  trials: z.int().min(10).max(100_000).default(200).describe('comparisons of each kind'),
  errorRate: z.number().positive().max(0.4).default(0.01).describe('error rate of the baseline'),
  percentMore: z.number().positive().max(50).default(2).describe('errors on the canary'),
});

type Params = z.output<typeof params>;

const alpha = 0.05;
const sizes = [100, 100_000];

/** The meanings of two percent more, as the canary's error rate. */
const meanings = {
  points: ({ errorRate, percentMore }: Params) => errorRate + percentMore / 100,
  relative: ({ errorRate, percentMore }: Params) => errorRate * (1 + percentMore / 100),
};

const inWords = {
  points: ({ percentMore }: Params) => `${counted(percentMore, 'percentage point')} more`,
  relative: ({ percentMore }: Params) => `${percentMore}% more of what there was`,
};

/** By Fisher's test, in either direction. */
function shareFound(size: number, baseline: number, changed: number): number {
  return shareByFisher({
    canary: { trials: size, rate: changed },
    baseline: { trials: size, rate: baseline },
    alpha,
  });
}

export default scenario({
  id: 'canary/two-percent',
  asks: 'A canary has a few percent more errors. Is that a signal on 100 requests, and on 100,000, and how many requests does it take?',
  sim: canary,
  claims: ['q8-2pct-100-requests-meaningless', 'q8-2pct-100k-real'],
  code: ['src/statistics/power.ts#trialsForPower', 'src/statistics/fisher.ts#fisherExact'],
  params,
  durationMs: ({ trials }) => 4 * trials + 1,
  invariants: canaryInvariants,
  metrics: {
    pointsOnFew: counter('trials', 'in which two points more were found on 100 requests'),
    pointsOnMany: counter('trials', 'in which two points more were found on 100,000 requests'),
    relativeOnFew: counter('trials', 'in which a fiftieth more was found on 100 requests'),
    relativeOnMany: counter('trials', 'in which a fiftieth more was found on 100,000 requests'),
  },
  build({ world, params, metrics }): Comparisons {
    const study = noComparisons();
    const { pointsOnFew, pointsOnMany, relativeOnFew, relativeOnMany } = metrics;
    const counters = {
      points: [pointsOnFew, pointsOnMany],
      relative: [relativeOnFew, relativeOnMany],
    };
    world.spawn(
      (function* (): Process<void> {
        for (const meaning of ['points', 'relative'] as const) {
          for (const [place, size] of sizes.entries()) {
            const found = yield* fisherTrials(world, {
              what: `${inWords[meaning](params)} on ${size.toLocaleString('en-US')} requests`,
              trials: params.trials,
              size,
              canaryRate: meanings[meaning](params),
              baselineRate: params.errorRate,
              alpha,
              stream: world.kernel.random.stream(`errors/${meaning}/${size}`),
            });
            counters[meaning][place]?.add(found);
            study.compared += params.trials;
          }
        }
      })(),
    );
    return study;
  },
  goals: ({ trials }) => [allCompared(4 * trials)],
  expect: (params) => {
    const found = (meaning: keyof typeof meanings, size: number) => {
      const share = shareFound(size, params.errorRate, meanings[meaning](params));
      return between(params.trials, { low: share, high: share });
    };
    return [
      {
        id: 'points-on-few',
        text: `of ${params.trials} trials with 100 requests, those that find a rise by percentage points`,
        claim: 'q8-2pct-100-requests-meaningless',
        measured: ({ pointsOnFew }) => pointsOnFew.value,
        bound: found('points', 100),
      },
      {
        id: 'relative-on-few',
        text: `of ${params.trials} trials with 100 requests, those that find a rise by percent of the rate: as few as by chance`,
        claim: 'q8-2pct-100-requests-meaningless',
        measured: ({ relativeOnFew }) => relativeOnFew.value,
        bound: found('relative', 100),
      },
      {
        id: 'points-on-many',
        text: `of ${params.trials} trials with 100,000 requests, those that find a rise by percentage points`,
        claim: 'q8-2pct-100k-real',
        measured: ({ pointsOnMany }) => pointsOnMany.value,
        bound: found('points', 100_000),
      },
      {
        id: 'relative-on-many',
        text: `of ${params.trials} trials with 100,000 requests, those that find a rise by percent of the rate: it takes millions of requests`,
        claim: 'q8-2pct-100k-real',
        measured: ({ relativeOnMany }) => relativeOnMany.value,
        bound: found('relative', 100_000),
      },
    ];
  },
  tells: ({ params, metrics }) => {
    const { pointsOnFew, pointsOnMany, relativeOnFew, relativeOnMany } = metrics;
    const share = (found: { value: number }) => percent(found.value / params.trials, 0);
    const needed = (changed: number) =>
      Math.ceil(trialsForPower(0.8, { baseline: params.errorRate, changed, alpha })).toLocaleString(
        'en-US',
      );
    return (
      `From ${inPercent(params.errorRate)}, a rise by ${counted(params.percentMore, 'percentage point')} takes ${needed(meanings.points(params))} requests on each side for a power of 80% (the chance to find it), a doubling to ${inPercent(2 * params.errorRate)} takes ${needed(2 * params.errorRate)}, and a rise by ${params.percentMore}% of the rate, to ${inDigits(100 * meanings.relative(params))}%, takes ${needed(meanings.relative(params))}. ` +
      `The points were found in ${share(pointsOnFew)} of the trials with 100 requests and in ${share(pointsOnMany)} with 100,000, the rise of the rate in ${share(relativeOnFew)} and ${share(relativeOnMany)}.`
    );
  },
});

// Left out: the cost of two percent more errors. Significance does not say whether a rise matters.
