/** A run as text: what was run, what happened, what came of it, and how to do it again. */
import type { ExpectationReport } from '../../check/expectation.ts';
import { measuredInWords, metricInWords } from '../../check/figures.ts';
import type { GoalReport } from '../../check/goal.ts';
import type { InvariantReport } from '../../check/invariant.ts';
import type { MetricDefinitions, MetricReport } from '../../check/metric.ts';
import type { Verdict } from '../../check/verdict.ts';
import type { Paint } from '../../draw/colour.ts';
import { plotAsText } from '../../draw/plot-text.ts';
import { columns, wrapped } from '../../draw/text.ts';
import type { Line } from '../../lab/narrate.ts';
import { paramInText } from '../../lab/params.ts';
import type { RunResult } from '../../lab/run.ts';
import type { AnyScenario } from '../../lab/scenario.ts';
import { counted, inDigits, inMilliseconds } from '../../words/numbers.ts';
import { shown } from '../../words/shown.ts';

export interface RunTextParts {
  readonly scenario: AnyScenario;
  readonly result: RunResult;
  readonly story: readonly Line[];
  readonly token: string;
  readonly command: string;
}

export function runAsText({ scenario, result, story, token, command }: RunTextParts, paint: Paint) {
  return [
    header(scenario, result, paint),
    '',
    ...storyLines(story, paint),
    '',
    ...section(
      'invariants',
      result.invariants.map((report) => invariantRow(report, paint)),
      paint,
    ),
    ...section(
      'goals',
      result.goals.map((report) => goalRow(report, paint)),
      paint,
    ),
    ...section('metrics', metricRows(scenario.metrics, result.metrics, paint), paint),
    ...section(
      'expectations',
      result.expectations.map((r) => expectationRow(r, paint)),
      paint,
    ),
    ...result.plots.flatMap((plot) => [plotAsText(plot, paint), '']),
    wrapped(result.story),
    '',
    `${verdictInColour(result.verdict, paint)}  ${reasonFor(result)}`,
    '',
    ...columns([
      [paint.dim('digest'), `${result.digest}  ${countsOf(result)}`],
      [paint.dim('token'), token],
      [paint.dim('again'), command],
    ]),
  ].join('\n');
}

function header(scenario: AnyScenario, { seed, params, without }: RunResult, paint: Paint): string {
  const settings = Object.entries(params).map(([name, value]) => `${name}=${paramInText(value)}`);
  const rows = [
    [paint.dim('seed'), shown(seed)],
    [paint.dim('params'), settings.join(' ')],
    [paint.dim('without'), without.length === 0 ? 'nothing: every rule is on' : without.join(' ')],
  ];
  return [runHeadAsText(scenario, paint), '', ...columns(rows)].join('\n');
}

/** What is known before the run: the scenario and its question. `runAsText` begins with it. */
export function runHeadAsText({ id, asks }: AnyScenario, paint: Paint): string {
  return [paint.bold(id), wrapped(asks)].join('\n');
}

export function storyLines(story: readonly Line[], paint: Paint): string[] {
  const times = story.map(({ atMs }) => inMilliseconds(atMs));
  const width = Math.max(0, ...times.map((time) => time.length));
  return columns(
    story.map(({ nodes, text, rule }, place) => {
      const time = `${(times[place] ?? '').padStart(width)} ms`;
      const by = rule === undefined ? '' : `  ${paint.dim(`[${rule}]`)}`;
      return [paint.dim(time), paint.cyan(together(nodes)), shown(text) + by];
    }),
  );
}

/** Many nodes that do the same, as all do at the start, are not listed one by one. */
function together(nodes: readonly string[]): string {
  if (nodes.length <= 12) return nodes.join(' ');
  return `${nodes.slice(0, 3).join(' ')} and ${nodes.length - 3} more`;
}

function section(title: string, rows: string[][], paint: Paint): string[] {
  return rows.length === 0 ? [] : [paint.bold(title), ...columns(rows, '  '), ''];
}

function mark(good: boolean | null, paint: Paint): string {
  if (good === null) return paint.yellow('open');
  return good ? paint.green('ok') : paint.red('BROKEN');
}

export function invariantRow(report: InvariantReport, paint: Paint): string[] {
  const { id, says, checks, violations, unknown } = report;
  const [violation] = violations;
  const checked = counted(checks, 'check');
  if (unknown !== undefined)
    return [mark(null, paint), id, checked, `${says} (unknown: ${unknown})`];
  if (violation === undefined) return [mark(true, paint), id, checked, says];
  const { atMs, event, message } = violation;
  return [
    mark(false, paint),
    id,
    checked,
    `${message} (at ${inMilliseconds(atMs)} ms, event ${event})`,
  ];
}

export function goalRow({ id, says, reached, atMs, violated }: GoalReport, paint: Paint): string[] {
  const good = reached ? true : violated ? false : null;
  const when = atMs === null ? 'never' : `at ${inMilliseconds(atMs)} ms`;
  return [mark(good, paint), id, when, says];
}

export function metricRows(
  definitions: MetricDefinitions,
  reports: Readonly<Record<string, MetricReport>>,
  paint: Paint,
): string[][] {
  return Object.entries(reports).map(([name, report]) => {
    const { unit = '', says = '' } = definitions[name] ?? {};
    return [name, metricInWords(report, unit), paint.dim(says)];
  });
}

export function expectationRow(report: ExpectationReport, paint: Paint): string[] {
  const { holds, text, measured, bound, claim } = report;
  const about = claim === undefined ? '' : `  ${paint.dim(`[${claim}]`)}`;
  return [mark(holds, paint), `${text}: ${measuredInWords(measured, bound)}${about}`];
}

export function verdictInColour(verdict: Verdict, paint: Paint): string {
  const colour = { pass: paint.green, fail: paint.red, inconclusive: paint.yellow }[verdict];
  return paint.bold(colour(verdict.toUpperCase()));
}

export function reasonFor({ verdict, ended, invariants, goals, expectations }: RunResult): string {
  if (verdict === 'pass')
    return 'every invariant held, every goal was reached, every expectation holds';
  const broken = [
    ...invariants.filter(({ violations }) => violations.length > 0),
    ...goals.filter(({ violated }) => violated),
    ...expectations.filter(({ holds }) => holds === false),
  ].map(({ id }) => id);
  if (verdict === 'fail') return `broken: ${broken.join(', ')}`;
  if (ended === 'budget') {
    return 'stopped by its limit of events before its time was over: raise it with --events-max';
  }
  const open = [
    ...invariants.filter(({ unknown }) => unknown !== undefined),
    ...goals.filter(({ reached }) => !reached),
    ...expectations.filter(({ holds }) => holds === null),
  ].map(({ id }) => id);
  return `nothing is proved: not reached or not measured: ${open.join(', ')}`;
}

export function countsOf({ events, virtualMs }: RunResult): string {
  return `(${counted(events, 'event')} in ${inDigits(virtualMs)} ms of virtual time)`;
}
