/** Rows of a file as they are read, before anything is made of their cells. */
import { InputError } from '../../lab/input-error.ts';
import type { Column } from './columns.ts';

export type Cells = Readonly<Partial<Record<Column, string>>>;

export interface Row {
  /** Its line in the file, from 1. */
  readonly line: number;
  readonly cells: Cells;
  /** When it was sampled, if the format says so exactly. */
  readonly atMs?: number | undefined;
}

/** A row, or a line that should be one, which cannot be used. */
export interface Problem {
  readonly line: number;
  readonly problem: string;
  /** It is about a header or the file as a whole: there is no row that it costs. */
  readonly isOfTable?: true;
}

export type Format =
  | 'csv'
  | 'table'
  | 'json'
  | 'jsonl'
  | 'describe'
  | 'prometheus-json'
  | 'prometheus-text'
  | 'burrow';

/** What each format is called. */
export const formatNames: Readonly<Record<Format, string>> = {
  csv: 'CSV',
  table: 'a table with vertical bars',
  json: 'JSON',
  jsonl: 'JSON Lines',
  describe: 'kafka-consumer-groups --describe',
  'prometheus-json': 'Prometheus query result',
  'prometheus-text': 'Prometheus text format',
  burrow: 'Burrow',
};

export interface Table {
  readonly format: Format;
  readonly rows: readonly Row[];
  readonly problems: readonly Problem[];
  /** What had to be assumed to read it. */
  readonly assumptions: readonly string[];
  /** What the columns that are used were called. */
  readonly headings: Readonly<Partial<Record<Column, string>>>;
  /** How often the tool said that the group was rebalancing. */
  readonly rebalances: number;
  /** What separates the cells, if a character does. */
  readonly delimiter?: string;
  /** Numbers are in the notation of machines: with a decimal point, never grouped. */
  readonly isMachineWritten: boolean;
}

/** Measured: up to 1.3 KB of memory each, so that these take about 400 MB. */
export const rowsMaxDefault = 300_000;

/** Throws InputError for more rows than there may be. */
export function limitRows(rows: number, rowsMax: number): void {
  if (rows <= rowsMax) return;
  throw new InputError(
    `The input has more than ${rowsMax} rows, which is the limit: raise it with --rows-max, or sample less often.`,
  );
}

/** Takes the lines of one format. */
export interface TableReader {
  /** Throws InputError for what cannot be read at all. */
  push(text: string, line: number): void;
  end(): Table;
  /** How many rows, or problems instead of one, it keeps so far: headers and remarks are none. */
  readonly size: number;
}
