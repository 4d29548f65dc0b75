/** What a sweep amounts to, as plain data for people and programs: figures with their intervals. */
import type { Verdict } from '../../check/verdict.ts';
import type { Interval } from '../../statistics/alternative.ts';
import type { AnyScenario } from '../scenario.ts';
import { type Bin, binsOf } from './bins.ts';
import { type Distribution, quantileOf, relativeErrorMax } from './distribution.ts';
import { intervalOfMean, intervalOfProbability, meanOf } from './interval.ts';
import type { SweepPlan } from './plan.ts';
import {
  type Case,
  type MetricTally,
  type Outcome,
  outcomes,
  type PropertyTally,
  type Tally,
} from './tally.ts';

/** The sweep of one combination of parameters. */
export interface CellReport {
  /** What was varied, as it is typed. */
  readonly varied: readonly string[];
  readonly runs: number;
  readonly outcomes: Readonly<Record<Outcome, number>>;
  readonly passed: Share;
  /** Runs that did not pass: the first few of each outcome. */
  readonly cases: readonly Case[];
  readonly invariants: readonly PropertyReport[];
  readonly goals: readonly PropertyReport[];
  readonly expectations: readonly PropertyReport[];
  readonly metrics: Readonly<Record<string, SweptMetric>>;
  /** 16 hex digits: the sum of the digests of all runs. */
  readonly digest: string;
  readonly events: number;
}

/** How often, and the 95% interval (Wilson) of the probability behind it. */
export interface Share {
  readonly share: number | null;
  readonly interval: Interval | null;
}

export interface PropertyReport extends Share {
  readonly id: string;
  readonly says: string;
  readonly runs: number;
  /** Held, was reached, or holds. */
  readonly good: number;
  /** Was violated, or does not hold. */
  readonly bad: number;
  /** Not known, not reached, or not measured. */
  readonly open: number;
  /** The first seed with which it was not good. */
  readonly firstNotGood: string | null;
}

export interface SweptMetric {
  readonly unit: string;
  readonly says: string;
  /** Over the figures of the runs, one from each. */
  readonly perRun: Summary & {
    /** 95%, Student's t: of the mean of all runs that could be made. */
    readonly interval: Interval | null;
  };
  /**
   * Over the samples of all runs together. Null where runs have no samples, or one each: that is the
   * same.
   */
  readonly pooled: Summary | null;
  readonly unmeasured: number;
  readonly infinite: number;
}

export interface Summary {
  readonly count: number;
  readonly mean: number | null;
  readonly p50: number | null;
  readonly p95: number | null;
  readonly p99: number | null;
  readonly min: number | null;
  readonly max: number | null;
  /** By how much the quantiles may be off, relatively: 0 where they are exact. */
  readonly quantileError: number;
  readonly histogram: readonly Bin[];
}

export interface SweepReport extends SweepPlan {
  /** Whether every seed was run. */
  readonly isComplete: boolean;
  readonly cells: readonly CellReport[];
}

export function reportCell(
  { metrics }: AnyScenario,
  varied: readonly string[],
  tally: Tally,
): CellReport {
  const { runs, cases } = tally;
  return {
    varied,
    runs,
    outcomes: tally.outcomes,
    passed: shareOf(tally.outcomes.pass, runs),
    cases,
    invariants: properties(tally.invariants),
    goals: properties(tally.goals),
    expectations: properties(tally.expectations),
    metrics: Object.fromEntries(
      inPlace(tally.metrics).map(([name, metric]) => [name, reportMetric(metrics[name], metric)]),
    ),
    digest: tally.digest.toString(16).padStart(16, '0'),
    events: Number(tally.events),
  };
}

/**
 * One bad run fails a sweep. One that proves nothing, be it that its worker died or hung, leaves it
 * open, and so do no runs at all.
 */
export function verdictOfSweep({
  cells,
  isComplete,
}: {
  /** Whether every seed was run: a sweep that was cut short can fail, but cannot pass. */
  readonly isComplete: boolean;
  readonly cells: readonly Pick<CellReport, 'outcomes'>[];
}): {
  readonly verdict: Verdict;
  readonly runs: number;
  readonly failed: number;
  readonly open: number;
} {
  const total = (...counted: readonly Outcome[]) =>
    cells.reduce((sum, cell) => counted.reduce((s, outcome) => s + cell.outcomes[outcome], sum), 0);
  const runs = total(...outcomes);
  const failed = total('fail', 'error');
  const open = total('inconclusive', 'died', 'timeout');
  const verdict =
    failed > 0 ? 'fail' : open > 0 || !isComplete || runs === 0 ? 'inconclusive' : 'pass';
  return { verdict, runs, failed, open };
}

/** In the order in which a run lists them, whatever run was counted first. */
export function inPlace<Placed extends { readonly place: number }>(
  map: ReadonlyMap<string, Placed>,
): [string, Placed][] {
  return [...map].sort(([a, { place: p }], [b, { place: q }]) => p - q || (a < b ? -1 : 1));
}

function properties(map: ReadonlyMap<string, PropertyTally>): PropertyReport[] {
  return inPlace(map).map(([id, { says, runs, good, bad, firstNotGood }]) => ({
    id,
    says,
    runs,
    good,
    bad,
    open: runs - good - bad,
    ...shareOf(good, runs),
    firstNotGood: firstNotGood?.seed ?? null,
  }));
}

function shareOf(good: number, runs: number): Share {
  const interval = intervalOfProbability(good, runs) ?? null;
  return { share: runs === 0 ? null : good / runs, interval };
}

function reportMetric(
  definition: { readonly unit: string; readonly says: string } | undefined,
  { perRun, pooled, unmeasured, infinite }: MetricTally,
): SweptMetric {
  const { unit = '', says = '' } = definition ?? {};
  const { count } = perRun.distribution;
  const moments = { count, sum: perRun.sum, sumOfSquares: perRun.sumOfSquares };
  const isSame = pooled === null || pooled.distribution.count === count;
  return {
    unit,
    says,
    perRun: {
      ...summaryOf(perRun.distribution, perRun.sum),
      interval: intervalOfMean(moments) ?? null,
    },
    pooled: isSame ? null : summaryOf(pooled.distribution, pooled.sum),
    unmeasured,
    infinite,
  };
}

function summaryOf(distribution: Distribution, sum: bigint): Summary {
  const { count, min, max, isExact } = distribution;
  const quantile = (q: number) => quantileOf(distribution, q) ?? null;
  return {
    count,
    mean: meanOf({ count, sum }) ?? null,
    p50: quantile(0.5),
    p95: quantile(0.95),
    p99: quantile(0.99),
    min: count === 0 ? null : min,
    max: count === 0 ? null : max,
    quantileError: isExact ? 0 : relativeErrorMax,
    histogram: binsOf(distribution),
  };
}
