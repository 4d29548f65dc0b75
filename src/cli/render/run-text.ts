/** A run as text: what was run, what happened, what came of it, and how to do it again. */
import type { ExpectationReport } from '../../check/expectation.ts';
import { expectationInWords, metricInWords } from '../../check/figures.ts';
import type { GoalReport } from '../../check/goal.ts';
import type { InvariantReport } from '../../check/invariant.ts';
import type { MetricDefinitions, MetricReport } from '../../check/metric.ts';
import type { Verdict } from '../../check/verdict.ts';
import type { Paint } from '../../draw/colour.ts';
import { plotAsText } from '../../draw/plot-text.ts';
import { columns, wrapped } from '../../draw/text.ts';
import { highlights } from '../../lab/highlights.ts';
import type { Line } from '../../lab/narrate.ts';
import { paramInText, parseParams } from '../../lab/params.ts';
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
  /** What was printed before the run, if anything was. */
  readonly head?: string;
  /** The claims that the scenario decides, in words: printed in full only. */
  readonly claims?: readonly {
    readonly id: string;
    readonly says: string;
    readonly verdict: string;
  }[];
}

/** What is known before the run: its question, which has the usual parameters, and its own. `runAsText` begins with it. */
export function runHeadAsText(scenario: AnyScenario, params: object, paint: Paint): string {
  const own = ownParams(scenario, params);
  const here = own.length === 0 ? '' : ` Here with ${own.join(', ')}.`;
  return paint.bold(wrapped(`${scenario.asks}${here}`));
}

/** How much of a run is printed. */
export type Detail = 'brief' | 'usual' | 'full';

/** A run is to fit on a screen: its answer, and of all else what there is room for. */
const screenLines = 40;
/** Of how to repeat it, with the empty line before. */
const repeatLines = 4;
const linesMax = 14;
const linesMin = 3;
const brokenMax = 5;
const figuresMax = 5;
const nodesMax = 4;

export function runAsText(parts: RunTextParts, detail: Detail, paint: Paint): string {
  const { scenario, result, head = runHeadAsText(scenario, result.params, paint) } = parts;
  const answer = [head, '', wrapped(result.story), '', verdictLine(scenario, result, paint)];
  if (detail === 'brief') return answer.join('\n');
  const room = screenLines - heightOf(answer) - repeatLines;
  const body = detail === 'full' ? everything(parts, paint) : whatMatters(parts, room, paint);
  return [...answer, '', ...body, ...howToRepeat(parts, paint)].join('\n');
}

/** `PASS  11 invariants, 3 goals, 2 expectations  seed 7, every rule on`, or what failed. */
function verdictLine(scenario: AnyScenario, result: RunResult, paint: Paint): string {
  const { verdict, invariants, goals, expectations } = result;
  const held = [
    counted(invariants.length, 'invariant'),
    counted(goals.length, 'goal'),
    counted(expectations.length, 'expectation'),
  ].join(', ');
  const reason = verdict === 'pass' ? held : reasonFor(result);
  return `${verdictInColour(verdict, paint)}  ${reason}\n${paint.dim(settingOf(scenario, result))}`;
}

/** Parameters that differ from the usual ones. */
function ownParams(scenario: AnyScenario, params: object): string[] {
  const usual = parseParams(scenario.params, {}) as Record<string, unknown>;
  return Object.entries(params)
    .filter(([name, value]) => JSON.stringify(value) !== JSON.stringify(usual[name]))
    .map(([name, value]) => `${name}=${paramInText(value)}`);
}

/** What the run was made of, where it differs from what the scenario has by itself. */
function settingOf(scenario: AnyScenario, { seed, params, without, interventions }: RunResult) {
  const own = ownParams(scenario, params);
  return [
    `${scenario.id}, seed ${shown(seed)}`,
    own.length === 0 ? 'default parameters' : own.join(' '),
    without.length === 0 ? 'every rule on' : `without ${without.join(', ')}`,
    ...(interventions.length === 0
      ? []
      : [`${counted(interventions.length, 'intervention')} by hand`]),
  ].join(', ');
}

/** What was broken, the figures that decide, and the events that tell most. */
function whatMatters({ result, story }: RunTextParts, room: number, paint: Paint): string[] {
  const broken = brokenRows(result, paint);
  const figures = result.expectations.filter(({ holds }) => holds === true);
  const brokenLines = paragraph([
    ...columns(broken.slice(0, brokenMax)),
    ...(broken.length > brokenMax ? [`… ${broken.length - brokenMax} more`] : []),
  ]);
  const figureTexts = figures
    .slice(0, figuresMax)
    .map((figure) => wrapped(expectationInWords(figure), '  '));
  // A figure that is cut off would say nothing, so the last ones give way.
  const figureRoom = room - brokenLines.length - linesMin - 4;
  while (figureTexts.length > 1 && heightOf(figureTexts) > figureRoom) figureTexts.pop();
  const figureLines = paragraph(figureTexts);
  const left = room - brokenLines.length - heightOf(figureLines) - 3;
  const lines = highlights(story, result, Math.max(linesMin, Math.min(linesMax, left)));
  const more = [
    ...(story.length > lines.length ? [counted(story.length - lines.length, 'more event')] : []),
    ...(figures.length > figureTexts.length ? ['more figures'] : []),
    'metrics and checks: --full',
  ];
  return [
    ...brokenLines,
    ...figureLines,
    ...paragraph(storyLines(lines, paint, nodesMax)),
    paint.dim(`… ${more.join(', ')}`),
    '',
  ];
}

/** Lines of a terminal. */
const heightOf = (texts: readonly string[]): number => texts.join('\n').split('\n').length;

const paragraph = (lines: readonly string[]) => (lines.length === 0 ? [] : [...lines, '']);

function brokenRows({ invariants, goals, expectations }: RunResult, paint: Paint): string[][] {
  return [
    ...invariants
      .filter(({ violations, unknown }) => violations.length > 0 || unknown !== undefined)
      .map((report) => invariantRow(report, paint))
      .map(([mark = '', id = '', , text = '']) => [mark, id, text]),
    ...goals
      .filter(({ reached }) => !reached)
      .map((report) => goalRow(report, paint))
      .map(([mark = '', id = '', when = '', says = '']) => [mark, id, `${when}: ${says}`]),
    ...expectations
      .filter(({ holds }) => holds !== true)
      .map((report) => [mark(report.holds, paint), report.id, expectationInWords(report)]),
  ];
}

/** Every event of the story, every property, every metric, and the plots. */
function everything(
  { scenario, result, story, claims = [] }: RunTextParts,
  paint: Paint,
): string[] {
  return [
    ...parameterLines(result, paint),
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
    ...section(
      'claims',
      claims.map(({ id, says, verdict }) => [verdict, id, says]),
      paint,
    ),
    ...result.plots.flatMap((plot) => [plotAsText(plot, paint), '']),
  ];
}

function howToRepeat({ result, token, command }: RunTextParts, paint: Paint): string[] {
  return columns([
    [paint.dim('digest'), `${result.digest}  ${countsOf(result)}`],
    [paint.dim('again'), command],
    [paint.dim('token'), token],
  ]);
}

function parameterLines({ params, without }: RunResult, paint: Paint): string[] {
  const settings = Object.entries(params).map(([name, value]) => `${name}=${paramInText(value)}`);
  return columns([
    [paint.dim('parameters'), settings.length === 0 ? 'none' : settings.join(' ')],
    [paint.dim('rules off'), without.length === 0 ? 'none' : without.join(' ')],
  ]);
}

export function storyLines(story: readonly Line[], paint: Paint, nodesMax = 12): string[] {
  const times = story.map(({ atMs }) => inMilliseconds(atMs));
  const width = Math.max(0, ...times.map((time) => time.length));
  return columns(
    story.map(({ nodes, text, rule }, place) => {
      const time = `${(times[place] ?? '').padStart(width)} ms`;
      const by = rule === undefined ? '' : `  ${paint.dim(`[${rule}]`)}`;
      return [paint.dim(time), paint.cyan(together(nodes, nodesMax)), shown(text) + by];
    }),
  );
}

/** Many nodes that do the same, as all do at the start, are not listed one by one. */
function together(nodes: readonly string[], max: number): string {
  if (nodes.length <= max) return nodes.join(' ');
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
  const { holds, claim } = report;
  const about = claim === undefined ? '' : `  ${paint.dim(`[${claim}]`)}`;
  return [mark(holds, paint), `${expectationInWords(report)}${about}`];
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
