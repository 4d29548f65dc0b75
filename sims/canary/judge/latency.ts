/**
 * Compares latencies and other measurements: the bulk by ranks, which sees a shift, and the tail by
 * the share of each side that lies there.
 */
import type { CanaryRules } from '../rules.ts';
import { compareBulk } from './bulk.ts';
import { type Comparison, type HarmDirection, turned } from './comparison.ts';
import type { JudgeDesign } from './design.ts';
import { effectiveSamplesOfRanks } from './effective-sample.ts';
import { arePoints, type Samples, type Sides } from './samples.ts';
import { compareTail } from './tail.ts';

/**
 * The bulk and, by the rule, the tail: the lower one if less is worse. Neither side may be empty.
 */
export function compareLatencies(
  metric: string,
  sides: Sides,
  design: JudgeDesign,
  rules: CanaryRules,
  harm: HarmDirection = 'increase',
): Comparison[] {
  const isIncrease = harm === 'increase';
  const { ofBulk, ofTail } = effectiveSamplesOfRanks(sides);
  const bulk = turned(compareBulk(metric, sides, design, ofBulk), harm);
  if (!rules['compare-the-tail'] || !design.compareTail) return [bulk];
  const { tailQuantile } = design;
  const percentile = Number((100 * (isIncrease ? tailQuantile : 1 - tailQuantile)).toFixed(9));
  const oriented = isIncrease
    ? sides
    : { baseline: negated(sides.baseline), canary: negated(sides.canary) };
  // The p99 of each minute has a tail of its own.
  const isQuantile = new RegExp(`\\bp${percentile}\\b`, 'i').test(metric);
  const name = isQuantile ? `${metric} tail` : `${metric} p${percentile}`;
  const tail = compareTail(name, oriented, design, ofTail);
  // The slowest requests of a minute are in that minute's point: few points have no meaningful
  // tail.
  const isAside = tail.unable !== undefined && arePoints(sides);
  return [bulk, isAside ? { ...tail, isAside } : tail];
}

function negated(samples: Samples): Samples {
  return { ...samples, values: samples.values.map((value) => -value) };
}
