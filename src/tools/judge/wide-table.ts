/** A column for each series. Its rows are in order of time, whether they say it or not. */
import { InputError } from '../../lab/input-error.ts';
import { shown } from '../../words/shown.ts';
import { quantityFrom } from '../input/quantities.ts';
import { unitInHeading, valueFrom } from './cells.ts';
import { type Column, type Role, refuseSlip, type TableToRead } from './columns.ts';
import { nameWithLabels, type Series } from './series.ts';
import { SeriesBuilder } from './series-builder.ts';
import { sideWords, wordsIn } from './side-words.ts';
import type { Row } from './table.ts';

/** Roles that make no series in a wide table. */
const besides: ReadonlySet<Role | undefined> = new Set([
  'time',
  'order',
  'metric',
  'unit',
  'cluster',
  'label',
] as const);

/** Throws InputError, naming the line. O(cells). */
export function seriesOfWideTable(toRead: TableToRead): Series[] {
  const { table, columns, decimal, times, options } = toRead;
  const ofSeries = columns.filter(({ role }) => !besides.has(role));
  if (table.described.size === 0) refuseSameHeadings(ofSeries);
  const placeOf = (role: Role) => columns.find((column) => column.role === role)?.place ?? -1;
  const [metricAt, unitAt, clusterAt] = [placeOf('metric'), placeOf('unit'), placeOf('cluster')];
  const labels = columns.filter(({ role }) => role === 'label');
  const isOneSeries = metricAt === -1 && clusterAt === -1 && labels.length === 0;
  if (isOneSeries && times !== undefined) refuseSameTimes(table.rows, times);
  const used = ofSeries.filter((column) => !isText(column, toRead));
  for (const column of ofSeries) if (!used.includes(column)) refuseSlip(column.heading);
  const builders = new Map<string, SeriesBuilder>();
  for (const [index, { cells, line }] of table.rows.entries()) {
    const where = `line ${line}`;
    const metric = cells[metricAt] ?? '';
    if (metricAt !== -1 && metric === '') {
      throw new InputError(`${where}: the metric has no name.`);
    }
    const own = labels.map((label): [string, string] => [label.heading, cells[label.place] ?? '']);
    const cluster = clusterAt === -1 ? undefined : cells[clusterAt];
    for (const { heading, place } of used) {
      const { name, unit, scale } = unitInHeading(heading);
      const key = JSON.stringify([metric, place, own]);
      const builder =
        builders.get(key) ??
        new SeriesBuilder({
          title: [metric, heading, ...own.map(([label, text]) => `${label}=${text}`)]
            .filter((part) => part !== '')
            .join(' '),
          metric,
          ...described(name, place, table.described, own),
        });
      builders.set(key, builder);
      const text = cells[place] ?? '';
      const value = valueFrom(text, where, decimal, options);
      const inUnit =
        value.unit === '' && unit !== '' ? { value: value.value * scale, unit } : value;
      builder.add({ where, time: times?.[index] ?? index, cluster }, text, inUnit);
      builder.addUnit(cells[unitAt] ?? '');
    }
  }
  return [...builders.values()].map((builder) => builder.build());
}

/** The labels of a series are in its heading, in the rows above the values, and in columns of labels. */
function described(
  heading: string,
  place: number,
  rows: ReadonlyMap<string, readonly string[]>,
  own: readonly [string, string][],
): Pick<Series, 'name' | 'labels'> {
  const { name, labels } = nameWithLabels(heading);
  const names = new Set(['id', 'label', 'full label', '']);
  const above = [...rows].flatMap(([key, cells]): [string, string][] => {
    const text = cells[place] ?? '';
    return names.has(key.toLowerCase()) || text === '' || text === heading ? [] : [[key, text]];
  });
  return { name, labels: new Map([...labels, ...above, ...own]) };
}

function refuseSameHeadings(columns: readonly Column[]): void {
  const headings = columns.map(({ heading }) => heading);
  const twice = headings.find((heading, place) => headings.indexOf(heading) !== place);
  if (twice === undefined) return;
  throw new InputError(`Two columns are called ${shown(twice, 80)}: which one is meant?`);
}

function refuseSameTimes(rows: readonly Row[], times: readonly number[]): void {
  const lines = new Map<number, number>();
  for (const [place, time] of times.entries()) {
    const line = rows[place]?.line ?? 0;
    const before = lines.get(time);
    if (before !== undefined)
      throw new InputError(
        `line ${line}: it has the time of line ${before}. Leave one of them out.`,
      );
    lines.set(time, line);
  }
}

/** A column of words, such as remarks, is not a series, unless it is named after a side. */
function isText({ heading, place }: Column, { table, decimal }: TableToRead): boolean {
  if (wordsIn(heading).some((word) => sideWords.includes(word))) return false;
  const texts = table.rows.map(({ cells }) => cells[place] ?? '').filter((text) => text !== '');
  return texts.every((text) => quantityFrom(text, decimal) === undefined);
}
