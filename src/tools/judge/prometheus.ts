/**
 * The answer of Prometheus's HTTP API to `query_range` (a matrix) and `query` (a vector, or a matrix for
 * a range selector). Source: prometheus.io, Querying: HTTP API, Expression query result formats.
 */
import { InputError } from '../../lab/input-error.ts';
import { quoted, shown } from '../../words/shown.ts';
import { isJsonObject, type JsonObject } from '../input/json.ts';
import { timeInWords } from '../input/times.ts';
import { infinite, plainNumber } from './cells.ts';
import type { Point, Series } from './series.ts';

export const isPrometheus = (data: unknown): data is JsonObject =>
  isJsonObject(data) &&
  ((typeof data['status'] === 'string' && ('data' in data || 'error' in data)) ||
    typeof data['resultType'] === 'string');

/** Throws InputError for an error, and for results that are no measurements. O(points). */
export function seriesOfPrometheus(answer: JsonObject): { series: Series[]; format: string } {
  if (answer['status'] !== undefined && answer['status'] !== 'success') {
    throw new InputError(
      `Prometheus answered with an error: ${shown(String(answer['error'] ?? answer['status']), 200)}.`,
    );
  }
  const data = isJsonObject(answer['data']) ? answer['data'] : answer;
  const { resultType, result } = data as { resultType?: unknown; result?: unknown };
  if ((resultType !== 'matrix' && resultType !== 'vector') || !Array.isArray(result)) {
    throw new InputError(
      `The result of Prometheus is a ${shown(String(resultType), 40)}: a matrix (query_range) or a vector (query) can be judged.`,
    );
  }
  if (result.length === 0)
    throw new InputError('The result of Prometheus is empty: no series fits the query.');
  const series = result.map((item, place) => seriesOf(item, place));
  return { series: withGaps(series), format: `Prometheus ${resultType}` };
}

function seriesOf(item: unknown, place: number): Series {
  const metric = isJsonObject(item) ? item['metric'] : undefined;
  if (!isJsonObject(item) || !isJsonObject(metric)) {
    throw new InputError(`Series ${place + 1} of Prometheus has no "metric".`);
  }
  const { __name__: name = '', ...others } = metric as Record<string, unknown>;
  const labels = new Map(Object.entries(others).map(([label, text]) => [label, String(text)]));
  const inside = [...labels].map(([label, text]) => `${label}="${text}"`).join(', ');
  const title = `${String(name)}{${inside}}`;
  if (item['histogram'] !== undefined || item['histograms'] !== undefined) {
    throw new InputError(
      `${shown(title, 120)} is a native histogram: query one number, such as histogram_quantile(0.99, …).`,
    );
  }
  const values = item['values'] ?? [item['value']];
  if (!Array.isArray(values)) {
    throw new InputError(`${shown(title, 120)} has no values.`);
  }
  const points = values.map((pair) => pointOf(pair, title));
  refuseCounter(String(name), title, labels, points);
  return {
    title,
    metric: '',
    name: String(name),
    labels,
    units: unitOf(String(name)),
    points,
    counts: [],
  };
}

/** A metric's name says its base unit. Source: prometheus.io, Metric and label naming. */
function unitOf(name: string): string[] {
  const [, word] = /_(seconds|bytes)(?=$|[_:])/.exec(name) ?? [];
  if (word === undefined) return [];
  return [word === 'seconds' ? 's' : word];
}

function pointOf(pair: unknown, title: string): Point {
  const [seconds, text] = Array.isArray(pair) ? pair : [];
  const time = Number(seconds) * 1000;
  if (typeof text !== 'string' || !Number.isFinite(time)) {
    throw new InputError(
      `${shown(title, 120)}: a value is [seconds, "number"], not ${quoted(JSON.stringify(pair) ?? '')}.`,
    );
  }
  const where = `${shown(title, 120)} at ${timeInWords(time)}`;
  // What has no samples is NaN: 0/0, or a quantile of no requests.
  if (text === 'NaN') return { where, time, value: Number.NaN };
  if (/^[+-]?Inf$/.test(text)) throw infinite(where);
  const value = plainNumber(text);
  if (value === undefined) throw new InputError(`${where}: ${quoted(text)} is not a number.`);
  if (!Number.isFinite(value)) throw infinite(where);
  return { where, time, value };
}

/** What only grows says how long a server has been up, and not how it does. */
function refuseCounter(
  name: string,
  title: string,
  labels: ReadonlyMap<string, string>,
  points: readonly Point[],
): void {
  if (name.endsWith('_bucket') && labels.has('le')) {
    throw new InputError(
      `${shown(title, 120)} is a bucket of a histogram: query histogram_quantile(0.99, sum by (le, version) (rate(${shown(name, 80)}[5m]))).`,
    );
  }
  const grows = points.every(
    ({ value }, place) => !(value < (points[place - 1]?.value ?? -Infinity)),
  );
  const isCounter = name.endsWith('_total') || (/_(?:count|sum)$/.test(name) && grows);
  if (!isCounter || points.length < 2) return;
  throw new InputError(
    `${shown(title, 120)} is a counter, which only grows: query rate(${shown(name, 80)}[5m]).`,
  );
}

/**
 * Prometheus leaves a step out if a series has no value there. Between the first and the last value of a
 * series, such a step was not recorded; before and after, the series was not there yet or any more.
 */
function withGaps(all: readonly Series[]): Series[] {
  const steps = [...new Set(all.flatMap(({ points }) => points.map(({ time = 0 }) => time)))];
  steps.sort((a, b) => a - b);
  return all.map((series) => {
    const known = new Set(series.points.map(({ time }) => time));
    const [from, to] = [series.points[0]?.time ?? 0, series.points.at(-1)?.time ?? 0];
    const missing = steps.filter((time) => time > from && time < to && !known.has(time));
    const gaps = missing.map((time) => ({
      where: `${shown(series.title, 120)} at ${timeInWords(time)}`,
      time,
      value: Number.NaN,
    }));
    return { ...series, points: [...series.points, ...gaps] };
  });
}
