/**
 * Canaries that really are worse, compared in two ways: do the two intervals overlap, and does the
 * interval of the difference contain 0?
 */

import * as z from 'zod';
import { canary } from '../../sims/canary/canary.ts';
import { canaryInvariants } from '../../sims/canary/invariants.ts';
import { counter } from '../../src/check/metric.ts';
import { drawBinomial } from '../../src/kernel/counts.ts';
import { hypot } from '../../src/kernel/elementary.ts';
import { type Process, sleep } from '../../src/kernel/process.ts';
import { scenario } from '../../src/lab/scenario.ts';
import { clopperPearson } from '../../src/statistics/binomial-test.ts';
import { normalUpperTail, quantileOfTail } from '../../src/statistics/distributions.ts';
import { twoProportions } from '../../src/statistics/two-proportions.ts';
import { percent } from '../../src/words/numbers.ts';
import { allCompared, type Comparisons, noComparisons, outOf } from './common.ts';
import { noteStudy } from './fisher-trials.ts';
import { between } from './intervals.ts';

const params = z.object({
  trials: z.int().min(10).max(10_000).default(200).describe('comparisons'),
  requests: z.int().min(10).max(10_000_000).default(5_000).describe('requests of each version'),
  errorRate: z.number().positive().max(0.4).default(0.05).describe('error rate of the baseline'),
  added: z
    .number()
    .positive()
    .max(0.5)
    .default(0.012)
    .describe('how much more often the canary fails'),
});

/** Clopper and Pearson's intervals are slightly wider than the normal ones of the closed form. */
const slack = 0.05;

/** The shares in which the difference is significant, and in which the intervals do not overlap. */
function sharesFound({ requests, errorRate, added }: z.output<typeof params>) {
  const changed = Math.min(1, errorRate + added);
  const errors = [errorRate, changed].map((rate) => Math.sqrt((rate * (1 - rate)) / requests));
  const [ofBaseline = 0, ofCanary = 0] = errors;
  const ofDifference = hypot(ofBaseline, ofCanary);
  const z = quantileOfTail(0.025);
  const beyond = (least: number) => normalUpperTail((least - added) / ofDifference);
  return { atTwo: beyond(z * ofDifference), apart: beyond(z * (ofBaseline + ofCanary)) };
}

export default scenario({
  id: 'canary/overlapping-intervals',
  asks: 'The confidence intervals of canary and baseline overlap. Does that mean that there is no difference?',
  sim: canary,
  claims: ['canary-ci-overlap-rule'],
  code: ['src/statistics/two-proportions.ts#twoProportions'],
  params,
  durationMs: ({ trials }) => trials + 1,
  invariants: canaryInvariants,
  metrics: {
    significant: counter('trials', 'in which the interval of the difference lies above 0'),
    apart: counter('trials', 'in which the two intervals do not overlap'),
    misled: counter('trials', 'in which they overlap although the difference is significant'),
  },
  build({ world, params: { trials, requests, errorRate, added }, metrics }): Comparisons {
    const study = noComparisons();
    const stream = world.kernel.random.stream('errors');
    world.spawn(
      (function* (): Process<void> {
        const what = `${percent(added)} points more on ${requests.toLocaleString('en-US')} requests`;
        for (let trial = 1; trial <= trials; trial++) {
          study.compared += 1;
          const worse = {
            hits: drawBinomial(requests, errorRate + added, stream),
            trials: requests,
          };
          const baseline = { hits: drawBinomial(requests, errorRate, stream), trials: requests };
          const isFound = twoProportions(worse, baseline).interval.low > 0;
          const low = clopperPearson(worse, 'two-sided', 0.95).low;
          const areApart = low > clopperPearson(baseline, 'two-sided', 0.95).high;
          if (isFound) metrics.significant.add();
          if (areApart) metrics.apart.add();
          if (isFound && !areApart) metrics.misled.add();
          const compared = { what, trial, canary: worse, baseline, isFound, areApart };
          noteStudy(world, { kind: 'compared', ...compared });
          yield* sleep(1);
        }
        const found = metrics.significant.value;
        noteStudy(world, { kind: 'concluded', what, found, trials });
      })(),
    );
    return study;
  },
  goals: ({ trials }) => [allCompared(trials)],
  expect: (params) => {
    const { atTwo, apart } = sharesFound(params);
    return [
      {
        id: 'difference-found',
        text: 'the interval of the difference lies above 0 as often as it has power',
        measured: ({ significant }) => significant.value,
        bound: between(params.trials, { low: atTwo - slack, high: atTwo + slack }),
      },
      {
        id: 'overlap-misleads',
        text:
          'the intervals overlap although the difference is significant as often as it lies between 2 of its standard ' +
          'errors and 2 of each rate’s',
        claim: 'canary-ci-overlap-rule',
        measured: ({ misled }) => misled.value,
        bound: between(params.trials, {
          low: atTwo - apart - slack,
          high: atTwo - apart + slack,
        }),
      },
    ];
  },
  tells: ({ params, metrics }) =>
    'No: look at the interval of the difference. The canary is worse in every trial; that interval showed it in ' +
    `${outOf(metrics.significant.value, params.trials)}, separate intervals in ${outOf(metrics.apart.value, params.trials)}, ` +
    'because for those to separate the difference must be about 2.8 standard errors, not 2.',
});

// Left out: 83% intervals; two of the same size separate at about the 5% level.
