/**
 * The metrics of a canary, as people have them: JSON or CSV, counts or samples. Throws InputError, with
 * the line or the field, for what cannot be judged.
 */
import { csvParseRows } from 'd3-dsv';
import type { OwnMetric } from '../../../sims/canary/judge/judge-metrics.ts';
import { InputError, unknownChoice } from '../../lab/input-error.ts';

export type Side = 'baseline' | 'canary';

/** What has been read of one metric, from whatever form. */
export interface Raw {
  readonly unit: Record<Side, Set<string>>;
  readonly values: Record<Side, number[]>;
  readonly missing: Record<Side, number>;
  /** By stratum: errors and requests. */
  readonly counts: Record<Side, Map<string, { hits: number; trials: number }>>;
}

export const emptyRaw = (): Raw => ({
  unit: { baseline: new Set(), canary: new Set() },
  values: { baseline: [], canary: [] },
  missing: { baseline: 0, canary: 0 },
  counts: { baseline: new Map(), canary: new Map() },
});

const sides: ReadonlyMap<string, Side> = new Map([
  ['baseline', 'baseline'],
  ['control', 'baseline'],
  ['canary', 'canary'],
  ['experiment', 'canary'],
]);

/** The side that a word stands for. */
export function sideOf(word: string, where: string): Side {
  const side = sides.get(word.trim().toLowerCase());
  if (side !== undefined) return side;
  throw unknownChoice('side', word, [...sides.keys()], `It stands ${where}.`);
}

/** What to do with a NaN: by default it is refused, since nobody knows how it came about. */
export interface Reading {
  readonly nanStrategy?: 'remove' | undefined;
}

const missingWords = ['', 'null', 'na', 'n/a'];

/** A value; NaN where it says that there is none. */
export function numberFrom(text: unknown, where: string, { nanStrategy }: Reading): number {
  if (text === null || text === undefined) return Number.NaN;
  if (typeof text === 'number') return finite(text, where);
  if (typeof text === 'string') {
    const word = text.trim().toLowerCase();
    if (missingWords.includes(word)) return Number.NaN;
    if (word === 'nan') {
      if (nanStrategy === 'remove') return Number.NaN;
      throw new InputError(
        `${where}: NaN is no measurement. Leave it out, or have it left out with { "nanStrategy": "remove" } in the configuration.`,
      );
    }
    const value = Number(text);
    if (!Number.isNaN(value)) return finite(value, where);
  }
  throw new InputError(`${where}: ${JSON.stringify(text)} is not a number.`);
}

function finite(value: number, where: string): number {
  if (Math.abs(value) === Infinity) throw new InputError(`${where}: a value cannot be infinite.`);
  return value;
}

export function countOf(text: unknown, where: string): number {
  const value = numberFrom(text, where, {});
  if (Number.isSafeInteger(value) && value >= 0) return value;
  const given = Number.isNaN(value) ? 'missing' : `not ${String(text).trim()}`;
  throw new InputError(`${where}: a count is a whole number from 0, ${given}.`);
}

export function addValue(raw: Raw, side: Side, value: number): void {
  if (Number.isNaN(value)) raw.missing[side] += 1;
  else raw.values[side].push(value);
}

export function addCounts(
  raw: Raw,
  side: Side,
  stratum: string,
  { hits, trials }: { hits: number; trials: number },
  where: string,
): void {
  if (hits > trials)
    throw new InputError(`${where}: ${hits} errors are more than ${trials} requests.`);
  const before = raw.counts[side].get(stratum) ?? { hits: 0, trials: 0 };
  raw.counts[side].set(stratum, { hits: before.hits + hits, trials: before.trials + trials });
}

/** Checks that a metric can be judged, and turns it into one. */
export function metricFrom(name: string, raw: Raw): OwnMetric {
  const { unit, values, missing, counts } = raw;
  const units = new Set([...unit.baseline, ...unit.canary]);
  if (units.size > 1) {
    throw new InputError(
      `${name}: its values have different units (${[...units].join(', ')}); bring them to one first.`,
    );
  }
  const hasCounts = counts.baseline.size + counts.canary.size > 0;
  const hasValues = [values, missing].some(({ baseline, canary }) =>
    [baseline, canary].some((part) => (typeof part === 'number' ? part : part.length) > 0),
  );
  if (hasCounts && hasValues)
    throw new InputError(`${name}: it has both counts and values; which are meant?`);
  if (hasCounts) {
    for (const side of ['baseline', 'canary'] as const) {
      if (counts[side].size === 0)
        throw new InputError(`${name}: the ${side} has no counts to compare with.`);
    }
    const strata = [...new Set([...counts.baseline.keys(), ...counts.canary.keys()])];
    const nothing = { hits: 0, trials: 0 };
    return {
      kind: 'counts',
      name,
      strata: strata.map((stratum) => ({
        baseline: counts.baseline.get(stratum) ?? nothing,
        canary: counts.canary.get(stratum) ?? nothing,
      })),
    };
  }
  for (const side of ['baseline', 'canary'] as const) {
    const [first] = values[side];
    if (first === undefined)
      throw new InputError(`${name}: the ${side} has no values to compare with.`);
    if (values[side].length < 2) {
      throw new InputError(
        `${name}: the ${side} has one value only (${first}); nothing can be said of its spread.`,
      );
    }
  }
  return { kind: 'samples', name, unit: [...units][0] ?? '', ...values, missing };
}

const columnNames: Readonly<Record<string, string>> = {
  metric: 'metric',
  name: 'metric',
  group: 'side',
  side: 'side',
  arm: 'side',
  version: 'side',
  value: 'value',
  errors: 'errors',
  failures: 'errors',
  hits: 'errors',
  requests: 'requests',
  total: 'requests',
  trials: 'requests',
  unit: 'unit',
  stratum: 'stratum',
  phase: 'stratum',
  baseline: 'baseline',
  control: 'baseline',
  canary: 'canary',
  experiment: 'canary',
};

/**
 * CSV with a header: `metric,group,value`, a value a line; `metric,group,errors,requests`, counts;
 * either with `unit` or `stratum` beside. Or `metric,baseline,canary`, a pair of values a line.
 */
export function metricsFromCsv(text: string, reading: Reading): OwnMetric[] {
  const [header, ...body] = csvParseRows(text.trimEnd());
  if (header === undefined)
    throw new InputError('There is nothing in it: the first line should name the columns.');
  const columns = header.map((name) => {
    const word = name.trim().toLowerCase();
    const column = Object.hasOwn(columnNames, word) ? columnNames[word] : undefined;
    if (column !== undefined) return column;
    const example = 'A header can be: metric,group,value.';
    throw unknownChoice('column', name.trim(), Object.keys(columnNames), example);
  });
  const place = (column: string) => columns.indexOf(column);
  const isPaired = place('baseline') !== -1 && place('canary') !== -1;
  const isCounts = place('errors') !== -1 && place('requests') !== -1;
  if (!isPaired && (place('side') === -1 || !(isCounts || place('value') !== -1))) {
    throw new InputError(
      'The columns do not say enough: metric,group,value for samples, metric,group,errors,requests for counts.',
    );
  }
  const metrics = new Map<string, Raw>();
  for (const [index, row] of body.entries()) {
    const where = `line ${index + 2}`;
    if (row.every((cell) => cell.trim() === '')) continue;
    if (row.length !== header.length) {
      throw new InputError(
        `${where}: it has ${row.length} cells, and the header ${header.length}.`,
      );
    }
    const cell = (column: string) => row[place(column)]?.trim() ?? '';
    const name = place('metric') === -1 ? 'metric' : cell('metric');
    if (name === '') throw new InputError(`${where}: the metric has no name.`);
    const raw = metrics.get(name) ?? emptyRaw();
    metrics.set(name, raw);
    if (isPaired) {
      for (const side of ['baseline', 'canary'] as const) {
        addValue(raw, side, numberFrom(cell(side), where, reading));
        if (cell('unit') !== '') raw.unit[side].add(cell('unit'));
      }
      continue;
    }
    const side = sideOf(cell('side'), `on ${where}`);
    if (cell('unit') !== '') raw.unit[side].add(cell('unit'));
    if (isCounts) {
      const hits = countOf(cell('errors'), where);
      addCounts(
        raw,
        side,
        cell('stratum'),
        { hits, trials: countOf(cell('requests'), where) },
        where,
      );
    } else {
      addValue(raw, side, numberFrom(cell('value'), where, reading));
    }
  }
  if (metrics.size === 0) throw new InputError('There is a header, and nothing under it.');
  return [...metrics].map(([name, raw]) => metricFrom(name, raw));
}
