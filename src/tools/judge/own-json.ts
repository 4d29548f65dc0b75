/**
 * Metrics in JSON: a list, or `{ "metrics": [...] }`, of
 *
 *     { "name": "errors", "baseline": { "errors": 10, "requests": 1000 }, "canary": { … } }
 *     { "name": "latency", "unit": "ms", "baseline": [12, 13, null, …], "canary": […] }
 *
 * The sides may have any of their words, or those that the user says. Counts may be lists, one for each
 * stratum.
 */
import * as z from 'zod';
import { InputError } from '../../lab/input-error.ts';
import { quoted, shown } from '../../words/shown.ts';
import { isJsonObject } from '../input/json.ts';
import { countFrom, infinite, plainNumber, valueFrom } from './cells.ts';
import { metricFrom, type ReadMetric } from './metric.ts';
import { bothSides, type Count, type Point, type ReadOptions, type Side } from './series.ts';
import { wordsOfSide } from './side-words.ts';

const number = z.union([
  z.number(),
  z.nan(),
  z.literal([Infinity, -Infinity]),
  z.string(),
  z.null(),
]);
const counts = z.looseObject({
  errors: number.optional(),
  hits: number.optional(),
  requests: number.optional(),
  trials: number.optional(),
  total: number.optional(),
  stratum: z.union([z.string(), z.number()]).optional(),
  unit: z.string().optional(),
});
const sideSchema = z.union([z.array(number), counts, z.array(counts)]);
const metricSchema = z.looseObject({ name: z.string().min(1), unit: z.string().optional() });

type Metric = z.output<typeof metricSchema>;
type SideData = z.output<typeof sideSchema>;

/** Throws InputError, naming the metric. O(values). */
export function metricsOfOwnJson(data: unknown, options: ReadOptions): readonly ReadMetric[] {
  const list = isJsonObject(data) && Object.hasOwn(data, 'metrics') ? data['metrics'] : data;
  if (!Array.isArray(list) || list.length === 0) {
    throw new InputError(
      'It holds no metrics: a list of { name, baseline, canary }, or { "metrics": [...] }.',
    );
  }
  const metrics = list.map((item, place) => metricOfItem(item, place, options));
  const names = metrics.map(({ name }) => name);
  const twice = names.find((name, place) => names.indexOf(name) !== place);
  if (twice !== undefined) throw new InputError(`Two metrics have the name ${twice}.`);
  return metrics;
}

function metricOfItem(item: unknown, place: number, options: ReadOptions): ReadMetric {
  const parsed = metricSchema.safeParse(item);
  if (!parsed.success) throw notAMetric(parsed.error, `Metric ${place + 1}`);
  const { name, unit } = parsed.data;
  const units = new Set(unit === undefined ? [] : [unit]);
  const [baseline, canary] = bothSides.map((side) => sideOf(parsed.data, side, options, units));
  const none = { points: [], counts: [] };
  return metricFrom(
    {
      name,
      units,
      points: { baseline: (baseline ?? none).points, canary: (canary ?? none).points },
      counts: { baseline: (baseline ?? none).counts, canary: (canary ?? none).counts },
    },
    options,
  );
}

interface SideRead {
  readonly points: Point[];
  readonly counts: Count[];
}

function sideOf(metric: Metric, side: Side, options: ReadOptions, units: Set<string>): SideRead {
  const name = shown(metric.name, 120);
  const words = options[side] === undefined ? wordsOfSide(side) : [options[side]];
  const [word, other] = words.filter((each) => Object.hasOwn(metric, each));
  if (other !== undefined) {
    throw new InputError(`${name}: it has ${word} and ${other}: which one is the ${side}?`);
  }
  if (word === undefined) {
    if (options.mayBeEmpty) return { points: [], counts: [] };
    throw new InputError(`${name}: it has no ${shown(options[side] ?? side, 60)}.`);
  }
  const parsed = sideSchema.safeParse(metric[word]);
  if (!parsed.success) throw notAMetric(parsed.error, `${name}, ${shown(word, 60)}`);
  return partsOf(parsed.data, `${name}, ${side}`, options, units);
}

function notAMetric({ issues: [issue] }: z.ZodError, where: string): InputError {
  const field = issue?.path.join('.') ?? '';
  return new InputError(
    `${where}${field === '' ? '' : `, ${shown(field, 60)}`}: counts are { errors, requests }, samples a list of numbers (${issue?.message}).`,
  );
}

function partsOf(
  data: SideData,
  title: string,
  options: ReadOptions,
  units: Set<string>,
): SideRead {
  const read: SideRead = { points: [], counts: [] };
  for (const [place, part] of (Array.isArray(data) ? data : [data]).entries()) {
    const where = Array.isArray(data) ? `${title} ${place + 1}` : title;
    if (typeof part !== 'object' || part === null) {
      read.points.push({ where, value: numberOf(part, where, options) });
      continue;
    }
    if (part.unit !== undefined) units.add(part.unit);
    const count = (value: unknown, what: string) =>
      countFrom(textOf(value), `${where}, ${what}`, 'point');
    const hits = count(part.errors ?? part.hits, 'errors');
    const trials = count(part.requests ?? part.trials ?? part.total, 'requests');
    read.counts.push({ where, stratum: String(part.stratum ?? ''), hits, trials });
  }
  return read;
}

const textOf = (value: unknown): string =>
  value === undefined || value === null ? '' : String(value);

function numberOf(value: number | string | null, where: string, options: ReadOptions): number {
  if (value === null) return Number.NaN;
  if (typeof value === 'number' && Math.abs(value) === Infinity) throw infinite(where);
  if (typeof value === 'number' && !Number.isNaN(value)) return value;
  const text = String(value);
  // Whole cells of tables have words for what is missing; a number stands alone.
  const read = plainNumber(text) ?? valueFrom(text, where, 'point', options);
  if (typeof read === 'number') return read;
  if (Number.isNaN(read.value)) return read.value;
  throw new InputError(
    `${where}: ${quoted(text)} is not a number${read.unit === '' ? '' : '; its unit goes into "unit"'}.`,
  );
}
