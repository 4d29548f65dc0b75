/**
 * What many runs amount to: counts and sums that are exact, so that two tallies can be added, in
 * any order and any grouping, to what one tally of all the runs would hold. It is plain data (a
 * worker thread hands it over as it is) and its size does not grow with the number of runs.
 */

import type { AnyMetric } from '../../check/metric.ts';
import { must } from '../../kernel/must.ts';
import { counted } from '../../words/numbers.ts';
import { brokenIn } from '../broken.ts';
import type { RunResult } from '../run.ts';
import { type Coverage, emptyCoverage, mergeCoverage } from './coverage.ts';
import {
  countValue,
  type Distribution,
  emptyDistribution,
  mergeDistribution,
} from './distribution.ts';
import { inUnits } from './exact-sum.ts';
import { type PooledSamples, samplesOf } from './samples.ts';

/**
 * What can become of a seed. Beside the verdicts: the scenario threw, the run was stopped when its
 * wall-clock time was over, or the worker that ran it died.
 */
export const outcomes = ['fail', 'error', 'died', 'timeout', 'inconclusive', 'pass'] as const;
export type Outcome = (typeof outcomes)[number];

/** A run that did not pass, to be shown. */
export interface Case {
  /** The place of its seed in the list, from 0. */
  readonly index: number;
  readonly seed: string;
  readonly outcome: Exclude<Outcome, 'pass'>;
  /** What broke, or why nothing is proved. */
  readonly why: string;
  /** The parameters that were drawn for it, as they are written on the command line. */
  readonly drawn: readonly string[];
}

/** How often an invariant, a goal or an expectation came out which way. */
export interface PropertyTally {
  /** Its place in the run that lists it, for a stable order. */
  place: number;
  says: string;
  /** The first seed (by its place in the list) that had it: `says` is from that run. */
  firstIndex: number;
  runs: number;
  /** Held, was reached, or holds. */
  good: number;
  /** Was violated, or does not hold. The rest is open: not reached, or not measured. */
  bad: number;
  /** The first run in which it was not good. */
  firstNotGood: { readonly index: number; readonly seed: string } | null;
}

/** A number from each run: independent values, on which intervals can be built. */
export interface PerRun {
  distribution: Distribution;
  /** As a whole multiple of 2^-1074, and of 2^-2148. */
  sum: bigint;
  sumOfSquares: bigint;
}

export interface MetricTally {
  place: number;
  /** The run's own figure: its value, or the mean of its samples. */
  readonly perRun: PerRun;
  /** The samples of all runs together, where a run has samples. */
  pooled: { readonly distribution: Distribution; sum: bigint } | null;
  /** Runs that measured nothing, and figures that were infinite: in no other number. */
  unmeasured: number;
  infinite: number;
}

export interface Tally {
  runs: number;
  readonly outcomes: Record<Outcome, number>;
  /** The sum of the digests of all runs, modulo 2^64: equal in whatever order. */
  digest: bigint;
  events: bigint;
  /** Messages and faults that drawn schedules kept waiting. */
  held?: number | undefined;
  readonly invariants: Map<string, PropertyTally>;
  readonly goals: Map<string, PropertyTally>;
  readonly expectations: Map<string, PropertyTally>;
  readonly metrics: Map<string, MetricTally>;
  /** The first few of each outcome, in the order of their seeds. */
  readonly cases: Case[];
  readonly coverage: Coverage;
}

/** So many runs of each outcome are kept to be shown; all are counted. */
export const casesMax = 10;

export function emptyTally(): Tally {
  return {
    runs: 0,
    outcomes: { fail: 0, error: 0, died: 0, timeout: 0, inconclusive: 0, pass: 0 },
    digest: 0n,
    events: 0n,
    invariants: new Map(),
    goals: new Map(),
    expectations: new Map(),
    metrics: new Map(),
    cases: [],
    coverage: emptyCoverage(),
  };
}

/** A run that came to its end. */
export interface FinishedRun {
  readonly index: number;
  readonly drawn: readonly string[];
  readonly result: RunResult;
  readonly metrics: Readonly<Record<string, AnyMetric>>;
}

/** Counts a run that came to its end. */
export function countRun(tally: Tally, pooling: PooledSamples, run: FinishedRun): void {
  const { index, drawn, result, metrics } = run;
  const { seed, verdict } = result;
  tally.runs += 1;
  tally.outcomes[verdict] += 1;
  tally.digest = BigInt.asUintN(64, tally.digest + BigInt(`0x${result.digest}`));
  tally.events += BigInt(result.events);
  if (verdict !== 'pass')
    keep(tally, { index, seed, outcome: verdict, why: whyNot(result), drawn });
  const where = { index, seed };
  for (const [place, { id, says, violations, unknown }] of result.invariants.entries()) {
    const bad = violations.length > 0;
    const good = !bad && unknown === undefined;
    countProperty(tally.invariants, id, { place, says, good, bad }, where);
  }
  for (const [place, { id, says, reached, violated }] of result.goals.entries()) {
    countProperty(tally.goals, id, { place, says, good: reached, bad: violated }, where);
  }
  for (const [place, { id, text, holds }] of result.expectations.entries()) {
    const outcome = { place, says: text, good: holds === true, bad: holds === false };
    countProperty(tally.expectations, id, outcome, where);
  }
  for (const [place, [name, metric]] of Object.entries(metrics).entries()) {
    countMetric(metricTally(tally, name, place), name, metric, pooling);
  }
}

/** Counts a seed whose run did not come to its end. */
export function countLost(tally: Tally, lost: Case): void {
  tally.runs += 1;
  tally.outcomes[lost.outcome] += 1;
  keep(tally, lost);
}

function whyNot(result: RunResult): string {
  const { ended, invariants, goals, expectations, events } = result;
  const broken = brokenIn(result);
  if (broken.length > 0) return `broken: ${broken.join(', ')}`;
  if (ended === 'budget')
    return `stopped before its time was over, after ${counted(events, 'event')}: raise --events-max`;
  const open = [
    ...invariants.filter(({ unknown }) => unknown !== undefined),
    ...goals.filter(({ reached }) => !reached),
    ...expectations.filter(({ holds }) => holds === null),
  ].map(({ id }) => id);
  return `not reached or not measured: ${open.join(', ')}`;
}

/** Keeps the first few of each outcome, whatever the order in which they come. */
function keep(tally: Tally, added: Case): void {
  const { cases } = tally;
  cases.push(added);
  cases.sort((a, b) => a.index - b.index);
  const same = cases.filter(({ outcome }) => outcome === added.outcome);
  if (same.length > casesMax) cases.splice(cases.indexOf(must(same.at(-1), 'last case')), 1);
}

interface PropertyOutcome {
  readonly place: number;
  readonly says: string;
  readonly good: boolean;
  readonly bad: boolean;
}

type Where = { readonly index: number; readonly seed: string };

function countProperty(
  properties: Map<string, PropertyTally>,
  id: string,
  { place, says, good, bad }: PropertyOutcome,
  where: Where,
): void {
  const firstNotGood = good ? null : where;
  const known = properties.get(id);
  if (known === undefined) {
    const counts = { runs: 1, good: Number(good), bad: Number(bad) };
    properties.set(id, { place, says, firstIndex: where.index, ...counts, firstNotGood });
    return;
  }
  known.runs += 1;
  if (good) known.good += 1;
  if (bad) known.bad += 1;
  known.place = Math.min(known.place, place);
  known.firstNotGood = earlier(known.firstNotGood, firstNotGood);
  if (where.index < known.firstIndex) {
    known.firstIndex = where.index;
    known.says = says;
  }
}

function earlier(a: Where | null, b: Where | null): Where | null {
  if (a === null || b === null) return a ?? b;
  return a.index <= b.index ? a : b;
}

function metricTally(tally: Tally, name: string, place: number): MetricTally {
  let metric = tally.metrics.get(name);
  if (metric === undefined) {
    metric = { place, perRun: emptyPerRun(), pooled: null, unmeasured: 0, infinite: 0 };
    tally.metrics.set(name, metric);
  }
  return metric;
}

function emptyPerRun(): PerRun {
  return { distribution: emptyDistribution(), sum: 0n, sumOfSquares: 0n };
}

function countMetric(
  tally: MetricTally,
  name: string,
  metric: AnyMetric,
  pooling: PooledSamples,
): void {
  const { figure, samples } = samplesOf(metric);
  if (figure === undefined) tally.unmeasured += 1;
  else if (!Number.isFinite(figure)) tally.infinite += 1;
  else {
    const units = inUnits(figure);
    countValue(tally.perRun.distribution, figure);
    tally.perRun.sum += units;
    tally.perRun.sumOfSquares += units * units;
  }
  if (samples === undefined) return;
  tally.pooled ??= { distribution: emptyDistribution(), sum: 0n };
  const sum = pooling.sumFor(name);
  for (const sample of samples) {
    if (!Number.isFinite(sample)) tally.infinite += 1;
    else {
      countValue(tally.pooled.distribution, sample);
      sum.add(sample);
    }
  }
}

/** Adds to a tally what another has counted of other runs. */
export function mergeTally(into: Tally, from: Tally): void {
  into.runs += from.runs;
  for (const outcome of outcomes) into.outcomes[outcome] += from.outcomes[outcome];
  into.digest = BigInt.asUintN(64, into.digest + from.digest);
  into.events += from.events;
  if (from.held !== undefined) into.held = (into.held ?? 0) + from.held;
  mergeProperties(into.invariants, from.invariants);
  mergeProperties(into.goals, from.goals);
  mergeProperties(into.expectations, from.expectations);
  for (const [name, metric] of from.metrics) {
    mergeMetric(metricTally(into, name, metric.place), metric);
  }
  for (const each of from.cases) keep(into, each);
  mergeCoverage(into.coverage, from.coverage);
}

function mergeProperties(
  into: Map<string, PropertyTally>,
  from: ReadonlyMap<string, PropertyTally>,
): void {
  for (const [id, theirs] of from) {
    const ours = into.get(id);
    if (ours === undefined) {
      into.set(id, { ...theirs });
      continue;
    }
    ours.runs += theirs.runs;
    ours.good += theirs.good;
    ours.bad += theirs.bad;
    ours.place = Math.min(ours.place, theirs.place);
    ours.firstNotGood = earlier(ours.firstNotGood, theirs.firstNotGood);
    if (theirs.firstIndex < ours.firstIndex) {
      ours.firstIndex = theirs.firstIndex;
      ours.says = theirs.says;
    }
  }
}

function mergeMetric(into: MetricTally, from: MetricTally): void {
  into.place = Math.min(into.place, from.place);
  into.unmeasured += from.unmeasured;
  into.infinite += from.infinite;
  mergeDistribution(into.perRun.distribution, from.perRun.distribution);
  into.perRun.sum += from.perRun.sum;
  into.perRun.sumOfSquares += from.perRun.sumOfSquares;
  if (from.pooled === null) return;
  into.pooled ??= { distribution: emptyDistribution(), sum: 0n };
  mergeDistribution(into.pooled.distribution, from.pooled.distribution);
  into.pooled.sum += from.pooled.sum;
}
