/**
 * Kayenta's metric-set pairs, as `GET /metricSetPairList/{id}` answers and object stores keep them: the
 * values of both sides at a fixed step. Source: spinnaker/kayenta, MetricSetPair.
 */
import { InputError } from '../../lab/input-error.ts';
import { quoted, shown } from '../../words/shown.ts';
import { isJsonObject, type JsonObject } from '../input/json.ts';
import { infinite, plainNumber } from './cells.ts';
import { metricFrom, type ReadMetric } from './metric.ts';
import type { Point, ReadOptions, Side } from './series.ts';

const wordOf = { baseline: 'control', canary: 'experiment' } as const;

/** The pairs of a document: a list, or under the name that an archive gives them. Undefined if it has none. */
export function kayentaPairsIn(data: unknown): readonly unknown[] | undefined {
  const isPairs = (list: unknown): list is readonly unknown[] =>
    Array.isArray(list) && list.some((item) => isJsonObject(item) && isJsonObject(item['values']));
  if (isPairs(data) || !isJsonObject(data)) return isPairs(data) ? data : undefined;
  return [data['metricSetPairList'], data['results']].find(isPairs);
}

/** Throws InputError, naming the metric. O(values). */
export function metricsOfKayentaPairs(
  pairs: readonly unknown[],
  options: ReadOptions,
): readonly ReadMetric[] {
  const named = pairs.map((pair, place) => {
    const name = isJsonObject(pair) ? pair['name'] : undefined;
    if (!isJsonObject(pair) || typeof name !== 'string' || name === '') {
      throw new InputError(`Metric-set pair ${place + 1} has no name.`);
    }
    return { pair, name };
  });
  const names = named.map(({ name }) => name);
  const metrics = named.map(({ pair, name }) => {
    const isOnly = names.indexOf(name) === names.lastIndexOf(name);
    return metricOf(pair, isOnly ? name : name + tagsOf(pair), options);
  });
  const seen = new Set<string>();
  for (const { name } of metrics) {
    if (seen.has(name))
      throw new InputError(`Two metric-set pairs have the name ${name}, and the same tags.`);
    seen.add(name);
  }
  return metrics;
}

function tagsOf({ tags }: JsonObject): string {
  if (!isJsonObject(tags)) return '';
  return `{${Object.entries(tags)
    .map(([tag, text]) => `${tag}="${String(text)}"`)
    .join(',')}}`;
}

function metricOf(pair: JsonObject, name: string, options: ReadOptions): ReadMetric {
  const points = (side: Side) => pointsOf(pair, side, shown(name, 120), options);
  return metricFrom(
    {
      name,
      units: new Set(),
      points: { baseline: points('baseline'), canary: points('canary') },
      counts: { baseline: [], canary: [] },
    },
    options,
  );
}

function pointsOf(
  { values, scopes }: JsonObject,
  side: Side,
  name: string,
  { mayBeEmpty }: ReadOptions,
): Point[] {
  const word = wordOf[side];
  const list = isJsonObject(values) ? values[word] : undefined;
  if (list === undefined && mayBeEmpty) return [];
  if (!Array.isArray(list))
    throw new InputError(`${name}: its values have no list ${quoted(word)}.`);
  const stepMs = stepOf(scopes, word);
  // The scopes may begin at different times: a value's place is from the start of its own scope.
  return list.map((value, place) => {
    const where = `${name}, ${word} ${place + 1}`;
    return { where, time: place * stepMs, value: valueAt(value, where) };
  });
}

function stepOf(scopes: unknown, word: string): number {
  const scope = isJsonObject(scopes) ? scopes[word] : undefined;
  const step = isJsonObject(scope) ? Number(scope['stepMillis']) : Number.NaN;
  return step > 0 && Number.isFinite(step) ? step : 1;
}

/** Java writes NaN as a word, in quotation marks or without. */
function valueAt(value: unknown, where: string): number {
  if (value === null || value === 'NaN') return Number.NaN;
  const number = typeof value === 'string' ? plainNumber(value) : value;
  if (typeof number !== 'number')
    throw new InputError(`${where}: ${quoted(String(value))} is not a number.`);
  if (Math.abs(number) === Infinity) throw infinite(where);
  return number;
}
