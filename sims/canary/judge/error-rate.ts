/**
 * Error rates compared: exactly where few errors are expected, by chi-squared where many are, and
 * within strata where there are several.
 */
import type { CanaryRules } from '../rules.ts';
import { chiSquaredTwoByTwo } from '../statistics/chi-squared.ts';
import { quantileOfTail } from '../statistics/distributions.ts';
import { fisherPValue } from '../statistics/fisher.ts';
import { mantelHaenszel } from '../statistics/mantel-haenszel.ts';
import { trialsForPower } from '../statistics/power.ts';
import { type Share, tableOf } from '../statistics/table.ts';
import type { Comparison } from './comparison.ts';
import type { JudgeDesign } from './design.ts';

/** What was counted in one phase, endpoint or other part in which all requests are alike. */
export interface Stratum {
  readonly baseline: Share;
  readonly canary: Share;
}

/** Below this, chi-squared is no good approximation (Cochran 1954). */
const expectedMin = 5;

export function compareErrorRates(
  metric: string,
  strata: readonly Stratum[],
  design: JudgeDesign,
  rules: CanaryRules,
): Comparison {
  const kept = rules['stratify-by-phase'] ? strata.filter(hasBoth) : [pooled(strata)];
  const total = pooled(strata);
  const { pValue, test } = testOf(kept, rules);
  const { difference, error } = differenceWithin(kept);
  const half = quantileOfTail(design.alpha / 2) * error;
  const baseline = rateOf(total.baseline);
  const needed = trialsForPower(design.power, {
    baseline,
    changed: Math.min(1, baseline + design.errorRateThreshold),
    alpha: design.alpha,
  });
  return {
    metric,
    test,
    baseline,
    canary: rateOf(total.canary),
    harm: difference,
    unit: 'absolute',
    interval: { low: difference - half, high: difference + half },
    threshold: design.errorRateThreshold,
    pValue,
    sample: { baseline: total.baseline.trials, canary: total.canary.trials },
    sampleNeeded: Math.ceil(needed),
  };
}

function testOf(strata: readonly Stratum[], rules: CanaryRules): { pValue: number; test: string } {
  const tables = strata.map(({ canary, baseline }) => tableOf(canary, baseline));
  const [table, ...others] = tables;
  if (table === undefined) return { pValue: 1, test: 'none' };
  if (others.length > 0) {
    return { pValue: mantelHaenszel(tables).pValue, test: 'Mantel-Haenszel' };
  }
  const { a, b, c, d } = table;
  if (a + c === 0 || b + d === 0 || a + b === 0 || c + d === 0) return { pValue: 1, test: 'none' };
  const chiSquared = chiSquaredTwoByTwo(table, { yates: false });
  if (rules['exact-test-for-small-counts'] && chiSquared.expectedMin < expectedMin) {
    return { pValue: fisherPValue(table, 'two-sided'), test: 'Fisher' };
  }
  return { pValue: chiSquared.pValue, test: 'chi-squared' };
}

/** The mean of the strata's differences, weighted as Mantel and Haenszel do, and its standard error. */
function differenceWithin(strata: readonly Stratum[]): { difference: number; error: number } {
  let [weights, sum, variance] = [0, 0, 0];
  for (const { canary, baseline } of strata) {
    const weight = (canary.trials * baseline.trials) / (canary.trials + baseline.trials) || 0;
    weights += weight;
    sum += weight * (rateOf(canary) - rateOf(baseline));
    variance += weight ** 2 * (varianceOfRate(canary) + varianceOfRate(baseline));
  }
  if (weights === 0) return { difference: 0, error: 0 };
  return { difference: sum / weights, error: Math.sqrt(variance) / weights };
}

/** With one hit and one miss more, so that no errors among a few does not pass for certainty (Agresti and Caffo 2000). */
function varianceOfRate({ hits, trials }: Share): number {
  const rate = (hits + 1) / (trials + 2);
  return (rate * (1 - rate)) / (trials + 2);
}

function hasBoth({ canary, baseline }: Stratum): boolean {
  return canary.trials > 0 && baseline.trials > 0;
}

export function pooled(strata: readonly Stratum[]): Stratum {
  const sum = (shares: readonly Share[]) =>
    shares.reduce(
      (total, { hits, trials }) => ({ hits: total.hits + hits, trials: total.trials + trials }),
      { hits: 0, trials: 0 },
    );
  return {
    baseline: sum(strata.map(({ baseline }) => baseline)),
    canary: sum(strata.map(({ canary }) => canary)),
  };
}

function rateOf({ hits, trials }: Share): number {
  return trials === 0 ? 0 : hits / trials;
}
