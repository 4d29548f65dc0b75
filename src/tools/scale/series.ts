/** The rows of a file as values of metrics over time, each of which holds until the next. */
import { InputError } from '../../lab/input-error.ts';
import { counted } from '../../words/numbers.ts';
import { shown } from '../../words/shown.ts';
import { timesFrom } from '../input/clock.ts';
import { leftOut } from '../input/left-out.ts';
import { columnNamed, usualTimes } from '../input/named-columns.ts';
import type { Records } from '../input/records.ts';
import type { Understood } from '../input/understood.ts';
import type { Hpa } from './hpa.ts';
import { quantityOf } from './quantity.ts';

export interface SeriesOptions {
  readonly time?: string | undefined;
  /** Columns of metrics by their names, as the user gave them. */
  readonly columns: ReadonlyMap<string, string>;
  /** The column of the replicas that were recorded. */
  readonly replicasColumn?: string | undefined;
  /** So many replicas all the time. */
  readonly replicas?: number | undefined;
}

export interface Point {
  readonly atMs: number;
  /** In the order of the autoscaler’s metrics; undefined if the cell has none. */
  readonly values: readonly (number | undefined)[];
  /** How many replicas there were; undefined if nothing says so. */
  readonly replicas: number | undefined;
  readonly line: number;
}

export interface MetricSeries {
  readonly points: readonly Point[];
  readonly understood: Understood;
  readonly remarks: readonly string[];
}

const usualReplicas = ['replicas', 'pods', 'ready', 'ready_replicas', 'current_replicas', 'size'];

/** Throws InputError if a metric has no column, or no value. O(n log n). */
export function seriesFrom(records: Records, hpa: Hpa, options: SeriesOptions): MetricSeries {
  const { names, rows } = records;
  const there = `There are ${names.map((name) => shown(name, 60)).join(', ')}.`;
  const time = columnNamed('--time', options.time, names, usualTimes);
  if (time === undefined)
    throw new InputError(`No column is a time by its name: say which with --time. ${there}`);
  const replicas = columnNamed('--replicas-column', options.replicasColumn, names, usualReplicas);
  const unknown = [...options.columns.keys()].find(
    (name) => !hpa.metrics.some((metric) => metric.name === name),
  );
  if (unknown !== undefined)
    throw new InputError(
      `--column ${shown(unknown, 60)}: the autoscaler has no such metric, but ${hpa.metrics.map(({ name }) => shown(name, 60)).join(', ')}.`,
    );
  const columns = hpa.metrics.map(({ name }) => {
    const wanted = options.columns.get(name);
    const place = columnNamed('--column', wanted, names, [name.toLowerCase(), ...aliases(name)]);
    if (place !== undefined) return place;
    const others = names.map((_, at) => at).filter((at) => at !== time && at !== replicas);
    const [only] = others;
    if (hpa.metrics.length === 1 && others.length === 1 && only !== undefined) return only;
    throw new InputError(
      `No column is called as the metric ${shown(name, 60)}: say which with --column ${shown(name, 60)}=<column>. ${there}`,
    );
  });
  const read = timesFrom(
    rows.map(({ cells, line }) => ({ text: cells[time] ?? '', line })),
    { heading: names[time] },
  );
  const left = [...records.unread];
  const points = rows.flatMap(({ cells, line }, place): Point[] => {
    const atMs = read.ms[place];
    const values = columns.map((column) => quantityOf(cells[column] ?? ''));
    const recorded = replicas === undefined ? options.replicas : quantityOf(cells[replicas] ?? '');
    const isRow = atMs !== undefined && values.some((value) => value !== undefined);
    if (isRow && values.every((value) => value === undefined || value >= 0))
      return [{ atMs, values, replicas: recorded, line }];
    left.push(line);
    return [];
  });
  if (points.length === 0) throw new InputError('No row of it has a time and a value of a metric.');
  const late = points.filter(({ atMs }, place) => atMs < (points[place - 1]?.atMs ?? atMs)).length;
  points.sort((one, other) => one.atMs - other.atMs || one.line - other.line);
  const facts = [
    { name: 'time', value: `${shown(names[time] ?? '', 60)}: ${read.understood}` },
    ...hpa.metrics.map(({ name }, place) => ({
      name: 'metric',
      value: `${shown(name, 60)}: ${shown(names[columns[place] ?? 0] ?? '', 60)}`,
    })),
    {
      name: 'replicas',
      value:
        replicas === undefined
          ? options.replicas === undefined
            ? 'not recorded'
            : `${options.replicas} all the time`
          : shown(names[replicas] ?? '', 60),
    },
  ];
  return {
    points,
    understood: { format: records.format, facts },
    remarks: [
      ...read.assumptions,
      ...(left.length === 0 ? [] : [leftOut(left, 'a time or a value from 0')]),
      ...(late === 0 ? [] : [`${counted(late, 'row')} out of order: sorted by time.`]),
    ],
  };
}

const aliases = (name: string): readonly string[] =>
  name === 'cpu'
    ? [
        'cpu_percent',
        'cpu_utilization',
        'cpu_utilisation',
        'utilization',
        'utilisation',
        'cpu %',
        'cpu%',
      ]
    : name === 'memory'
      ? ['memory_percent', 'memory_utilization', 'mem']
      : [];
