/**
 * What CloudWatch's API answers, as `aws cloudwatch` prints it: `get-metric-data`, several series with
 * labels, and `get-metric-statistics`, one series a statistic; several of those are a list.
 * Source: Amazon CloudWatch API reference, MetricDataResult and Datapoint.
 */
import { InputError } from '../../lab/input-error.ts';
import { quoted, shown } from '../../words/shown.ts';
import { isJsonObject, type JsonObject } from '../input/json.ts';
import { timeFrom, timeInWords } from '../input/times.ts';
import { measured, unitNamed } from './api-values.ts';
import { nameWithLabels, type Series } from './series.ts';

export function isCloudWatch(data: unknown): boolean {
  const all = Array.isArray(data) ? data : [data];
  return all.length > 0 && all.every((each) => isResults(each) || isStatistics(each));
}

const isResults = (data: unknown): data is JsonObject =>
  isJsonObject(data) && Array.isArray(data['MetricDataResults']);

const isStatistics = (data: unknown): data is JsonObject =>
  isJsonObject(data) && Array.isArray(data['Datapoints']);

/** Throws InputError, naming the series. O(points). */
export function seriesOfCloudWatch(data: unknown): Series[] {
  const answers = (Array.isArray(data) ? data : [data]) as readonly JsonObject[];
  const all = answers.flatMap((answer) =>
    isResults(answer)
      ? (answer['MetricDataResults'] as readonly unknown[]).map(ofResult)
      : ofStatistics(answer),
  );
  // A long answer comes in pages, each with the next points of the same series.
  const joined = new Map<string, Series>();
  for (const series of all) {
    const before = joined.get(series.title);
    const points = [...(before?.points ?? []), ...series.points];
    joined.set(series.title, { ...series, points });
  }
  if (joined.size === 0) throw new InputError('The answer of CloudWatch holds no series.');
  return [...joined.values()];
}

function ofResult(result: unknown, place: number): Series {
  const { Label, Id, Timestamps, Values, StatusCode } = isJsonObject(result) ? result : {};
  const name = String(Label ?? Id ?? `series ${place + 1}`);
  if (StatusCode === 'InternalError' || StatusCode === 'Forbidden') {
    throw new InputError(`${shown(name, 120)}: CloudWatch answered ${StatusCode}.`);
  }
  if (!Array.isArray(Timestamps) || !Array.isArray(Values) || Timestamps.length !== Values.length) {
    throw new InputError(`${shown(name, 120)} needs as many Values as Timestamps.`);
  }
  const points = Timestamps.map((timestamp, row) => pointOf(name, timestamp, Values[row]));
  return { title: name, metric: '', ...nameWithLabels(name), units: [], points, counts: [] };
}

const statistics = ['Average', 'Maximum', 'Minimum', 'Sum', 'SampleCount'];

function ofStatistics({ Label, Datapoints }: JsonObject): Series[] {
  const label = String(Label ?? '');
  const points = new Map<string, { units: Set<string>; points: Series['points'][number][] }>();
  for (const each of Datapoints as readonly unknown[]) {
    const datapoint = isJsonObject(each) ? each : {};
    const extended = isJsonObject(datapoint['ExtendedStatistics'])
      ? datapoint['ExtendedStatistics']
      : {};
    const own = statistics.flatMap((name): [string, unknown][] =>
      datapoint[name] === undefined ? [] : [[name, datapoint[name]]],
    );
    const { unit, scale } = unitOf(datapoint['Unit']);
    for (const [statistic, value] of [...own, ...Object.entries(extended)]) {
      const known = points.get(statistic) ?? { units: new Set<string>(), points: [] };
      points.set(statistic, known);
      const point = pointOf(label, datapoint['Timestamp'], value);
      const isCount = statistic === 'SampleCount';
      known.points.push({ ...point, value: isCount ? point.value : scale * point.value });
      if (unit !== '' && !isCount) known.units.add(unit);
    }
  }
  return [...points].map(([statistic, own]) => ({
    title: `${label} ${statistic}`.trim(),
    metric: '',
    name: label,
    labels: new Map(points.size === 1 ? [] : [['statistic', statistic]]),
    units: [...own.units],
    points: own.points,
    counts: [],
  }));
}

/** `Milliseconds`, `Bytes/Second`, `Percent`; `None` and `Count` are numbers alone. */
function unitOf(unit: unknown): { unit: string; scale: number } {
  const name = typeof unit === 'string' ? unit : '';
  if (name === 'None' || name === 'Count') return { unit: '', scale: 1 };
  return unitNamed(shortNames.get(name) ?? name);
}

const shortNames: ReadonlyMap<string, string> = new Map([
  ['Seconds', 's'],
  ['Milliseconds', 'ms'],
  ['Microseconds', 'us'],
  ['Percent', '%'],
  ['Bytes', 'B'],
  ['Kilobytes', 'kB'],
  ['Megabytes', 'MB'],
  ['Gigabytes', 'GB'],
]);

function pointOf(name: string, timestamp: unknown, value: unknown) {
  const seconds = typeof timestamp === 'number' ? timestamp : undefined;
  const time = seconds === undefined ? timeFrom(String(timestamp)) : undefined;
  const ms = seconds === undefined ? undefined : seconds * 1000;
  const at = ms ?? (time?.kind === 'instant' ? time.ms : undefined);
  if (at === undefined) {
    throw new InputError(
      `${shown(name, 120)}: ${quoted(String(timestamp))} is not a time with a zone.`,
    );
  }
  const where = `${shown(name, 120)} at ${timeInWords(at)}`;
  return { where, time: at, value: measured(value, where) };
}
