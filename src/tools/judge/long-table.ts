/** A value on each line, or errors and requests, with columns that say of what and of which side. */
import { InputError } from '../../lab/input-error.ts';
import { countFrom, unitInHeading, valueFrom } from './cells.ts';
import { type Column, type Role, refuseSlip, type TableToRead } from './columns.ts';
import { labelsFrom, nameWithLabels, type Series } from './series.ts';
import { SeriesBuilder } from './series-builder.ts';
import { sideWords, wordsIn } from './side-words.ts';

/** Throws InputError, naming the line. O(cells). */
export function seriesOfLongTable(toRead: TableToRead): Series[] {
  const { table, columns, decimal, times, options } = toRead;
  const placeOf = (role: Role) => columns.find((column) => column.role === role)?.place ?? -1;
  const [valueAt, errorsAt, requestsAt] = [
    placeOf('value'),
    placeOf('errors'),
    placeOf('requests'),
  ];
  const isCounts = errorsAt !== -1 && requestsAt !== -1;
  if (isCounts && valueAt !== -1) {
    throw new InputError(
      'The columns hold values, and errors and requests too: which are meant? Leave the others out.',
    );
  }
  const { unit, scale } = unitInHeading(table.header[valueAt] ?? '');
  const describe = describer(toRead);
  const clusters = columns.filter(
    (column) => column.role === 'cluster' && !isLabel(column, toRead),
  );
  const builders = new Map<string, SeriesBuilder>();
  for (const [index, { cells, line }] of table.rows.entries()) {
    const where = `line ${line}`;
    const cell = (role: Role) => cells[placeOf(role)] ?? '';
    const description = describe(cells, where);
    const key = description.title;
    const builder = builders.get(key) ?? new SeriesBuilder(description);
    builders.set(key, builder);
    builder.addUnit(cell('unit'));
    const cluster =
      clusters.length === 0 ? undefined : clusters.map(({ place }) => cells[place] ?? '').join(' ');
    if (isCounts) {
      const hits = countFrom(cell('errors'), where, decimal);
      const trials = countFrom(cell('requests'), where, decimal);
      builder.addCount({ where, stratum: cell('stratum'), hits, trials, cluster });
      continue;
    }
    const value = valueFrom(cell('value'), where, decimal, options);
    const inUnit = value.unit === '' && unit !== '' ? { value: value.value * scale, unit } : value;
    builder.add({ where, time: times?.[index], cluster }, cell('value'), inUnit);
  }
  return [...builders.values()].map((builder) => builder.build());
}

type Description = Pick<Series, 'title' | 'metric' | 'name' | 'labels'>;

function describer(toRead: TableToRead): (cells: readonly string[], where: string) => Description {
  const { columns } = toRead;
  const labels = columns.filter((column) => isLabel(column, toRead));
  const metric = columns.find(({ role }) => role === 'metric');
  const series = columns.find(({ role }) => role === 'series');
  const tags = columns.filter(({ role }) => role === 'tags');
  // Without a column that can say the side, the metric's own name may.
  const isInMetric = labels.length + tags.length === 0 && series === undefined;
  return (cells, where) => {
    const called = metric === undefined ? '' : (cells[metric.place] ?? '');
    if (metric !== undefined && called === '') {
      throw new InputError(`${where}: the metric has no name.`);
    }
    const named = nameWithLabels(series === undefined ? '' : (cells[series.place] ?? ''));
    const all = new Map([
      ...named.labels,
      ...tags.flatMap(({ heading, place }) => labelsOfTags(heading, cells[place] ?? '')),
      ...labels.map(({ heading, place }): [string, string] => [heading, cells[place] ?? '']),
    ]);
    const inMetric = nameWithLabels(called);
    const title = [
      called,
      named.name,
      ...[...all].map(([label, text]) => `${label}=${text}`),
    ].filter((part) => part !== '');
    return {
      title: title.join(' ') || 'value',
      metric: isInMetric ? '' : called,
      name: isInMetric ? inMetric.name : named.name,
      labels: isInMetric ? inMetric.labels : all,
    };
  };
}

function labelsOfTags(heading: string, text: string): [string, string][] {
  const labels = labelsFrom(text.replace(/^\{(.*)\}$/, '$1'));
  return labels === undefined || labels.size === 0 ? [[heading, text]] : [...labels];
}

const sayers: ReadonlySet<Role | undefined> = new Set(['label', 'series', 'tags'] as const);

/**
 * Whether a column may say the side. One that is not known does if the user names it, or if each of its
 * cells names a side; one of pods does if no other can.
 */
function isLabel({ heading, place, role }: Column, toRead: TableToRead): boolean {
  const { table, columns, options } = toRead;
  if (role === 'label') return true;
  if (role === 'cluster' && columns.some((column) => sayers.has(column.role))) return false;
  if (role !== undefined && role !== 'cluster') return false;
  const said = `${options.baseline ?? ''},${options.canary ?? ''}`.toLowerCase();
  if (said.includes(`${heading.toLowerCase()}=`)) return true;
  const isSide = (text: string) => wordsIn(text).some((word) => sideWords.includes(word));
  if (table.rows.every(({ cells }) => isSide(cells[place] ?? ''))) return true;
  if (role === undefined) refuseSlip(heading);
  return false;
}
