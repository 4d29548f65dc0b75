/**
 * Argo Rollouts' AnalysisRun (`kubectl get analysisrun … -o json` or `-o yaml`): the measurements of each
 * metric. A run holds its metrics against fixed conditions, so there is a baseline only if it measured
 * one: by a metric of its own, by a run of its own in a list, or as a key of each value.
 * Source: argo-rollouts, pkg/apis/rollouts/v1alpha1/analysis_types.go.
 */
import { InputError } from '../../lab/input-error.ts';
import { quoted, shown } from '../../words/shown.ts';
import { timesFrom } from '../input/clock.ts';
import { isJsonObject, type JsonObject, jsonFrom } from '../input/json.ts';
import { infinite, plainNumber } from './cells.ts';
import type { Point, Series } from './series.ts';

const resources = /^(?:ClusterAnalysisTemplate|AnalysisTemplate|AnalysisRun|Rollout|Experiment)$/;

export const isArgo = (data: unknown): data is JsonObject =>
  isJsonObject(data) &&
  typeof data['kind'] === 'string' &&
  (resources.test(data['kind']) || Array.isArray(data['items']));

/** Throws InputError, naming what cannot be judged. O(measurements). */
export function seriesOfArgo(data: JsonObject): Series[] {
  const runs = Array.isArray(data['items']) ? data['items'] : [data];
  return runs.flatMap((run) => seriesOfRun(run));
}

function seriesOfRun(run: unknown): Series[] {
  const kind = isJsonObject(run) ? run['kind'] : undefined;
  if (!isJsonObject(run) || kind !== 'AnalysisRun') {
    throw new InputError(
      `It is of kind ${shown(String(kind ?? 'none'), 60)}, which holds no measurements: give the AnalysisRun (kubectl get analysisrun <name> -o json).`,
    );
  }
  const name = String(at(run, 'metadata', 'name') ?? 'the AnalysisRun');
  const results = at(run, 'status', 'metricResults');
  if (!Array.isArray(results) || results.length === 0) {
    throw new InputError(`${shown(name, 120)} has no measurements yet (status.metricResults).`);
  }
  const labels = labelsOf(run);
  return results.flatMap((result) => seriesOfResult(result, run, labels));
}

/** What tells one run from another: its arguments and labels. */
function labelsOf(run: JsonObject): Map<string, string> {
  const args = at(run, 'spec', 'args');
  const own = at(run, 'metadata', 'labels');
  const ofArgs = (Array.isArray(args) ? args : []).flatMap((arg): [string, string][] =>
    isJsonObject(arg) && typeof arg['value'] === 'string'
      ? [[String(arg['name']), arg['value']]]
      : [],
  );
  const ofLabels = isJsonObject(own) ? Object.entries(own) : [];
  const name = at(run, 'metadata', 'name');
  return new Map([
    ...ofLabels.map(([label, text]): [string, string] => [label, String(text)]),
    ...ofArgs,
    ...(typeof name === 'string' ? [['run', name] as [string, string]] : []),
  ]);
}

function seriesOfResult(
  result: unknown,
  run: JsonObject,
  labels: ReadonlyMap<string, string>,
): Series[] {
  const name = isJsonObject(result) ? String(result['name']) : '';
  const list = isJsonObject(result) ? result['measurements'] : undefined;
  const provider = providerOf(run, name);
  if (provider === 'kayenta' || provider === 'job') {
    const what =
      provider === 'job'
        ? 'a job, which succeeds or fails'
        : 'scores of Kayenta, which judged already';
    throw new InputError(
      `${shown(name, 120)}: it is measured by ${what}; there are no values to judge.`,
    );
  }
  if (!Array.isArray(list) || list.length === 0) {
    throw new InputError(`${shown(name, 120)}: it has no measurements.`);
  }
  const starts = list.map((item, place) => ({
    text: String(
      (isJsonObject(item) ? (item['startedAt'] ?? item['finishedAt']) : undefined) ?? '',
    ),
    line: place + 1,
  }));
  const times = starts.every(({ text }) => text !== '') ? timesFrom(starts).ms : [];
  const points = new Map<string, Point[]>();
  for (const [place, measurement] of list.entries()) {
    const where = `${shown(name, 120)}, measurement ${place + 1}`;
    for (const [key, value] of valuesOf(measurement, where)) {
      const own = points.get(key) ?? [];
      own.push({ where, value, time: times[place] });
      points.set(key, own);
    }
  }
  return [...points].map(([key, own]) => {
    const title = key === '' ? name : `${name} ${key}`;
    return { title, metric: '', name: title, labels, units: [], points: own, counts: [] };
  });
}

function providerOf(run: JsonObject, name: string): string | undefined {
  const metrics = at(run, 'spec', 'metrics');
  if (!Array.isArray(metrics)) return undefined;
  const metric = metrics.find((each) => isJsonObject(each) && each['name'] === name);
  const provider = isJsonObject(metric) ? metric['provider'] : undefined;
  return isJsonObject(provider) ? Object.keys(provider)[0] : undefined;
}

/** `0.98`, `[0.98]`, or `{"stable":0.98,"canary":0.91}`, by key. A measurement that failed has no value. */
function valuesOf(measurement: unknown, where: string): [string, number][] {
  const text = isJsonObject(measurement) ? measurement['value'] : undefined;
  if (text === undefined || text === null || text === '') return [['', Number.NaN]];
  const data = typeof text === 'string' ? valueIn(text, where) : text;
  const value = Array.isArray(data) && data.length === 1 ? data[0] : data;
  if (Array.isArray(value)) {
    throw new InputError(
      `${where}: its value is a list of ${value.length}, which does not say what each is. Measure each side by a metric of its own.`,
    );
  }
  if (!isJsonObject(value)) return [['', numberOf(value, where)]];
  return Object.entries(value).map(([key, each]) => [
    key,
    numberOf(each, `${where}, ${shown(key, 60)}`),
  ]);
}

function valueIn(text: string, where: string): unknown {
  // Go writes +Inf.
  if (/^\[?[+-]Inf\]?$/.test(text)) throw infinite(where);
  try {
    return jsonFrom(text, { acceptsNaN: true });
  } catch {
    throw new InputError(`${where}: ${quoted(text)} is not a number.`);
  }
}

function numberOf(value: unknown, where: string): number {
  const number = typeof value === 'string' ? plainNumber(value) : value;
  if (value === 'NaN' || (typeof value === 'number' && Number.isNaN(value))) return Number.NaN;
  if (typeof number !== 'number' || Number.isNaN(number)) {
    throw new InputError(`${where}: ${quoted(String(value))} is not a number.`);
  }
  if (Math.abs(number) === Infinity) throw infinite(where);
  return number;
}

function at(object: JsonObject, ...path: readonly string[]): unknown {
  let value: unknown = object;
  for (const key of path) {
    if (!isJsonObject(value) || !Object.hasOwn(value, key)) return undefined;
    value = value[key];
  }
  return value;
}
