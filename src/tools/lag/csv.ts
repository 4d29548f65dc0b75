/**
 * Delimited text with a line that names the columns: CSV, and tables with vertical bars as the Confluent
 * CLI, psql and Markdown have them.
 */

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

export function csvReader(): TableReader {
  const rows: Row[] = [];
  const problems: Problem[] = [];
  const assumptions: string[] = [];
  const headings: Partial<Record<Column, string>> = {};
  let delimiter: Delimiter | undefined;
  let names: readonly string[] = [];
  let columns: (Column | undefined)[] = [];
  /** Of two columns that hold a time, the first whose cells are times counts: known at the first row. */
  let times: number[] | undefined;
  /** Of a table with a column for each partition, as Grafana exports it: what each is of. */
  let partitions: (Partial<Record<Column, string>> | undefined)[] | undefined;
  let isHeadless = false;
  let time: string | undefined;
  let isUnusable = false;

  const takeHeader = (text: string, line: number) => {
    delimiter = delimiterOf(text);
    names = fieldsOf(text, delimiter) ?? [];
    columns = names.map(columnNamed);
    const named = names.map(partitionOfHeading);
    if (named.some((cells) => cells !== undefined)) {
      partitions = named;
      for (const cells of named) for (const column of keysOf(cells)) headings[column] = column;
      headings.lag = 'lag';
    }
    isHeadless = partitions === undefined && columns.every((column) => column === undefined);
    if (isHeadless && names.length !== inOrder.length) {
      isUnusable = true;
      problems.push({
        line,
        problem: `the header names no column that the tool knows: ${quoted(text)}`,
        isOfTable: true,
      });
      return;
    }
    if (isHeadless) {
      columns = [...inOrder];
      assumptions.push(
        'The file does not name its columns: they are taken as timestamp, group, topic, partition, committed offset, log end offset.',
      );
    }
    times = columns.flatMap((column, place) => (column === 'timestamp' ? [place] : []));
    for (const [place, column] of columns.entries()) {
      if (column === undefined || column === 'timestamp') continue;
      // Of two columns that mean the same the first counts.
      if (headings[column] !== undefined) columns[place] = undefined;
      else headings[column] = isHeadless ? column : (names[place] as string);
    }
  };
  const chooseTime = (fields: readonly string[]) => {
    if (times === undefined) return;
    const chosen = times.find((place) => timeFrom(fields[place] ?? '') !== undefined) ?? times[0];
    for (const place of times) if (place !== chosen) columns[place] = undefined;
    if (chosen !== undefined) headings.timestamp = isHeadless ? 'timestamp' : (names[chosen] ?? '');
    times = undefined;
  };
  const takeRow = (fields: readonly string[], line: number) => {
    if (fields.length !== columns.length) {
      const problem = `it has ${counted(fields.length, 'field')}, and there are ${counted(columns.length, 'column')}`;
      problems.push({ line, problem });
      return;
    }
    chooseTime(fields);
    const cells: Partial<Record<Column, string>> = {};
    for (const [place, column] of columns.entries()) {
      if (column !== undefined) cells[column] = fields[place] as string;
    }
    if (time !== undefined) cells.timestamp ??= time;
    if (partitions === undefined) rows.push({ line, cells });
    for (const [place, partition] of partitions?.entries() ?? []) {
      const lag = fields[place]?.trim() ?? '';
      // A scrape that one series lacks leaves its cell empty.
      if (partition === undefined || lag === '') continue;
      rows.push({ line, cells: { ...cells, ...partition, lag } });
    }
  };
  return {
    get size() {
      return rows.length + problems.length;
    },
    push(text, line) {
      if (text.trim() === '' || isUnusable) return;
      const newTime = timeOnLine(text);
      if (newTime !== undefined && (delimiter === undefined || columns.length > 1)) {
        time = newTime;
        return;
      }
      if (text.trimStart().startsWith('#')) return;
      if (isBorder(text) && (delimiter === '|' || delimiter === undefined)) return;
      const content = delimiter === undefined || delimiter === '|' ? withoutBars(text) : text;
      if (delimiter === undefined) {
        takeHeader(content, line);
        if (isHeadless && !isUnusable) takeRow(fieldsOf(content, delimiterOf(content)) ?? [], line);
        return;
      }
      const fields = fieldsOf(content, delimiter);
      if (fields === undefined) problems.push({ line, problem: 'a quotation mark is not closed' });
      else if (!isHeadless && fields.every((field, place) => field === names[place])) {
        if (time === undefined) {
          assumptions.push(`Line ${line} repeats the names of the columns, and is passed over.`);
        }
      } else takeRow(fields, line);
    },
    end(): Table {
      if (time !== undefined) headings.timestamp ??= 'timestamp';
      const isTable = delimiter === '|';
      return {
        format: isTable ? 'table' : 'csv',
        rows,
        problems,
        assumptions,
        headings,
        rebalances: 0,
        ...(delimiter === undefined ? {} : { delimiter }),
        isMachineWritten: false,
      };
    },
  };
}
