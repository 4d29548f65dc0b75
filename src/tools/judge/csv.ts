/**
 * Tables with a header. Long: a value, or errors and requests, on each line, with columns that say of
 * what. Wide: a column for each series, as Grafana, Datadog and CloudWatch export them, in order of time.
 */
import { InputError } from '../../lab/input-error.ts';
import { shown } from '../../words/shown.ts';
import { delimiterNames } from '../input/delimited.ts';
import { type DecimalMark, decided } from '../input/numbers.ts';
import type { Fact } from '../input/understood.ts';
import { evidenceOf } from './cells.ts';
import { columnsOf, isLong, type Role, refuseSlip } from './columns.ts';
import { tablesOfLoadTool } from './load-tools.ts';
import { seriesOfLongTable } from './long-table.ts';
import type { ReadOptions, Series } from './series.ts';
import { type Table, tablesFrom } from './table.ts';
import { timesOfRows } from './table-times.ts';
import { seriesOfWideTable } from './wide-table.ts';

export interface SeriesOfText {
  readonly series: readonly Series[];
  readonly format: string;
  readonly facts: readonly Fact[];
}

/** Throws InputError, naming the line. O(length). */
export function seriesOfCsv(text: string, options: ReadOptions): SeriesOfText {
  const { delimiter, tables, tool } = tablesOfLoadTool(tablesFrom(text));
  if (tables.every(({ rows }) => rows.length === 0)) {
    for (const { heading } of tables.flatMap(columnsOf)) refuseSlip(heading);
    throw new InputError('There is a header, and nothing under it.');
  }
  const decimal = decimalOf(tables, delimiter, options);
  const read = tables.map((table) => {
    const columns = columnsOf(table);
    const { times, understood } = timesOfRows(table, columns, decimal);
    const series = isLong(columns)
      ? seriesOfLongTable({ table, columns, decimal, times, options })
      : seriesOfWideTable({ table, columns, decimal, times, options });
    return { columns, series, understood };
  });
  const headings = new Set(read.flatMap(({ columns }) => columns.map(({ heading }) => heading)));
  const timesUnderstood = new Set(read.flatMap(({ understood }) => understood ?? []));
  const isDescribed = tables.some(({ described }) => described.size > 0);
  return {
    series: read.flatMap(({ series }) => series),
    format: tool !== undefined ? `CSV of ${tool}` : isDescribed ? 'CSV of CloudWatch' : 'CSV',
    facts: [
      { name: 'columns', value: [...headings].map((each) => shown(each, 60)).join(', ') },
      { name: 'separator', value: delimiterNames[delimiter] },
      ...(decimal === 'comma' ? [{ name: 'decimal mark', value: 'comma' }] : []),
      ...(timesUnderstood.size === 0
        ? []
        : [{ name: 'times', value: [...timesUnderstood].join('; ') }]),
    ],
  };
}

const numberRoles: ReadonlySet<Role | undefined> = new Set([undefined, 'value'] as const);
const countRoles: ReadonlySet<Role | undefined> = new Set(['errors', 'requests'] as const);

/** One file has one notation: what its values show goes for its counts, and the other way round. */
function decimalOf(
  tables: readonly Table[],
  delimiter: string,
  { decimal: said }: ReadOptions,
): DecimalMark {
  const cellsOf = (wanted: ReadonlySet<Role | undefined>) =>
    tables.flatMap((table) => {
      const long = isLong(columnsOf(table));
      const places = columnsOf(table).filter(
        ({ role }) => wanted.has(role) && !(long && role === undefined),
      );
      return table.rows.flatMap(({ cells, line }) =>
        places.map(({ place }) => ({ text: cells[place] ?? '', line })),
      );
    });
  // A semicolon stands where the comma is the decimal mark: unless a point could be one as well.
  const hasPoint = cellsOf(numberRoles).some(({ text }) => text.includes('.'));
  const options = { said, delimiter: hasPoint ? '' : delimiter };
  const [values, counts] = [
    evidenceOf(cellsOf(numberRoles)),
    evidenceOf(cellsOf(countRoles), true),
  ];
  const elsewhere = values.shows() ?? counts.shows();
  const ofCounts = decided(counts, { ...options, elsewhere });
  return values.ambiguous === undefined && values.shows() === undefined
    ? ofCounts
    : decided(values, { ...options, elsewhere });
}
