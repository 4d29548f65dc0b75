/**
 * What `kafka-consumer-groups --describe` prints, pasted any number of times below one another, with or
 * without a line that tells the time before each.
 */
import { type Column, columnNamed } from './columns.ts';
import type { Problem, Row, Table } from './row.ts';
import { timeIn } from './timestamp.ts';

const required: readonly Column[] = ['topic', 'partition', 'committed', 'logEnd'];

/** Does the line name columns as the tool does? */
export function isDescribeHeader(line: string): boolean {
  if (/[,;\t]/.test(line)) return false;
  return headerOf(line) !== undefined;
}

interface Header {
  /** How many words stand before the first column: a time that was put before every line. */
  readonly before: number;
  readonly columns: readonly (Column | undefined)[];
}

function headerOf(line: string): Header | undefined {
  const words = line.trim().split(/\s+/);
  const before = words.findIndex((word) => columnNamed(word) !== undefined);
  if (before === -1) return undefined;
  const columns = words.slice(before).map((word) => columnNamed(word));
  return required.every((column) => columns.includes(column)) ? { before, columns } : undefined;
}

export function describeRows(lines: readonly string[]): Table {
  const rows: Row[] = [];
  const problems: Problem[] = [];
  const headings: Partial<Record<Column, string>> = {};
  let header: Header | undefined;
  let time: string | undefined;
  let rebalances = 0;
  let untimed = 0;
  for (const [place, text] of lines.entries()) {
    const line = place + 1;
    if (text.trim() === '') continue;
    const newHeader = headerOf(text);
    if (newHeader !== undefined) {
      header = newHeader;
      for (const column of header.columns) if (column !== undefined) headings[column] = column;
      if (header.before > 0) headings.timestamp = 'timestamp';
      continue;
    }
    const cells = header === undefined ? undefined : cellsOf(text, header);
    if (cells !== undefined) {
      if (cells.timestamp === undefined && time !== undefined) cells.timestamp = time;
      if (cells.timestamp === undefined) untimed += 1;
      rows.push({ line, cells });
      continue;
    }
    if (/\bis rebalancing\b|preparing ?rebalance|completing ?rebalance/i.test(text))
      rebalances += 1;
    else if (timeIn(text) !== undefined && !looksLikeARow(text, header)) time = text.trim();
    else if (!isRemark(text)) problems.push({ line, problem: whatIsWrong(text, header) });
  }
  if (time !== undefined) headings.timestamp ??= 'timestamp';
  const assumptions =
    time !== undefined && untimed > 0
      ? [`${untimed} rows stand before the first line that tells a time.`]
      : [];
  return { format: 'describe', rows, problems, assumptions, headings, rebalances };
}

/** What the tool says besides: about a group without members, about errors, the command itself. */
function isRemark(text: string): boolean {
  return (
    /^\s*(Consumer group|Warning:|Error:|Note:|\$|#|>|--|==|OpenJDK|SLF4J|\[|Every )/i.test(text) ||
    /has no active members|does not exist|kafka-consumer-groups/i.test(text)
  );
}

/** The cells of a row; undefined where the line cannot be one. */
function cellsOf(text: string, header: Header): Partial<Record<Column, string>> | undefined {
  const words = text.trim().split(/\s+/);
  const { before, columns } = header;
  const needed = Math.max(...required.map((column) => columns.indexOf(column))) + 1;
  if (words.length < before + needed) return undefined;
  const surplus = words.length - before - columns.length;
  // A group's name may have blanks in it. Then everything after it stands further to the right.
  for (let shift = 0; shift <= Math.max(0, surplus); shift++) {
    const cells: Partial<Record<Column, string>> = {};
    for (const [place, column] of columns.entries()) {
      if (column === undefined) continue;
      const from = before + place + (place === 0 ? 0 : shift);
      const until = place === 0 ? from + 1 + shift : from + 1;
      const cell = words.slice(from, until).join(' ');
      if (cell !== '') cells[column] = cell;
    }
    if (required.every((column) => isPlausible(column, cells[column]))) {
      return before > 0 ? { ...cells, timestamp: words.slice(0, before).join(' ') } : cells;
    }
  }
  return undefined;
}

function isPlausible(column: Column, cell = ''): boolean {
  if (column === 'topic') return cell !== '' && cell !== '-';
  if (column === 'partition') return /^\d+$/.test(cell);
  return /^(\d+|-|-1|unknown|none)$/i.test(cell);
}

/** A damaged row also has a number or two in it that could pass for a time. */
function looksLikeARow(text: string, header: Header | undefined): boolean {
  if (header === undefined) return false;
  const words = text.trim().split(/\s+/);
  return words.length >= header.columns.length - 1 && !/\d{1,2}:\d{2}/.test(text);
}

function whatIsWrong(text: string, header: Header | undefined): string {
  if (header === undefined) return 'it stands before any line that names the columns';
  const { before, columns } = header;
  const words = text.trim().split(/\s+/).slice(before);
  const shift = Math.max(0, words.length - columns.length);
  const wordAt = (column: Column) => words[columns.indexOf(column) + shift];
  const wrong = required.find((column) => !isPlausible(column, wordAt(column)));
  if (wrong === undefined || wordAt(wrong) === undefined) {
    return `it has ${words.length} fields, and there are ${columns.length} columns`;
  }
  return `"${wordAt(wrong)}" stands where the ${wordFor[wrong]} should be`;
}

const wordFor: Readonly<Partial<Record<Column, string>>> = {
  topic: 'topic',
  partition: 'partition',
  committed: 'committed offset',
  logEnd: 'log end offset',
};
