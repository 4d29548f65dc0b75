/**
 * The answers of Datadog's API to a query of time series: `GET /api/v1/query`, a list of points for each
 * series, and `POST /api/v2/query/timeseries`, a list of values beside the times of all.
 * Source: docs.datadoghq.com, API reference, Metrics.
 */
import { InputError } from '../../lab/input-error.ts';
import { quoted, shown } from '../../words/shown.ts';
import { isJsonObject, type JsonObject } from '../input/json.ts';
import { timeInWords } from '../input/times.ts';
import { measured, unitNamed } from './api-values.ts';
import type { Point, Series } from './series.ts';

export const isDatadog = (data: unknown): data is JsonObject =>
  isJsonObject(data) && (data['res_type'] !== undefined || timeseriesOf(data) !== undefined);

/** What version 2 answers with, if this is it. */
function timeseriesOf({ data }: JsonObject): JsonObject | undefined {
  if (!isJsonObject(data) || data['type'] !== 'timeseries_response') return undefined;
  return isJsonObject(data['attributes']) ? data['attributes'] : {};
}

/** Throws InputError for an error, and for what is not a series. O(points). */
export function seriesOfDatadog(answer: JsonObject): Series[] {
  if (answer['status'] === 'error') {
    const said = answer['error'] ?? answer['message'] ?? 'no reason';
    throw new InputError(`Datadog answered with an error: ${shown(String(said), 200)}.`);
  }
  const attributes = timeseriesOf(answer);
  const all = attributes === undefined ? ofVersion1(answer) : ofVersion2(attributes);
  if (all.length === 0) throw new InputError('The answer of Datadog holds no series.');
  return all;
}

function ofVersion1({ series }: JsonObject): Series[] {
  return listOf(series, 'series').map((item, place) => {
    const { metric, display_name, pointlist, tag_set, scope, unit } = objectOf(item, place);
    const name = String(display_name ?? metric ?? '');
    const tags = Array.isArray(tag_set) && tag_set.length > 0 ? tag_set : String(scope).split(',');
    return seriesFrom(name, tags, unit, listOf(pointlist, `series ${place + 1}, pointlist`));
  });
}

function ofVersion2({ series, times, values }: JsonObject): Series[] {
  const columns = listOf(values, 'values');
  const all = listOf(times, 'times');
  const items = listOf(series, 'series');
  const indices = new Set(items.map((item, place) => objectOf(item, place)['query_index']));
  return items.map((item, place) => {
    const { group_tags, query_index, unit } = objectOf(item, place);
    const column = listOf(columns[place], `values ${place + 1}`);
    const name = indices.size > 1 ? `query ${String(query_index)}` : '';
    const tags = Array.isArray(group_tags) ? group_tags : [];
    const pairs = all.map((time, row) => [time, column[row] ?? null]);
    return seriesFrom(name, tags, unit, pairs);
  });
}

function seriesFrom(
  name: string,
  tags: readonly unknown[],
  unit: unknown,
  pairs: readonly unknown[],
): Series {
  const labels = new Map(
    tags.flatMap((tag): [string, string][] => {
      const [, label, text] = /^([^:]+):(.*)$/.exec(String(tag)) ?? [];
      return label === undefined || text === undefined ? [] : [[label, text]];
    }),
  );
  const title = labels.size === 0 ? name : `${name}{${tags.map(String).join(',')}}`;
  const { unit: called, scale } = unitOf(unit);
  const points = pairs.map((pair): Point => {
    const [time, value] = Array.isArray(pair) ? pair : [];
    if (typeof time !== 'number') {
      throw new InputError(
        `${shown(title, 120)}: a point is [milliseconds, value], not ${quoted(JSON.stringify(pair) ?? '')}.`,
      );
    }
    const where = `${shown(title, 120)} at ${timeInWords(time)}`;
    return { where, time, value: scale * measured(value, where) };
  });
  const units = called === '' ? [] : [called];
  return { title: title || 'series', metric: '', name, labels, units, points, counts: [] };
}

/** `[{ "short_name": "ms" }, null]`: a unit, and what it is per. */
function unitOf(unit: unknown): { unit: string; scale: number } {
  const [of, per] = Array.isArray(unit) ? unit : [];
  if (!isJsonObject(of)) return { unit: '', scale: 1 };
  const name = String(of['short_name'] ?? of['name'] ?? '');
  if (!isJsonObject(per)) return unitNamed(name);
  return { unit: `${name}/${String(per['short_name'] ?? per['name'])}`, scale: 1 };
}

function objectOf(item: unknown, place: number): JsonObject {
  if (isJsonObject(item)) return item;
  throw new InputError(`Series ${place + 1} of Datadog is not an object.`);
}

function listOf(value: unknown, what: string): readonly unknown[] {
  if (Array.isArray(value)) return value;
  throw new InputError(`The answer of Datadog has no list ${quoted(what)}.`);
}
