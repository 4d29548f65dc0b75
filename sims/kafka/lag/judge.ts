/**
 * Judges samples of lag: each partition and each group by Burrow's rules, with the shape of the
 * lag, the rates behind it, and how long it takes to drain.
 */

import { must } from '../../../src/kernel/must.ts';
import { type Commit, evaluate, evaluateLagAlone, groupStatus } from './burrow.ts';
import { likelyCause } from './cause.ts';
import { type Count, type Drain, drainOf, type Rate, rateOf } from './rate.ts';
import type { GroupReport, Judgement, PartitionReport } from './report.ts';
import { lagOf, type Observed, type Sample, seriesKey } from './sample.ts';
import { spreadOf } from './spread.ts';

export interface JudgeOptions {
  /** How many commits to look back (Burrow's `intervals`). */
  readonly window: number;
  /** Lag up to this much counts as none. */
  readonly allowedLag: number;
  /** A partition with fewer samples than this is not judged. */
  readonly samplesMin: number;
}

export const defaultJudgeOptions: JudgeOptions = { window: 10, allowedLag: 0, samplesMin: 3 };

export function judge(read: Observed, options: Partial<JudgeOptions> = {}): Judgement {
  const all = { ...defaultJudgeOptions, ...options };
  const { samples } = read;
  const nowMs = samples.reduce((latest, { atMs }) => Math.max(latest, atMs), -Infinity);
  const fromMs = samples.reduce((first, { atMs }) => Math.min(first, atMs), Infinity);
  const logs = logsOf(samples, all.window);
  const groups = [...grouped(samples, ({ group }) => group)]
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([group, own]) => judgeGroup(group, own, read, { nowMs, logs, options: all }));
  const judged = groups.flatMap(({ status }) => (status === undefined ? [] : [status]));
  const worst = (['ERR', 'WARN', 'OK'] as const).find((status) => judged.includes(status));
  return { status: worst, nowMs, fromMs, groups };
}

interface Logs {
  /** By topic and partition, the newest log end in any sample. */
  readonly latest: ReadonlyMap<string, number>;
  /** Also those of the last few sampling times. */
  readonly recent: ReadonlyMap<string, readonly number[]>;
}

interface Around {
  readonly nowMs: number;
  readonly logs: Logs;
  readonly options: JudgeOptions;
}

const logKey = ({ topic, partition }: Sample): string => `${topic}\n${partition}`;

function logsOf(samples: readonly Sample[], window: number): Logs {
  const times = [...new Set(samples.map(({ atMs }) => atMs))];
  const recentFromMs = times[Math.max(0, times.length - window)] ?? 0;
  const latest = new Map<string, number>();
  const recent = new Map<string, number[]>();
  for (const sample of samples) {
    const key = logKey(sample);
    if (sample.logEnd === undefined) continue;
    latest.set(key, sample.logEnd);
    const ends = recent.get(key) ?? [];
    if (sample.atMs >= recentFromMs) ends.push(sample.logEnd);
    recent.set(key, ends);
  }
  return { latest, recent };
}

function judgeGroup(
  group: string,
  samples: readonly Sample[],
  read: Observed,
  around: Around,
): GroupReport {
  const series = [...grouped(samples, seriesKey).values()];
  const partitions = series
    .map((own) => judgePartition(own, around))
    .sort((a, b) => (a.topic === b.topic ? a.partition - b.partition : a.topic < b.topic ? -1 : 1));
  const statuses = partitions.flatMap(({ status }) => (status === undefined ? [] : [status]));
  const status = statuses.length === 0 ? undefined : groupStatus(statuses);
  const { window } = around.options;
  const steps = commonTimes(series, window);
  const sum = (measure: (sample: Sample) => number | undefined) =>
    samples.some((sample) => measure(sample) !== undefined)
      ? rateOf(sumsAt(series, steps, measure))
      : undefined;
  const change = sum(lagOf);
  const lags = sumsAt(series, steps, lagOf).map(({ value }) => value);
  const lag = partitions.reduce((total, partition) => total + partition.lag, 0);
  const report = {
    group,
    status,
    lag,
    spread: spreadOf(partitions.map((partition) => partition.lag)),
    production: sum(({ logEnd }) => logEnd),
    consumption: sum(({ committed }) => committed),
    change,
    lagRange: { min: Math.min(...lags), max: Math.max(...lags) },
    drain: change === undefined ? undefined : drainOf(lag, change),
    partitions,
  };
  return { ...report, cause: likelyCause(report, read.rebalances) };
}

function judgePartition(
  samples: readonly Sample[],
  { nowMs, logs, options }: Around,
): PartitionReport {
  const last = must(samples.at(-1), 'last sample');
  const { topic, partition } = last;
  const committing = samples.filter(({ committed }) => committed !== undefined);
  const committed = committing.at(-1)?.committed;
  const logEnd = logs.latest.get(logKey(last));
  const lagNow = lagOf({ ...last, committed, logEnd }) ?? 0;
  const lag =
    committed === undefined
      ? (samples.map(lagOf).findLast((each) => each !== undefined) ?? 0)
      : lagNow;
  const isLagAlone =
    committing.length === 0 && samples.some((sample) => lagOf(sample) !== undefined);
  const window = (isLagAlone ? samples : committing).slice(-options.window);
  const change = rateOf(countsOf(window, lagOf));
  const owners = samples.flatMap(({ owner }) => (typeof owner === 'string' ? [owner] : []));
  const report = {
    topic,
    partition,
    lag,
    committed,
    logEnd,
    samples: samples.length,
    production: rateOf(countsOf(samples.slice(-options.window), ({ logEnd: end }) => end)),
    consumption: rateOf(countsOf(sinceRewind(window), ({ committed: offset }) => offset)),
    change,
    drain: drainFrom(lag, change),
    owner: last.owner,
    ownerChanges: owners.filter((owner, place) => place > 0 && owner !== owners[place - 1]).length,
    lagOverTime: countsOf(samples, lagOf),
  };
  if (committed === undefined && !isLagAlone) {
    return { ...report, status: undefined, unjudged: 'no offset was ever committed' };
  }
  const judgeable = isLagAlone ? report.lagOverTime.length : committing.length;
  if (judgeable < options.samplesMin) {
    // Burrow has seen more than the first and the last commit of the window that it reports.
    if (last.stated !== undefined) return { ...report, status: last.stated };
    const few = `${judgeable} of at least ${options.samplesMin} samples`;
    return { ...report, status: undefined, unjudged: few };
  }
  if (isLagAlone) {
    const lags = countsOf(window, lagOf).map(({ value }) => value);
    const status = evaluateLagAlone(lags, options.allowedLag);
    if (status !== undefined) return { ...report, status };
    return { ...report, status, unjudged: 'the lag is constant, and only offsets tell why' };
  }
  const status = evaluate({
    commits: commitsOf(committing).slice(-options.window),
    logEnds: logs.recent.get(logKey(last)) ?? [],
    currentLag: lag,
    nowMs,
    allowedLag: options.allowedLag,
  });
  return { ...report, status };
}

/**
 * Each sample counts as a commit, because the commits themselves are not visible. But if the file
 * says that no consumer reads the partition, none can have committed, unless the offset moved all
 * the same.
 */
function commitsOf(samples: readonly Sample[]): Commit[] {
  return samples.flatMap((sample, place): Commit[] => {
    const moved = sample.committed !== samples[place - 1]?.committed;
    if (sample.owner === null && !moved) return [];
    return [{ atMs: sample.atMs, offset: sample.committed as number, lag: lagOf(sample) }];
  });
}

function drainFrom(lag: number, change: Rate | undefined): Drain | undefined {
  return change === undefined ? undefined : drainOf(lag, change);
}

function countsOf(
  samples: readonly Sample[],
  measure: (sample: Sample) => number | undefined,
): Count[] {
  return samples.flatMap((sample) => {
    const value = measure(sample);
    return value === undefined ? [] : [{ atMs: sample.atMs, value }];
  });
}

/** The commits after the last fall of the offset; before it the change is not consumption. */
function sinceRewind(samples: readonly Sample[]): Sample[] {
  const fall = samples.findLastIndex(
    ({ committed = 0 }, place) => place > 0 && committed < (samples[place - 1]?.committed ?? 0),
  );
  return samples.slice(Math.max(0, fall));
}

/** The last times at which all, or nearly all, partitions of the group were sampled. */
function commonTimes(series: readonly (readonly Sample[])[], window: number): number[] {
  const times = [...new Set(series.flat().map(({ atMs }) => atMs))].sort((a, b) => a - b);
  const first = Math.max(...series.map((own) => own[0]?.atMs ?? 0));
  const longest = Math.max(...series.map(({ length }) => length));
  // If partitions are sampled one after the other, a round of samples is one step of the group.
  const round = Math.max(1, Math.round(times.length / longest));
  const from = times.filter((time) => time >= first);
  return from.filter((_, place) => (from.length - 1 - place) % round === 0).slice(-window);
}

/** The sum of a value over the partitions at those times, each as last seen. */
function sumsAt(
  series: readonly (readonly Sample[])[],
  times: readonly number[],
  measure: (sample: Sample) => number | undefined,
): Count[] {
  const sums = times.map(() => 0);
  for (const own of series) {
    let next = 0;
    let value = 0;
    for (const [place, time] of times.entries()) {
      while (next < own.length && must(own[next], 'next sample').atMs <= time) {
        value = measure(must(own[next], 'next sample')) ?? value;
        next += 1;
      }
      sums[place] = must(sums[place], 'sum at the time') + value;
    }
  }
  return times.map((atMs, place) => ({ atMs, value: must(sums[place], 'sum at the time') }));
}

function grouped<Key>(
  samples: readonly Sample[],
  keyOf: (sample: Sample) => Key,
): Map<Key, Sample[]> {
  const groups = new Map<Key, Sample[]>();
  for (const sample of samples) {
    const key = keyOf(sample);
    const own = groups.get(key);
    if (own === undefined) groups.set(key, [sample]);
    else own.push(sample);
  }
  return groups;
}
