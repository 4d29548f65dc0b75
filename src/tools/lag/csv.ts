/**
 * Delimited text with a line that names the columns: CSV, and tables with vertical bars as the Confluent
 * CLI, psql and Markdown have them.
 */

import { must } from '../../kernel/must.ts';
import { counted } from '../../words/numbers.ts';
import { quoted } from '../../words/shown.ts';
import { type Delimiter, delimiterOf, fieldsOf } from '../input/delimited.ts';
import { timeFrom } from '../input/times.ts';
import { type Column, columnNamed } from './columns.ts';
import { partitionOfHeading } from './prometheus.ts';
import type { Problem, Row, Table, TableReader } from './row.ts';
import { timeOnLine } from './time-line.ts';

const inOrder: readonly Column[] = [
  'timestamp',
  'group',
  'topic',
  'partition',
  'committed',
  'logEnd',
];

/** Does the line name columns, at least the partition's? */
export function isCsvHeader(line: string): boolean {
  const text = withoutBars(line);
  const names = fieldsOf(text, delimiterOf(text)) ?? [];
  if (names.some((name) => partitionOfHeading(name) !== undefined)) return true;
  const columns = names.map(columnNamed);
  return columns.includes('partition') && columns.filter((column) => column).length >= 3;
}

const keysOf = (cells: Partial<Record<Column, string>> | undefined): Column[] =>
  Object.keys(cells ?? {}) as Column[];

/** `| a | b |` and `│ a │ b │` without the outer bars. */
const withoutBars = (line: string): string =>
  line.replace(/[│┃║]/g, '|').replace(/^\s*\|(.*)\|\s*$/, '$1');

/** `+-----+-----+`, `|---|---|`, `──────┼─────`. */
const isBorder = (line: string): boolean => /^[\s|+\-=:─━═┼┬┴├┤┌┐└┘╔╗╚╝╠╣╪]+$/.test(line);

/** What is known of the columns once the header, or the first row without one, was read. */
interface Header {
  readonly delimiter: Delimiter;
  readonly names: readonly string[];
  /** Whether the first line was a row already. */
  readonly isHeadless: boolean;
  readonly columns: (Column | undefined)[];
  /** Of a table with a column for each partition, as Grafana exports it: what each is of. */
  readonly partitions: readonly (Partial<Record<Column, string>> | undefined)[] | undefined;
  /** Of two columns that hold a time, the first whose cells are times counts: known at the first row. */
  times: readonly number[] | undefined;
}

function headerOf(text: string): Header {
  const delimiter = delimiterOf(text);
  const names = fieldsOf(text, delimiter) ?? [];
  const named = names.map(partitionOfHeading);
  const partitions = named.some((cells) => cells !== undefined) ? named : undefined;
  const known = names.map(columnNamed);
  const isHeadless = partitions === undefined && known.every((column) => column === undefined);
  const columns = isHeadless ? [...inOrder] : known;
  const times = columns.flatMap((column, place) => (column === 'timestamp' ? [place] : []));
  return { delimiter, names, isHeadless, columns, partitions, times };
}

export const csvReader = (): TableReader => new CsvReader();

class CsvReader implements TableReader {
  readonly #rows: Row[] = [];
  readonly #problems: Problem[] = [];
  readonly #assumptions: string[] = [];
  readonly #headings: Partial<Record<Column, string>> = {};
  #header: Header | undefined;
  /** Of the lines that tell one for all rows after them. */
  #time: string | undefined;
  #isUnusable = false;

  get size(): number {
    return this.#rows.length + this.#problems.length;
  }

  push(text: string, line: number): void {
    if (text.trim() === '' || this.#isUnusable) return;
    const header = this.#header;
    const time = timeOnLine(text);
    if (time !== undefined && (header === undefined || header.columns.length > 1)) {
      this.#time = time;
      return;
    }
    if (text.trimStart().startsWith('#')) return;
    const mayBeDrawn = header === undefined || header.delimiter === '|';
    if (mayBeDrawn && isBorder(text)) return;
    const content = mayBeDrawn ? withoutBars(text) : text;
    if (header === undefined) this.#takeHeader(content, line);
    else this.#takeLine(header, content, line);
  }

  end(): Table {
    if (this.#time !== undefined) this.#headings.timestamp ??= 'timestamp';
    const delimiter = this.#header?.delimiter;
    return {
      format: delimiter === '|' ? 'table' : 'csv',
      rows: this.#rows,
      problems: this.#problems,
      assumptions: this.#assumptions,
      headings: this.#headings,
      rebalances: 0,
      ...(delimiter === undefined ? {} : { delimiter }),
      isMachineWritten: false,
    };
  }

  #takeHeader(text: string, line: number): void {
    const header = headerOf(text);
    const { names, isHeadless, partitions } = header;
    this.#header = header;
    if (isHeadless && names.length !== inOrder.length) {
      this.#isUnusable = true;
      const problem = `the header names no column that the tool knows: ${quoted(text)}`;
      this.#problems.push({ line, problem, isOfTable: true });
      return;
    }
    for (const cells of partitions ?? []) {
      for (const column of keysOf(cells)) this.#headings[column] = column;
    }
    if (partitions !== undefined) this.#headings.lag = 'lag';
    this.#nameColumns(header);
    if (!isHeadless) return;
    this.#assumptions.push(
      'The file does not name its columns: they are taken as timestamp, group, topic, partition, committed offset, log end offset.',
    );
    this.#takeRow(header, names, line);
  }

  #nameColumns({ columns, names, isHeadless }: Header): void {
    for (const [place, column] of columns.entries()) {
      if (column === undefined || column === 'timestamp') continue;
      // Of two columns that mean the same the first counts.
      if (this.#headings[column] !== undefined) columns[place] = undefined;
      else this.#headings[column] = isHeadless ? column : must(names[place], 'name of the column');
    }
  }

  #takeLine(header: Header, text: string, line: number): void {
    const fields = fieldsOf(text, header.delimiter);
    if (fields === undefined) {
      this.#problems.push({ line, problem: 'a quotation mark is not closed' });
      return;
    }
    const repeatsHeader =
      !header.isHeadless && fields.every((field, place) => field === header.names[place]);
    if (!repeatsHeader) this.#takeRow(header, fields, line);
    else if (this.#time === undefined) {
      this.#assumptions.push(`Line ${line} repeats the names of the columns, and is passed over.`);
    }
  }

  #takeRow(header: Header, fields: readonly string[], line: number): void {
    const { columns, partitions } = header;
    if (fields.length !== columns.length) {
      const problem = `it has ${counted(fields.length, 'field')}, and there are ${counted(columns.length, 'column')}`;
      this.#problems.push({ line, problem });
      return;
    }
    this.#chooseTime(header, fields);
    const cells: Partial<Record<Column, string>> = {};
    for (const [place, column] of columns.entries()) {
      if (column !== undefined) cells[column] = must(fields[place], 'field of the column');
    }
    if (this.#time !== undefined) cells.timestamp ??= this.#time;
    if (partitions === undefined) this.#rows.push({ line, cells });
    for (const [place, partition] of partitions?.entries() ?? []) {
      const lag = fields[place]?.trim() ?? '';
      // A scrape that one series lacks leaves its cell empty.
      if (partition === undefined || lag === '') continue;
      this.#rows.push({ line, cells: { ...cells, ...partition, lag } });
    }
  }

  #chooseTime(header: Header, fields: readonly string[]): void {
    const { times, columns, names, isHeadless } = header;
    if (times === undefined) return;
    const chosen = times.find((place) => timeFrom(fields[place] ?? '') !== undefined) ?? times[0];
    for (const place of times) if (place !== chosen) columns[place] = undefined;
    if (chosen !== undefined) {
      this.#headings.timestamp = isHeadless ? 'timestamp' : (names[chosen] ?? '');
    }
    header.times = undefined;
  }
}
