/** A run, and a sweep of runs, as pages. */
import type { Plot } from '../../../check/plot.ts';
import { plainPaint } from '../../../draw/colour.ts';
import { plotsAsSvg } from '../../../draw/plot-svg.ts';
import { paramInText } from '../../../lab/params.ts';
import type { AnyScenario } from '../../../lab/scenario.ts';
import { plotsOfSweep } from '../../../lab/sweep/plots.ts';
import { type CellReport, type SweptMetric, verdictOfSweep } from '../../../lab/sweep/report.ts';
import { outcomes, type Tally } from '../../../lab/sweep/tally.ts';
import { labVersion } from '../../../lab/version.ts';
import { inDigits } from '../../../words/numbers.ts';
import {
  countsOf,
  expectationRow,
  goalRow,
  invariantRow,
  metricRows,
  type RunTextParts,
  reasonFor,
} from '../run-text.ts';
import {
  figuresOf,
  outcomeInWords,
  propertyRows,
  type SweepTextParts,
  shareInWords,
} from '../sweep-text.ts';
import type { Fact, Page, Table } from './page.ts';

/** A page has no colours. */

export function pageOfRun(parts: Omit<RunTextParts, 'story'>): Page {
  const { scenario, result, token, command } = parts;
  const { seed, params, without, digest } = result;
  const row = { invariant: invariantRow, goal: goalRow, expectation: expectationRow };
  return {
    title: scenario.id,
    question: scenario.asks,
    verdict: result.verdict.toUpperCase(),
    answer: [`${reasonFor(result)}.`, result.story],
    facts: [
      ['seed', seed],
      ...settingFacts(params, without),
      ['digest', `${digest} ${countsOf(result)}`],
      ['version', labVersion],
    ],
    tables: [
      {
        title: 'Figures',
        header: ['metric', 'value', 'meaning'],
        rows: metricRows(scenario.metrics, result.metrics, plainPaint),
      },
      {
        title: 'Expectations',
        header: ['', 'expectation'],
        rows: result.expectations.map((report) => row.expectation(report, plainPaint)),
      },
      {
        title: 'Invariants',
        header: ['', 'invariant', 'checked', 'what holds after every event'],
        rows: result.invariants.map((report) => row.invariant(report, plainPaint)),
      },
      {
        title: 'Goals',
        header: ['', 'goal', 'reached', 'what must happen'],
        rows: result.goals.map((report) => row.goal(report, plainPaint)),
      },
    ],
    plot: svgOf(result.plots),
    token,
    command,
  };
}

export interface SweepPageParts extends SweepTextParts {
  readonly scenario: AnyScenario;
  /** Of a run for which nothing is varied or drawn. */
  readonly params: Readonly<Record<string, unknown>>;
  readonly tallies: readonly Tally[];
}

export function pageOfSweep(parts: SweepPageParts): Page {
  const { scenario, report, params, tallies, command } = parts;
  const { cells, seeds, vary, without, swarm, planFile } = report;
  const varied = vary.map(({ name }) => name);
  const fixed = Object.entries(params).filter(([name]) => !varied.includes(name));
  const drawn = 'drawn for each seed, each in half of the runs';
  return {
    title: scenario.id,
    question: scenario.asks,
    verdict: verdictOfSweep(report).verdict.toUpperCase(),
    answer: [`${outcomeInWords(report)}.`],
    facts: [
      ['seeds', seeds],
      ...settingFacts(Object.fromEntries(fixed), without),
      ...(swarm ? [['swarm', `parameters that are not set are ${drawn}`] as const] : []),
      ...(planFile === undefined ? [] : [['plan', planFile.name] as const]),
      ...vary.map(({ name, values }): Fact => ['varied', `${name}=${values.join(', ')}`]),
      ...cells.map(({ varied: of, digest }): Fact => [['digest', ...of].join(' '), digest]),
      ['version', labVersion],
    ],
    tables: [
      runsTable(cells, varied),
      ...metricTables(cells, varied),
      ...cells.flatMap(propertyTables),
      casesTable(parts),
    ],
    plot: svgOf(plotsOfSweep(report, scenario.metrics, tallies)),
    token: undefined,
    command,
  };
}

function settingFacts(
  params: Readonly<Record<string, unknown>>,
  without: readonly string[],
): readonly Fact[] {
  const settings = Object.entries(params).map(([name, value]) => `${name}=${paramInText(value)}`);
  return [
    ['parameters', settings.join(' ')],
    ['rules off', without.length === 0 ? 'none' : without.join(' ')],
  ];
}

const svgOf = (plots: readonly Plot[]): string | undefined =>
  plots.length === 0 ? undefined : plotsAsSvg(plots);

/** The values of what was varied, one for each column. */
const valuesOf = ({ varied }: CellReport): string[] =>
  varied.map((assignment) => assignment.slice(assignment.indexOf('=') + 1));

function runsTable(cells: readonly CellReport[], varied: readonly string[]): Table {
  const seen = outcomes.filter((outcome) => cells.some((cell) => cell.outcomes[outcome] > 0));
  return {
    title: 'Runs',
    header: [...varied, 'runs', ...seen, 'passed, with the 95% interval'],
    rows: cells.map((cell) => [
      ...valuesOf(cell),
      inDigits(cell.runs),
      ...seen.map((outcome) => inDigits(cell.outcomes[outcome])),
      shareInWords(cell.passed, ''),
    ]),
  };
}

const figureNames = ['mean of the runs', '95% interval', 'p50', 'p95', 'p99', 'min', 'max'];

/** Of one cell a table with a row for each metric; of several a table for each metric. */
function metricTables(cells: readonly CellReport[], varied: readonly string[]): Table[] {
  const [only] = cells;
  if (varied.length === 0 && only !== undefined) {
    const rows = Object.entries(only.metrics).map(([name, metric]) => [
      nameOf(name, metric),
      ...figuresOf(metric),
    ]);
    return [{ title: 'Figures', header: ['metric', ...figureNames], rows }];
  }
  const names = [...new Set(cells.flatMap(({ metrics }) => Object.keys(metrics)))];
  return names.map((name) => ({
    title: nameOf(name, cells.find(({ metrics }) => metrics[name])?.metrics[name]),
    header: [...varied, ...figureNames],
    rows: cells.map((cell) => [...valuesOf(cell), ...figuresOf(cell.metrics[name])]),
  }));
}

const nameOf = (name: string, metric: SweptMetric | undefined): string =>
  metric === undefined || metric.unit === '' ? name : `${name} (${metric.unit})`;

function propertyTables({ varied, invariants, goals, expectations }: CellReport): Table[] {
  const table = (
    kind: string,
    properties: CellReport['invariants'],
    words: readonly [string, string, string],
  ): Table => ({
    title: [kind, ...varied].join(' '),
    header: ['', 'id', 'in how many runs', 'what it says'],
    rows: propertyRows(properties, words, plainPaint),
  });
  return [
    table('Expectations', expectations, ['hold', 'broken', 'not measured']),
    table('Invariants', invariants, ['held', 'violated', 'unknown']),
    table('Goals', goals, ['reached', 'violated', 'not reached']),
  ];
}

function casesTable({ report, commandFor }: SweepPageParts): Table {
  return {
    title: 'Runs that did not pass',
    header: ['outcome', 'seed', 'why', 'command'],
    rows: report.cells.flatMap((cell) =>
      cell.cases.map((run) => [run.outcome, run.seed, run.why, commandFor(cell.varied, run)]),
    ),
  };
}
