/** A judgement of lag samples as text, as JSON and as plots. */
import type { JudgeOptions } from '../../../sims/kafka/lag/judge.ts';
import type { Drain, Rate } from '../../../sims/kafka/lag/rate.ts';
import type { GroupReport, Judgement, PartitionReport } from '../../../sims/kafka/lag/report.ts';
import type { Plot } from '../../check/plot.ts';
import type { Paint, Program } from '../../draw/colour.ts';
import { plotAsText } from '../../draw/plot-text.ts';
import { columns, wrapped } from '../../draw/text.ts';
import { thinned } from '../../draw/thinned.ts';
import { inDigits } from '../../words/numbers.ts';
import { shown } from '../../words/shown.ts';
import { timeInWords } from '../input/times.ts';
import { understoodRows } from '../input/understood.ts';
import type { Problem } from './row.ts';
import type { Samples } from './samples.ts';

export function lagAsText(
  path: string,
  read: Samples,
  judgement: Judgement,
  options: JudgeOptions,
  io: Program,
): string {
  const { paint } = io;
  const { samples } = read;
  const span = `${timeInWords(judgement.fromMs)} to ${timeInWords(judgement.nowMs)}`;
  return [
    `${paint.bold(shown(path))}  ${count(samples.length, 'sample')}, ${span}`,
    ...understoodRows(read.understood).map(([name, value]) => {
      return `  ${name.padEnd(8)} ${wrapped(value, ' '.repeat(11)).trimStart()}`;
    }),
    ...judgement.groups.flatMap((group) => ['', ...groupLines(group, options, unitOf(read), io)]),
    '',
    ...lagAsPlots(judgement).flatMap((plot) => [plotAsText(plot, paint), '']),
    ...remarks('assumed', read.assumptions, paint),
    ...problemLines('left out', 'row', read.problems, paint),
    ...problemLines('odd, but used', 'row', read.oddities, paint),
  ].join('\n');
}

/** What a rate is per: a second, or, without times, a snapshot. */
type Unit = 's' | 'snapshot';
export const unitOf = ({ isTimed }: Samples): Unit => (isTimed ? 's' : 'snapshot');

function groupLines(
  group: GroupReport,
  { window }: JudgeOptions,
  unit: Unit,
  { paint, program }: Program,
): string[] {
  const { status, lag, partitions, cause, production, consumption, drain } = group;
  const rows = partitions.map((partition) => partitionRow(partition, unit, paint));
  return [
    `${inColour(status, paint)}  ${paint.bold(shown(group.group))}  lag ${inDigits(lag)} on ${count(partitions.length, 'partition')}${shape(group)}`,
    ...columns(
      [
        ['in', rate(production, unit)],
        ['out', rate(consumption, unit)],
        ['drained', drainInWords(drain, lag, unit)],
      ],
      '  ',
    ),
    wrapped(`  ${shown(cause.because)}`, '  ').trimEnd(),
    ...(cause.scenario === undefined ? [] : [`  See it happen: ${program} run ${cause.scenario}`]),
    ...columns(rows, '  '),
    paint.dim(`  status by the last ${window} commits at most; rates with 95% intervals`),
  ];
}

function shape({ spread, partitions }: GroupReport): string {
  const { shape: form, holders, share } = spread;
  if (form === 'none' || partitions.length === 1) return '';
  const percent = `${Math.round(share * 100)}%`;
  const on =
    form === 'concentrated'
      ? `${holders.length} of them ${holders.length === 1 ? 'holds' : 'hold'} ${percent}`
      : '';
  return on === '' ? ', uniform' : `, concentrated: ${on}`;
}

export function partitionRow(partition: PartitionReport, unit: Unit, paint: Paint): string[] {
  const { topic, partition: number, status, unjudged, lag, committed, logEnd, drain } = partition;
  const { production, consumption, owner } = partition;
  return [
    inColour(status, paint),
    shown(`${topic}-${number}`),
    `lag ${inDigits(lag)}`,
    `${committed ?? '-'} of ${logEnd ?? '-'}`,
    `in ${rateAlone(production, unit)}`,
    `out ${rateAlone(consumption, unit)}`,
    unjudged ?? drainInWords(drain, lag, unit),
    owner === null ? 'no consumer' : shown(owner ?? ''),
  ];
}

function inColour(status: string | undefined, paint: Paint): string {
  const text = (status ?? '?').padEnd(6);
  if (status === 'OK') return paint.green(text);
  if (status === 'WARN' || status === undefined) return paint.yellow(text);
  return paint.red(text);
}

export function rate(value: Rate | undefined, unit: Unit): string {
  if (value === undefined) return 'unknown';
  const between = Number.isFinite(value.low)
    ? ` (${one(Math.max(0, value.low))} to ${one(value.high)})`
    : ' (too few intervals for an interval)';
  return `${one(value.perSecond)}/${unit}${between}`;
}

const rateAlone = (value: Rate | undefined, unit: Unit): string =>
  value === undefined ? '-' : `${one(value.perSecond)}/${unit}`;

const one = (value: number): string =>
  value.toLocaleString('en-US', { maximumFractionDigits: Math.abs(value) < 10 ? 2 : 1 });

export function drainInWords(drain: Drain | undefined, lag: number, unit: Unit): string {
  const span = unit === 's' ? spanOf : (snapshots: number) => `${one(snapshots)} snapshots`;
  if (lag === 0) return 'no lag';
  if (drain === undefined) return 'unknown';
  const { seconds, low, high } = drain;
  if (seconds === Infinity) {
    return low === Infinity ? 'never, at these rates' : `not at these rates (${span(low)} at best)`;
  }
  return `in ${span(seconds)} (${span(low)} to ${high === Infinity ? 'never' : span(high)})`;
}

function spanOf(seconds: number): string {
  if (seconds < 120) return `${one(seconds)} s`;
  if (seconds < 7200) return `${one(seconds / 60)} min`;
  return seconds < 172_800 ? `${one(seconds / 3600)} h` : `${one(seconds / 86_400)} days`;
}

export const count = (number: number, noun: string): string =>
  `${inDigits(number)} ${noun}${number === 1 ? '' : 's'}`;

function remarks(title: string, lines: readonly string[], paint: Paint): string[] {
  return lines.length === 0
    ? []
    : [paint.bold(title), ...lines.map((line) => wrapped(`  ${line}`, '  ')), ''];
}

/** How many problems are shown in full; of the others only the line numbers. */
const shownMax = 20;

function problemLines(
  title: string,
  noun: string,
  problems: readonly Problem[],
  paint: Paint,
): string[] {
  if (problems.length === 0) return [];
  const rest = problems.slice(shownMax).map(({ line }) => line);
  return [
    paint.bold(`${title}: ${count(problems.length, noun)}`),
    ...problems.slice(0, shownMax).map(({ line, problem }) => `  line ${line}: ${problem}`),
    ...(rest.length === 0 ? [] : [wrapped(`  and lines ${rest.join(' ')}`, '  ')]),
    '',
  ];
}

/** How many lines a plot has; what is beyond that is added up in the last. */
const linesMax = 7;

export function lagAsPlots({ groups, fromMs }: Judgement): Plot[] {
  return groups.flatMap(({ group, partitions }): Plot[] => {
    const worst = [...partitions].sort((a, b) => b.lag - a.lag).slice(0, linesMax);
    const lines = worst
      .filter(({ lagOverTime }) => lagOverTime.length > 1)
      .map(({ topic, partition, lagOverTime }) => ({
        name: shown(`${topic}-${partition}`),
        points: thinned(lagOverTime).map(({ atMs, value }): [number, number] => [
          (atMs - fromMs) / 1000,
          value,
        ]),
      }));
    const largest = lines.length < partitions.length ? ` (the ${lines.length} largest)` : '';
    return lines.length === 0
      ? []
      : [{ title: `lag of ${shown(group)}${largest}`, xLabel: 's', yLabel: 'records', lines }];
  });
}

const finite = (value: number): number | null => (Number.isFinite(value) ? value : null);

function rateAsJson(value: Rate | undefined) {
  if (value === undefined) return null;
  return { perSecond: value.perSecond, low: finite(value.low), high: finite(value.high) };
}

/** Null stands for never. */
function drainAsJson(drain: Drain | undefined) {
  if (drain === undefined) return null;
  const { seconds, low, high } = drain;
  return { seconds: finite(seconds), low: finite(low), high: finite(high) };
}

export function lagAsJson(
  path: string,
  read: Samples,
  judgement: Judgement,
  options: JudgeOptions,
): object {
  const { samples, rows, format, understood, isTimed, assumptions, problems, oddities } = read;
  return {
    file: path,
    format,
    understood,
    timed: isTimed,
    status: judgement.status ?? null,
    from: timeInWords(judgement.fromMs),
    until: timeInWords(judgement.nowMs),
    options,
    rows,
    samples: samples.length,
    malformed: problems.length,
    problems: problems.map(({ line, problem }) => ({ line, problem })),
    oddities,
    assumptions,
    groups: judgement.groups.map((group) => ({
      group: group.group,
      status: group.status ?? null,
      lag: group.lag,
      shape: group.spread.shape,
      concentratedOn:
        group.spread.shape === 'concentrated'
          ? group.spread.holders.map((place) => nameOf(group.partitions[place]))
          : [],
      production: rateAsJson(group.production),
      consumption: rateAsJson(group.consumption),
      lagChange: rateAsJson(group.change),
      drain: drainAsJson(group.drain),
      cause: { ...group.cause, scenario: group.cause.scenario ?? null },
      partitions: group.partitions.map((partition) => ({
        topic: partition.topic,
        partition: partition.partition,
        status: partition.status ?? null,
        unjudged: partition.unjudged ?? null,
        lag: partition.lag,
        committed: partition.committed ?? null,
        logEnd: partition.logEnd ?? null,
        samples: partition.samples,
        production: rateAsJson(partition.production),
        consumption: rateAsJson(partition.consumption),
        drain: drainAsJson(partition.drain),
        owner: partition.owner ?? null,
      })),
    })),
  };
}

const nameOf = (partition: PartitionReport | undefined): string =>
  partition === undefined ? '' : `${partition.topic}-${partition.partition}`;
