/** Delimited text as tables: headers, rows, and what spreadsheets and monitoring systems put before them. */

import { InputError } from '../../lab/input-error.ts';
import { counted } from '../../words/numbers.ts';
import { type Delimiter, delimiterOf, delimiters, RecordSplitter } from '../input/delimited.ts';
import { timeFrom } from '../input/times.ts';

export interface Row {
  readonly cells: readonly string[];
  /** On which the row begins, from 1. */
  readonly line: number;
}

export interface Table {
  /** Trimmed; empty for a column without a name. */
  readonly header: readonly string[];
  /** Rows above the values that describe each column, with what each is called: CloudWatch has them. */
  readonly described: ReadonlyMap<string, readonly string[]>;
  readonly rows: readonly Row[];
}

export interface Tables {
  readonly delimiter: Delimiter;
  readonly tables: readonly Table[];
}

/** Throws InputError, naming the line. O(length). */
export function tablesFrom(text: string): Tables {
  const lines = text.split(/\r\n|\n|\r/);
  const isBefore = (line: string) => line.trim() === '' || line.startsWith('#');
  let first = lines.findIndex((line) => !isBefore(line));
  const [, said] = /^"?sep=(.)"?$/i.exec(lines[first]?.trim() ?? '') ?? [];
  if (said !== undefined) {
    if (!isDelimiter(said)) {
      throw new InputError(
        `line ${first + 1}: columns can be separated by a comma, a semicolon, a tab or a vertical bar, not by "${said}".`,
      );
    }
    first = lines.findIndex((line, place) => place > first && !isBefore(line));
  }
  const header = lines[first];
  if (first === -1 || header === undefined)
    throw new InputError('There is nothing in it: the first line should name the columns.');
  const delimiter = said ?? delimiterOf(header);
  return { delimiter, tables: split(rowsOf(lines, first, delimiter)) };
}

const isDelimiter = (text: string): text is Delimiter =>
  (delimiters as readonly string[]).includes(text);

function rowsOf(lines: readonly string[], first: number, delimiter: Delimiter): Row[] {
  const rows: Row[] = [];
  const splitter = new RecordSplitter({
    delimiter,
    onRecord: (fields, line) => {
      const cells = fields.map((field) => field.trim());
      // A line between the header and the rows of a table in Markdown says nothing.
      if (!cells.every((cell) => /^(?::?-{3,}:?)?$/.test(cell))) rows.push({ cells, line });
    },
  });
  for (const [place, line] of lines.entries()) {
    if (place >= first) splitter.push(line, place + 1);
  }
  splitter.end();
  return rows;
}

/** A heading begins a further table, as where each series has its own; the same heading again is one table. */
function split(rows: readonly Row[]): Table[] {
  const [first] = rows;
  if (first === undefined) return [];
  const described = descriptionOf(rows);
  if (described.size > 0) {
    const below = rows.slice(described.size);
    return [
      { header: namesFrom(described), described, rows: below.map((row) => fitted(row, first)) },
    ];
  }
  const tables: { header: readonly string[]; rows: Row[] }[] = [];
  for (const row of rows) {
    const current = tables.at(-1);
    if (current === undefined || isFurtherHeader(row, current.header)) {
      tables.push({ header: row.cells, rows: [] });
    } else if (row.cells.join('\n') !== current.header.join('\n')) {
      current.rows.push(fitted(row, { cells: current.header }));
    }
  }
  return tables.map((table) => ({ ...table, described: new Map() }));
}

const isFurtherHeader = ({ cells }: Row, header: readonly string[]): boolean =>
  cells[0] === header[0] &&
  timeHeadings.has(header[0]?.toLowerCase() ?? '') &&
  cells.join('\n') !== header.join('\n');

/** Cells that are missing at the end are refused, and those too many; if they are empty, or of no name, not. */
function fitted(row: Row, { cells: header }: Pick<Row, 'cells'>): Row {
  const { cells, line } = row;
  const named = header.findLastIndex((heading) => heading !== '') + 1;
  const isFitting =
    cells.length >= named && cells.slice(header.length).every((cell) => cell === '');
  if (isFitting) return row;
  throw new InputError(
    `line ${line}: it has ${counted(cells.length, 'cell')}, and the header ${header.length}.`,
  );
}

export const timeHeadings: ReadonlySet<string> = new Set(
  'time timestamp datetime date ts _time @timestamp date/time'.split(' '),
);

/** The rows of CloudWatch above the first time: `Label,…`, `Period,…`. One row alone is a header. */
function descriptionOf(rows: readonly Row[]): Map<string, readonly string[]> {
  const first = rows.findIndex(({ cells }) => isDateAndTime(cells[0] ?? ''));
  const described = new Map<string, readonly string[]>();
  if (first < 2 || first > 40) return described;
  for (const { cells } of rows.slice(0, first)) {
    const [key = ''] = cells;
    if (described.has(key)) return new Map();
    described.set(key, cells);
  }
  return described;
}

function isDateAndTime(text: string): boolean {
  const kind = timeFrom(text)?.kind;
  return kind === 'instant' || kind === 'local' || kind === 'dayOrMonthFirst';
}

/** What each column is called: by the first of the usual rows that tells all columns apart. */
function namesFrom(described: ReadonlyMap<string, readonly string[]>): readonly string[] {
  const rows = [...described].map(([key, cells]) => ({ key: key.toLowerCase(), cells }));
  const usual = ['label', 'full label', '', ...timeHeadings, 'metric name', 'metricname', 'metric'];
  const candidates = usual.flatMap((key) => rows.filter((row) => row.key === key));
  const tellsApart = ({ cells }: { readonly cells: readonly string[] }) => {
    const names = cells.slice(1);
    return names.every((name) => name !== '') && new Set(names).size === names.length;
  };
  const chosen = candidates.find(tellsApart) ?? candidates[0] ?? rows[0];
  return ['Time', ...(chosen?.cells.slice(1) ?? [])];
}
