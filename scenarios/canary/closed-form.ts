/**
 * How many releases a study should roll back, and how many requests their canaries should get: from
 * the distributions of the counts, by enumeration if they are small and by the normal distribution
 * if they are large.
 */
import type { JudgeDesign } from '../../sims/canary/judge/design.ts';
import { alphaByLook, looksIn, type RolloutPlan } from '../../sims/canary/rollout/plan.ts';
import { canaryRules } from '../../sims/canary/rules.ts';
import { exp, log } from '../../src/kernel/elementary.ts';
import { chiSquaredTwoByTwo } from '../../src/statistics/chi-squared.ts';
import { logBinomialProbability } from '../../src/statistics/discrete.ts';
import { normalUpperTail, quantileOfTail } from '../../src/statistics/distributions.ts';
import { fisherPValue } from '../../src/statistics/fisher.ts';
import { type Share, tableOf } from '../../src/statistics/table.ts';

/** What one look compares. */
export interface Compared {
  readonly canary: { readonly trials: number; readonly rate: number };
  readonly baseline: { readonly trials: number; readonly rate: number };
  readonly alpha: number;
}

export interface Range {
  readonly low: number;
  readonly high: number;
}

/** Counts are enumerated up to this many expected errors. */
const enumeratedMax = 40;

/**
 * Below this many expected errors the judge uses Fisher's test, above it chi-squared (Cochran
 * 1954).
 */
const expectedMin = 5;

/** The share of the comparisons that find harm of at least the threshold. */
export function shareOfHarm(compared: Compared, threshold: number): number {
  const { canary, baseline, alpha } = compared;
  if (canary.trials < 1 || baseline.trials < 1) return 0;
  const expected = Math.max(canary.trials * canary.rate, baseline.trials * baseline.rate);
  if (expected <= enumeratedMax) {
    return enumerated(compared, (difference) => difference > 0 && difference >= threshold);
  }
  const variance = ({ trials, rate }: Compared['canary']) => (rate * (1 - rate)) / trials;
  const trials = canary.trials + baseline.trials;
  const pooled = (canary.trials * canary.rate + baseline.trials * baseline.rate) / trials;
  const errorOfNone = Math.sqrt(pooled * (1 - pooled) * (1 / canary.trials + 1 / baseline.trials));
  const least = Math.max(quantileOfTail(alpha / 2) * errorOfNone, threshold);
  const error = Math.sqrt(variance(canary) + variance(baseline));
  return normalUpperTail((least - (canary.rate - baseline.rate)) / error);
}

/** The share of comparisons that find a difference in either direction. */
export function shareOfDifference(compared: Compared): number {
  const { canary, baseline, alpha } = compared;
  const expected = Math.max(canary.trials * canary.rate, baseline.trials * baseline.rate);
  return expected <= enumeratedMax ? enumerated(compared, () => true) : alpha;
}

/**
 * The share of estimates of a ratio that reach a threshold, if the logarithm of the estimate is
 * normal with that standard error, and the ratio itself is known to within that many percent.
 */
export function shareReaching(
  threshold: number,
  ratio: number,
  { error, within }: { error: number; within: number },
): Range {
  const share = (known: number) => normalUpperTail((log(threshold) - log(known)) / error);
  return { low: share(ratio / (1 + within)), high: share(ratio * (1 + within)) };
}

/** The share of comparisons in which Fisher's test finds a difference in either direction. */
export function shareByFisher(compared: Compared): number {
  const { canary, baseline, alpha } = compared;
  const expected = Math.max(canary.trials * canary.rate, baseline.trials * baseline.rate);
  if (expected <= enumeratedMax) {
    const test = (a: Share, b: Share) => fisherPValue(tableOf(a, b), 'two-sided');
    return enumerated(compared, () => true, test);
  }
  // For large counts, a tail on either side.
  const rates = { canary: baseline, baseline: canary, alpha };
  return shareOfHarm(compared, 0) + shareOfHarm(rates, 0);
}

/** Every plausible count of errors, with the test that the judge uses. */
function enumerated(
  { canary, baseline, alpha }: Compared,
  counts: (difference: number) => boolean,
  pValue = pValueOf,
): number {
  let share = 0;
  const [most, mostBeside] = [largest(canary), largest(baseline)];
  for (let hits = 0; hits <= most; hits++) {
    for (let beside = 0; beside <= mostBeside; beside++) {
      if (!counts(hits / canary.trials - beside / baseline.trials)) continue;
      const [a, b] = [
        { hits, trials: canary.trials },
        { hits: beside, trials: baseline.trials },
      ];
      if (pValue(a, b) < alpha) share += probability(hits, canary) * probability(beside, baseline);
    }
  }
  return share;
}

function pValueOf(canary: Share, baseline: Share): number {
  const hits = canary.hits + baseline.hits;
  if (hits === 0 || hits === canary.trials + baseline.trials) return 1;
  const table = tableOf(canary, baseline);
  const chiSquared = chiSquaredTwoByTwo(table, { yates: false });
  return chiSquared.expectedMin < expectedMin
    ? fisherPValue(table, 'two-sided')
    : chiSquared.pValue;
}

function largest({ trials, rate }: Compared['canary']): number {
  return Math.min(trials, Math.ceil(trials * rate + 6 * Math.sqrt(trials * rate) + 6));
}

function probability(hits: number, { trials, rate }: Compared['canary']): number {
  if (rate === 0) return hits === 0 ? 1 : 0;
  if (rate === 1) return hits === trials ? 1 : 0;
  return exp(logBinomialProbability(hits, trials, rate, 1 - rate));
}

export interface Rolled {
  readonly plan: RolloutPlan;
  readonly design: JudgeDesign;
  /** Of both versions together, as the judge counts them. */
  readonly countedPerSecond: number;
  /** In each phase, without a defect. */
  readonly errorRates: readonly number[];
  readonly errorRateAdded: number;
}

/**
 * The share of releases that are rolled back: at least what the most powerful look does alone, at
 * most what all looks do together; for a release without a defect that is alpha, half of it for
 * better canaries.
 */
export function shareRolledBack(rolled: Rolled): Range {
  const { plan, design, countedPerSecond, errorRates, errorRateAdded } = rolled;
  const alphas = alphaByLook(plan, design, canaryRules.without());
  const each = requestsByLook(plan, countedPerSecond).map((phases, look) => {
    const { canary, baseline, errorRate } = inOneTable(phases, errorRates);
    return shareOfHarm(
      {
        canary: { trials: Math.round(canary), rate: Math.min(1, errorRate + errorRateAdded) },
        baseline: { trials: Math.round(baseline), rate: errorRate },
        alpha: alphas[look] ?? design.alpha,
      },
      design.errorRateThreshold,
    );
  });
  const sum = each.reduce((total, share) => total + share, 0);
  const most = errorRateAdded === 0 ? design.alpha / 2 : 1;
  return { low: Math.max(...each), high: Math.max(...each, Math.min(sum, most)) };
}

/** How many requests each side got in a phase. */
export interface Requests {
  readonly canary: number;
  readonly baseline: number;
}

/**
 * The one table with as much information as those of the phases together. Mantel and Haenszel
 * weight a phase by 1 / (1 / canary + 1 / baseline), and the variance of the difference depends on
 * the sum of the weights.
 */
function inOneTable(phases: readonly Requests[], errorRates: readonly number[]) {
  const weights = phases.map(({ canary, baseline }) =>
    canary > 0 && baseline > 0 ? 1 / (1 / canary + 1 / baseline) : 0,
  );
  const weight = weights.reduce((total, of) => total + of, 0);
  const { canary, baseline } = inAll(phases);
  if (weight === 0) return { canary, baseline, errorRate: errorRates[0] ?? 0 };
  const errors = weights.reduce((total, of, phase) => total + of * (errorRates[phase] ?? 0), 0);
  return {
    canary: weight * (1 + canary / baseline),
    baseline: weight * (1 + baseline / canary),
    errorRate: errors / weight,
  };
}

export function inAll(phases: readonly Requests[]): Requests {
  return phases.reduce(
    (sum, { canary, baseline }) => ({
      canary: sum.canary + canary,
      baseline: sum.baseline + baseline,
    }),
    { canary: 0, baseline: 0 },
  );
}

/** The data at each look, phase by phase, without the warm-up. */
export function requestsByLook(plan: RolloutPlan, perSecond: number): Requests[][] {
  const before: Requests[] = [];
  return plan.phases.flatMap((phase) => {
    const share = phase.percentage / 100;
    const requests =
      (perSecond * Math.floor(phase.bakeMs / plan.intervalMs) * plan.intervalMs) / 1_000;
    const all = {
      canary: requests * share,
      baseline: requests * (plan.control === 'equal' ? share : 1 - share),
    };
    const looks = looksIn(plan, phase);
    const atLooks = Array.from({ length: looks }, (_, look) => {
      const part = (look + 1) / looks;
      return [...before, { canary: all.canary * part, baseline: all.baseline * part }];
    });
    before.push(all);
    return atLooks;
  });
}
