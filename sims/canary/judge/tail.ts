/**
 * Compares the tail of a metric: the share of each side's values beyond the baseline's quantile.
 * The ratio of the two shares does not depend on the traffic split.
 */
import { log } from '../../../src/kernel/elementary.ts';
import { must } from '../../../src/kernel/must.ts';
import { trialsForPower } from '../../../src/statistics/power.ts';
import { compareRates } from '../../../src/statistics/rate-ratio.ts';
import type { Comparison, EffectiveSample, Inability } from './comparison.ts';
import type { JudgeDesign } from './design.ts';
import { effectiveSample, tooDependent } from './effective-sample.ts';
import type { Sides } from './samples.ts';

/**
 * More is worse: the upper tail counts. `ofRanks` is the dependence of the bulk: a tail that most
 * values of one side lie in depends as the bulk does. Neither side may be empty.
 */
export function compareTail(
  metric: string,
  sides: Sides,
  design: JudgeDesign,
  ofRanks: EffectiveSample | undefined,
): Comparison {
  const { alpha, power, tailThreshold } = design;
  const [baseline, canary] = [sides.baseline.values, sides.canary.values];
  const isBeyond = cutAt(baseline, design.tailQuantile);
  const beyond = (values: readonly number[]) => ({
    hits: values.filter(isBeyond).length,
    trials: values.length,
  });
  const [ofBaseline, ofCanary] = [beyond(baseline), beyond(canary)];
  const ofTail = effectiveSample(sides, (value) => (isBeyond(value) ? 1 : 0));
  const inflation = Math.max(ofTail?.inflation ?? 1, ofRanks?.inflation ?? 1);
  // Dependent hits count for less (Rao and Scott, A simple method for clustered binary data, 1992).
  const worth = ({ hits, trials }: { hits: number; trials: number }) => ({
    hits: hits / inflation,
    trials: trials / inflation,
  });
  const { interval, pValue } = compareRates(worth(ofCanary), worth(ofBaseline), 1 - alpha);
  // In whole numbers, so that a ratio at the threshold is not below it by rounding.
  const ratio = (ofCanary.hits * baseline.length) / (ofBaseline.hits * canary.length);
  const share = ofBaseline.hits / ofBaseline.trials;
  const needed = trialsForPower(power, {
    baseline: share,
    changed: Math.min(1, share * tailThreshold),
    alpha,
  });
  return {
    metric,
    test: 'ratio of tail shares',
    baseline: share,
    canary: ofCanary.hits / ofCanary.trials,
    harm: ratio - 1,
    unit: 'relative',
    interval: { low: interval.low - 1, high: interval.high - 1 },
    threshold: tailThreshold - 1,
    pValue,
    sample: { baseline: baseline.length, canary: canary.length },
    sampleNeeded: Number.isFinite(needed) ? Math.ceil(needed * inflation) : undefined,
    dependence: ofRanks,
    unable: tooDependent(ofRanks) ?? tooFew(ofBaseline.hits / inflation, design),
  };
}

/** A quantile with few values beyond it is a guess: it may show harm, but not harmlessness. */
function tooFew(worth: number, { tailQuantile, minimumTail }: JudgeDesign): Inability | undefined {
  if (worth >= minimumTail) return undefined;
  return {
    of: 'harmlessness',
    reason:
      `only ${Number(worth.toFixed(1))} of the baseline’s values count beyond its quantile ${tailQuantile}, and minimumTail asks for ` +
      `${minimumTail} (lower minimumTail or tailQuantile, or set compareTail to false)`,
  };
}

/**
 * The values beyond the quantile. Values equal to it count all within or all beyond, whichever
 * leaves a share of the baseline nearer to the intended one, by ratio; at least one lies beyond.
 */
function cutAt(baseline: readonly number[], quantile: number): (value: number) => boolean {
  const ascending = Float64Array.from(baseline).sort();
  const count = ascending.length;
  // Rounding must not lift a product such as 0.29 x 100 to the next rank.
  const rank = Math.min(count, Math.max(1, Math.ceil(quantile * count - 1e-9)));
  const cut = must(ascending[rank - 1], 'value of the rank');
  const asked = count * (1 - quantile);
  const above = baseline.filter((value) => value > cut).length;
  const from = baseline.filter((value) => value >= cut).length;
  const farness = (hits: number) => Math.abs(log(hits / asked));
  return farness(above) <= farness(from) ? (value) => value > cut : (value) => value >= cut;
}
