/**
 * Metrics in JSON: a list, or `{ "metrics": [...] }`, of
 *
 *     { "name": "errors", "baseline": { "errors": 10, "requests": 1000 }, "canary": { … } }
 *     { "name": "latency", "unit": "ms", "baseline": [12, 13, null, …], "canary": […] }
 *
 * with `control` and `experiment` for the sides where somebody prefers Kayenta's words. Counts may be
 * lists, one for each stratum. Throws InputError.
 */
import { z } from 'zod';
import type { OwnMetric } from '../../../sims/canary/judge/judge-metrics.ts';
import { InputError } from '../../lab/input-error.ts';
import {
  addCounts,
  addValue,
  countOf,
  emptyRaw,
  metricFrom,
  numberFrom,
  type Raw,
  type Reading,
  type Side,
} from './metrics-file.ts';

const number = z.union([z.number(), z.string(), z.null()]);
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
const metricSchema = z.looseObject({
  name: z.string().min(1),
  unit: z.string().optional(),
  baseline: sideSchema.optional(),
  control: sideSchema.optional(),
  canary: sideSchema.optional(),
  experiment: sideSchema.optional(),
});

type SideData = z.output<typeof sideSchema>;

export function metricsFromJson(text: string, reading: Reading): OwnMetric[] {
  let data: unknown;
  try {
    data = JSON.parse(text);
  } catch (error) {
    throw new InputError(`It is not JSON: ${(error as Error).message}.`);
  }
  const list = Array.isArray(data) ? data : (data as { metrics?: unknown } | null)?.metrics;
  if (!Array.isArray(list) || list.length === 0) {
    throw new InputError(
      'It holds no metrics: a list of { name, baseline, canary }, or { "metrics": [...] }.',
    );
  }
  const metrics = list.map((item, place) => metricFromItem(item, place, reading));
  const names = metrics.map(({ name }) => name);
  const twice = names.find((name, place) => names.indexOf(name) !== place);
  if (twice !== undefined) throw new InputError(`Two metrics have the name ${twice}.`);
  return metrics;
}

function metricFromItem(item: unknown, place: number, reading: Reading): OwnMetric {
  const parsed = metricSchema.safeParse(item);
  if (!parsed.success) {
    const [issue] = parsed.error.issues;
    const field = issue?.path.join('.') ?? '';
    throw new InputError(
      `Metric ${place + 1}${field === '' ? '' : `, ${field}`}: counts are { errors, requests }, samples a list of numbers (${issue?.message}).`,
    );
  }
  const { name, unit } = parsed.data;
  const raw = emptyRaw();
  for (const side of ['baseline', 'canary'] as const) {
    const other = side === 'baseline' ? 'control' : 'experiment';
    const data = parsed.data[side] ?? parsed.data[other];
    if (data === undefined && reading.mayBeEmpty) continue;
    if (data === undefined) throw new InputError(`${name}: it has no ${side}.`);
    if (unit !== undefined) raw.unit[side].add(unit);
    takeSide(raw, side, data, name, reading);
  }
  return metricFrom(name, raw, reading);
}

function takeSide(raw: Raw, side: Side, data: SideData, name: string, reading: Reading): void {
  for (const [place, part] of (Array.isArray(data) ? data : [data]).entries()) {
    const where = `${name}, ${side}${Array.isArray(data) ? ` ${place + 1}` : ''}`;
    if (typeof part !== 'object' || part === null) {
      addValue(raw, side, numberFrom(part, where, reading));
      continue;
    }
    if (part.unit !== undefined) raw.unit[side].add(part.unit);
    const hits = countOf(part.errors ?? part.hits, `${where}, errors`);
    const trials = countOf(part.requests ?? part.trials ?? part.total, `${where}, requests`);
    addCounts(raw, side, String(part.stratum ?? ''), { hits, trials }, where);
  }
}
