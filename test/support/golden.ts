/**
 * A run as lines of a golden file: its digest, and in plain text everything that it measured and
 * says, so that a change is a readable diff. Figures have nine significant digits: more than any
 * reader needs, and fewer than two engines may disagree about in the last.
 */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { MetricReport } from '../../src/check/metric.ts';
import { narrate } from '../../src/lab/narrate.ts';
import { Run, type RunOptions, type RunResult } from '../../src/lab/run.ts';
import type { AnyScenario } from '../../src/lab/scenario.ts';

/** The digests in the golden files, by scenario. */
export function goldenDigests(): ReadonlyMap<string, string> {
  const folder = fileURLToPath(new URL('../scenarios/golden/', import.meta.url));
  const texts = readdirSync(folder).map((name) => readFileSync(join(folder, name), 'utf8'));
  const blocks = texts.join('\n').matchAll(/^(\w+\/[\w-]+)\n {2}seed .* digest ([0-9a-f]{16}) /gm);
  return new Map([...blocks].map(([, id = '', digest = '']) => [id, digest]));
}

/** One block of a golden file: the scenario's id, and what came of it. */
export function goldenOf(result: RunResult): string {
  const { scenario, seed, digest, verdict, events, invariants, goals, metrics } = result;
  return [
    scenario,
    `  seed ${seed}  digest ${digest}  ${events} events`,
    `  ${verdict.toUpperCase()}`,
    ...sentencesOf(result.story).map((sentence) => `    ${sentence}`),
    ...section('metrics', Object.entries(metrics).map(metricLine)),
    ...section(
      'expectations',
      result.expectations.map(({ id, measured, holds }) => {
        return `${id}: ${measured === null ? 'not measured' : digits(measured)} ${heldOrNot(holds)}`;
      }),
    ),
    ...section(
      'goals',
      goals.map(({ id, reached, atMs }) => {
        if (!reached) return `${id}: not reached`;
        return `${id}: ${atMs === null ? 'reached' : `reached at ${digits(atMs)} ms`}`;
      }),
    ),
    ...section(
      'invariants',
      invariants.map(({ id, checks, violations }) => {
        return `${id}: ${checks} checks, ${violations.length} violations`;
      }),
    ),
    '',
  ].join('\n');
}

/** The run event by event, as far as it is of interest, and then as in the golden file. */
export function transcriptOf(scenario: AnyScenario, options: RunOptions): string {
  let lines: ReturnType<typeof narrate> = [];
  const settings = {
    listen: (trace: Run['world']['trace']) => {
      lines = narrate(trace, scenario);
    },
  };
  const result = new Run(scenario, options, settings).finish();
  const story = lines.map(({ atMs, nodes, text, rule }) => {
    const by = rule === undefined ? '' : `  [${rule}]`;
    const actors = nodes.length === 0 ? '' : `${nodes.join(' ')}  `;
    return `${atMs.toFixed(3).padStart(13)} ms  ${actors}${text}${by}`;
  });
  return [scenario.asks, '', ...story, '', goldenOf(result)].join('\n');
}

function section(title: string, lines: readonly string[]): string[] {
  return lines.length === 0 ? [] : [`  ${title}`, ...lines.map((line) => `    ${line}`)];
}

function metricLine([name, report]: [string, MetricReport]): string {
  if (report === null) return `${name}: not measured`;
  if (typeof report === 'number') return `${name}: ${digits(report)}`;
  const { count, ...figures } = report;
  const parts = Object.entries(figures).map(([figure, value]) => {
    return `${figure} ${value === null ? 'none' : digits(value)}`;
  });
  return `${name}: ${count} samples, ${parts.join(', ')}`;
}

function digits(value: number): string {
  return String(Number(value.toPrecision(9)));
}

function heldOrNot(holds: boolean | null): string {
  if (holds === null) return 'OPEN';
  return holds ? 'holds' : 'BROKEN';
}

/** One sentence a line: a changed figure is then one changed line. */
function sentencesOf(story: string): string[] {
  return story.split(/(?<=[.?!]) /u);
}
