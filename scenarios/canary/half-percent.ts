/**
 * Canary and baseline get the same number of requests, the canary fails half a point more often,
 * and Fisher's test compares them, repeatedly, for several sizes and error rates.
 */
import * as z from 'zod';
import { canary } from '../../sims/canary/canary.ts';
import { canaryInvariants } from '../../sims/canary/invariants.ts';
import { defaultDesign } from '../../sims/canary/judge/design.ts';
import { type CanaryStudy, emptyStudy } from '../../sims/canary/study.ts';
import { sometimes } from '../../src/check/goal.ts';
import { counter } from '../../src/check/metric.ts';
import type { Process } from '../../src/kernel/process.ts';
import { scenario } from '../../src/lab/scenario.ts';
import { inDigits, inPercent, percent } from '../../src/words/numbers.ts';
import { plainTable } from '../../src/words/table.ts';
import { shareByFisher } from './closed-form.ts';

import { fisherTrials } from './fisher-trials.ts';
import { between } from './intervals.ts';

const params = z.object({
  trials: z.int().min(10).max(100_000).default(150).describe('comparisons per size and rate'),
  added: z
    .number()
    .positive()
    .max(0.5)
    .default(0.005)
    .describe('how much more often the canary fails'),
  alpha: z.number().positive().max(0.5).default(0.05).describe('significance level, two-sided'),
});

const few = 900;
const sizes = [few, 10_000, 100_000];
/** Counts vary most at 50%, which is therefore the hardest rate. */
const rates = [0.001, 0.005, 0.05, 0.5];
const cells = rates.flatMap((rate) => sizes.map((size) => ({ rate, size })));

interface HalfPercent extends CanaryStudy {
  /** How many of the trials found the rise, in the order of the cells. */
  readonly found: number[];
}

/** By Fisher's test. */
function shareFound(rate: number, size: number, added: number, alpha: number): number {
  const changed = { trials: size, rate: Math.min(1, rate + added) };
  return shareByFisher({ canary: changed, baseline: { trials: size, rate }, alpha });
}

export default scenario({
  id: 'canary/half-percent',
  asks: 'Is half a percentage point more errors on fewer than 1,000 requests only noise?',
  sim: canary,
  claims: ['canary-half-percent-under-1000-noise', 'canary-100k-enough'],
  code: ['src/statistics/fisher.ts#fisherExact', 'src/statistics/power.ts#powerOfTwoProportions'],
  params,
  durationMs: ({ trials }) => cells.length * trials + 1,
  invariants: canaryInvariants,
  metrics: {
    foundOnFewRareErrors: counter(
      'trials',
      'in which the rise from 0.1% was found on 900 requests',
    ),
    foundOnFewCommonErrors: counter(
      'trials',
      'in which the rise from 5% was found on 900 requests',
    ),
    foundOnManyCommonErrors: counter(
      'trials',
      'in which the rise from 5% was found on 100,000 requests',
    ),
    foundOnManyAtWorst: counter(
      'trials',
      'in which the rise from 50% was found on 100,000 requests',
    ),
  },
  build({ world, params: { trials, added, alpha }, metrics }): HalfPercent {
    const study = { ...emptyStudy(defaultDesign), found: [] as number[] };
    world.spawn(
      (function* (): Process<void> {
        for (const { rate, size } of cells) {
          const found = yield* fisherTrials(world, {
            what: `${percent(added)} more than ${percent(rate)} on ${size.toLocaleString('en-US')} requests`,
            trials,
            size,
            canaryRate: Math.min(1, rate + added),
            baselineRate: rate,
            alpha,
            stream: world.kernel.random.stream(`errors/${rate}/${size}`),
          });
          study.found.push(found);
        }
        const at = (rate: number, size: number) =>
          study.found[cells.findIndex((cell) => cell.rate === rate && cell.size === size)] ?? 0;
        metrics.foundOnFewRareErrors.add(at(0.001, 900));
        metrics.foundOnFewCommonErrors.add(at(0.05, 900));
        metrics.foundOnManyCommonErrors.add(at(0.05, 100_000));
        metrics.foundOnManyAtWorst.add(at(0.5, 100_000));
      })(),
    );
    return study;
  },
  goals: () => [
    sometimes<HalfPercent>(
      'all-compared',
      'every size and rate was tried',
      ({ found }) => found.length === cells.length,
    ),
  ],
  expect: ({ trials, added, alpha }) => {
    const found = (rate: number, size: number) => {
      const share = shareFound(rate, size, added, alpha);
      return between(trials, { low: share, high: share });
    };
    return [
      {
        id: 'depends-on-the-base-rate',
        text: `of ${trials} trials with 900 requests, those that find a rise from 0.1%: as often as the exact test has power`,
        claim: 'canary-half-percent-under-1000-noise',
        measured: ({ foundOnFewRareErrors }) => foundOnFewRareErrors.value,
        bound: found(0.001, 900),
      },
      {
        id: 'noise-if-errors-are-common',
        text: `of ${trials} trials with 900 requests, those that find a rise from 5%: hardly more than by chance`,
        claim: 'canary-half-percent-under-1000-noise',
        measured: ({ foundOnFewCommonErrors }) => foundOnFewCommonErrors.value,
        bound: found(0.05, 900),
      },
      {
        id: 'many-are-enough',
        text: `of ${trials} trials with 100,000 requests, those that find a rise from 5%: nearly all`,
        claim: 'canary-100k-enough',
        measured: ({ foundOnManyCommonErrors }) => foundOnManyCommonErrors.value,
        bound: found(0.05, 100_000),
      },
      {
        id: 'not-at-every-rate',
        text: `of ${trials} trials with 100,000 requests, those that find a rise from 50%, where counts vary most`,
        claim: 'canary-100k-enough',
        measured: ({ foundOnManyAtWorst }) => foundOnManyAtWorst.value,
        bound: found(0.5, 100_000),
      },
    ];
  },
  tells: ({ params: { trials, added, alpha }, subject: { found } }) => {
    const shareOf = (place: number) => percent((found[place] ?? 0) / trials, 0);
    const rarest = shareOf(cells.findIndex(({ size }) => size === few));
    const commonest = shareOf(cells.findLastIndex(({ size }) => size === few));
    return (
      `No, it depends on the error rate: the rarer errors are, the sooner the same rise shows. On ${inDigits(few)} requests a rise of ${inDigits(100 * added)} percentage points ` +
      `was found in ${rarest} of the trials if ${inPercent(rates[0] ?? 0)} of the requests fail without it, and in ` +
      `${commonest} if ${inPercent(rates.at(-1) ?? 0)} do.\n\n` +
      plainTable([
        ['error rate', 'requests', 'found', 'closed form'],
        ...cells.map(({ rate, size }, place) => [
          inPercent(rate),
          inDigits(size),
          shareOf(place),
          percent(shareFound(rate, size, added, alpha), 0),
        ]),
      ])
    );
  },
});

// Left out: dependence between the requests of one user. See canary/broken-client.
