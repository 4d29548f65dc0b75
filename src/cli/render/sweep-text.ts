/** A sweep as text: what did not pass first, then how often each property held, then the figures. */

import type { Paint } from '../../draw/colour.ts';
import { columns, wrapped } from '../../draw/text.ts';
import { paramInText } from '../../lab/params.ts';
import type { AnyScenario } from '../../lab/scenario.ts';
import type { SweepPlan } from '../../lab/sweep/plan.ts';
import {
  type CellReport,
  type PropertyReport,
  type Share,
  type Summary,
  type SweepReport,
  type SweptMetric,
  verdictOfSweep,
} from '../../lab/sweep/report.ts';
import { type Case, outcomes } from '../../lab/sweep/tally.ts';
import { counted, inDigits, inPercent } from '../../words/numbers.ts';
import { histogramAsText } from './histogram.ts';
import { verdictInColour } from './run-text.ts';

/** What is known before anything has run. */
export interface SweepHeadParts {
  readonly scenario: AnyScenario;
  readonly params: Readonly<Record<string, unknown>>;
  readonly plan: SweepPlan;
  readonly seedCount: number;
}

export interface SweepTextParts {
  readonly report: SweepReport;
  /** The command that does one of its runs again, and the one for the whole. */
  readonly commandFor: (varied: readonly string[], run: Case) => string;
  readonly command: string;
}

export function sweepAsText(parts: SweepTextParts, paint: Paint): string {
  const { report } = parts;
  const [only] = report.cells;
  const body =
    report.vary.length === 0 && only !== undefined
      ? cellLines(only, parts, paint)
      : tableLines(parts, paint);
  return [
    ...body,
    verdictLine(report, paint),
    '',
    ...columns([
      ...(only === undefined || report.vary.length > 0
        ? []
        : [[paint.dim('digest'), `${only.digest}  (${counted(only.events, 'event')})`]]),
      [paint.dim('again'), parts.command],
    ]),
  ].join('\n');
}

export function sweepHeadAsText(parts: SweepHeadParts, paint: Paint): string {
  const { scenario, params, plan, seedCount } = parts;
  const varied = plan.vary.map(({ name }) => name);
  const settings = Object.entries(params)
    .filter(([name]) => !varied.includes(name))
    .map(([name, value]) => `${name}=${paramInText(value)}`);
  const drawn = 'drawn for each seed, each in half of the runs';
  const drawnAndSet = plan.set.length === 0 ? drawn : `${plan.set.join(' ')}, the others ${drawn}`;
  const rows = [
    [paint.dim('seeds'), `${plan.seeds}  (${inDigits(seedCount)})`],
    [paint.dim('params'), plan.swarm ? drawnAndSet : settings.join(' ')],
    ...plan.vary.map(({ name, values }) => [paint.dim('varied'), `${name}=${values.join(', ')}`]),
    [paint.dim('rules off'), plan.without.length === 0 ? 'none' : plan.without.join(' ')],
  ];
  return [paint.bold(scenario.id), wrapped(scenario.asks), '', ...columns(rows), '\n'].join('\n');
}

function cellLines(cell: CellReport, parts: SweepTextParts, paint: Paint): string[] {
  return [
    ...caseLines(cell, parts, paint),
    ...outcomeLines(cell, paint),
    '',
    ...propertySection('invariants', cell.invariants, ['held', 'violated', 'unknown'], paint),
    ...propertySection('goals', cell.goals, ['reached', 'violated', 'not reached'], paint),
    ...propertySection(
      'expectations',
      cell.expectations,
      ['hold', 'broken', 'not measured'],
      paint,
    ),
    ...Object.entries(cell.metrics).flatMap(([name, metric]) => metricLines(name, metric, paint)),
  ];
}

/** Runs that did not pass, each with the command that does it again. */
function caseLines(cell: CellReport, parts: SweepTextParts, paint: Paint): string[] {
  const lines = outcomes.flatMap((outcome) => {
    const cases = cell.cases.filter((each) => each.outcome === outcome);
    const more = cell.outcomes[outcome] - cases.length;
    return [
      ...cases.flatMap((each) => [
        `  ${paint.red(outcome)}  seed ${each.seed}: ${each.why}`,
        `    ${parts.commandFor(cell.varied, each)}`,
      ]),
      ...(cases.length > 0 && more > 0 ? [`  … and ${inDigits(more)} more`] : []),
    ];
  });
  return lines.length === 0 ? [] : [paint.bold('not passed'), ...lines, ''];
}

function outcomeLines({ outcomes: counts, runs, passed }: CellReport, paint: Paint): string[] {
  const rows = outcomes
    .filter((outcome) => counts[outcome] > 0)
    .map((outcome) => [outcome, `${inDigits(counts[outcome])} of ${inDigits(runs)}`]);
  const passing = rows.at(-1);
  if (passing?.[0] === 'pass') passing.push(shareInWords(passed));
  return [paint.bold('runs'), ...columns(rows, '  ')];
}

/** `99.2%  (95% interval: 98.4% to 99.6%)`: the share, and the interval of the probability behind it. */
export function shareInWords({ share, interval }: Share, title = '95% interval: '): string {
  if (share === null || interval === null) return '';
  return `${inPercent(share)}  (${title}${inPercent(interval.low)} to ${inPercent(interval.high)})`;
}

function propertySection(
  title: string,
  properties: readonly PropertyReport[],
  words: PropertyWords,
  paint: Paint,
): string[] {
  if (properties.length === 0) return [];
  const rows = propertyRows(properties, words, paint);
  return [paint.bold(title), ...columns(rows, '  '), ''];
}

type PropertyWords = readonly [good: string, bad: string, open: string];

export function propertyRows(
  properties: readonly PropertyReport[],
  [good, bad, open]: PropertyWords,
  paint: Paint,
): string[][] {
  return properties.map((property) => {
    const { id, says, runs, firstNotGood } = property;
    const mark =
      property.bad > 0
        ? paint.red('BROKEN')
        : property.open > 0
          ? paint.yellow('open')
          : paint.green('ok');
    const counts = [
      `${good} in ${inDigits(property.good)} of ${inDigits(runs)}`,
      ...(property.bad > 0 ? [`${bad} in ${inDigits(property.bad)}`] : []),
      ...(property.open > 0 ? [`${open} in ${inDigits(property.open)}`] : []),
      ...(firstNotGood === null ? [] : [`first with seed ${firstNotGood}`]),
    ];
    return [mark, id, counts.join(', '), paint.dim(says)];
  });
}

function metricLines(name: string, metric: SweptMetric, paint: Paint): string[] {
  const { unit, says, perRun, pooled, unmeasured, infinite } = metric;
  const drawn = pooled ?? perRun;
  return [
    `${paint.bold(name)}  ${paint.dim(says)}`,
    ...summaryLines(pooled === null ? 'runs' : 'mean of each run', perRun, unit, perRun.interval),
    ...(pooled === null ? [] : summaryLines('all samples', pooled, unit, null)),
    ...(unmeasured === 0 ? [] : [`  not measured in ${counted(unmeasured, 'run')}`]),
    ...(infinite === 0 ? [] : [`  ${inDigits(infinite)} infinite values are left out`]),
    ...(drawn.count < 2 || drawn.histogram.length < 2
      ? []
      : histogramAsText(drawn.histogram, paint)),
    '',
  ];
}

function summaryLines(
  what: string,
  { count, mean, p50, p95, p99, min, max, quantileError }: Summary,
  unit: string,
  interval: { readonly low: number; readonly high: number } | null,
): string[] {
  if (count === 0) return [`  ${what}: nothing was measured`];
  const figures = Object.entries({ p50, p95, p99, min, max });
  const about = quantileError === 0 ? '' : `  (quantiles within ${inPercent(quantileError)})`;
  const between =
    interval === null
      ? ''
      : `  (95% interval: ${inDigits(interval.low)} to ${inDigits(interval.high)})`;
  return [
    `  ${what} (${inDigits(count)}): mean ${inDigits(mean ?? 0)} ${unit}${between}`,
    `    ${figures.map(([name, value]) => `${name} ${inDigits(value ?? 0)}`).join('  ')}${about}`,
  ];
}

/** A row for each combination of what was varied. */
function tableLines(parts: SweepTextParts, paint: Paint): string[] {
  const { report } = parts;
  const { cells, vary } = report;
  const head = vary.map(({ name }) => paint.dim(name));
  const valuesOf = ({ varied }: CellReport) =>
    varied.map((assignment) => assignment.slice(assignment.indexOf('=') + 1));
  const seen = outcomes.filter((outcome) => cells.some((cell) => cell.outcomes[outcome] > 0));
  const names = [...new Set(cells.flatMap(({ metrics }) => Object.keys(metrics)))];
  return [
    ...cells.flatMap((cell) => caseLines(cell, parts, paint)),
    paint.bold('runs'),
    ...columns(
      [
        [
          ...head,
          ...seen.map((outcome) => paint.dim(outcome)),
          paint.dim('passed, with the 95% interval'),
        ],
        ...cells.map((cell) => [
          ...valuesOf(cell),
          ...seen.map((outcome) => inDigits(cell.outcomes[outcome])),
          shareInWords(cell.passed, ''),
        ]),
      ],
      '  ',
    ),
    '',
    ...names.flatMap((name) => {
      const { unit = '', says = '' } =
        cells.find(({ metrics }) => metrics[name])?.metrics[name] ?? {};
      const heads = ['mean', '95% interval', 'p50', 'p95', 'p99', 'min', 'max'];
      return [
        `${paint.bold(name)}  ${unit}  ${paint.dim(says)}`,
        ...columns(
          [
            [...head, ...heads.map((word) => paint.dim(word))],
            ...cells.map((cell) => [...valuesOf(cell), ...figuresOf(cell.metrics[name])]),
          ],
          '  ',
        ),
        '',
      ];
    }),
  ];
}

/** The mean of the runs with its interval, then the quantiles of all samples. */
export function figuresOf(metric: SweptMetric | undefined): string[] {
  if (metric === undefined || metric.perRun.count === 0) return ['not measured'];
  const { mean, interval } = metric.perRun;
  const { p50, p95, p99, min, max } = metric.pooled ?? metric.perRun;
  return [
    inDigits(mean ?? 0),
    interval === null ? '' : `${inDigits(interval.low)} to ${inDigits(interval.high)}`,
    ...[p50, p95, p99, min, max].map((value) => inDigits(value ?? 0)),
  ];
}

function verdictLine(report: SweepReport, paint: Paint): string {
  return `${verdictInColour(verdictOfSweep(report).verdict, paint)}  ${outcomeInWords(report)}`;
}

/** What the verdict rests on. */
export function outcomeInWords(report: SweepReport): string {
  const { verdict, runs, failed, open } = verdictOfSweep(report);
  const words = {
    pass: `in all of ${counted(runs, 'run')}`,
    fail: `${inDigits(failed)} of ${counted(runs, 'run')} failed`,
    inconclusive:
      open === 0
        ? counted(runs, 'run')
        : `${inDigits(open)} of ${counted(runs, 'run')} prove nothing`,
  }[verdict];
  return report.isComplete ? words : `${words}; stopped before every seed was run`;
}
