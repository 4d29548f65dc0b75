/**
 * What `kafka-consumer-groups --describe` prints (Kafka 0.10 to 4), any number of times below one
 * another, with or without a line that tells the time before each.
 */
import { must } from '../../kernel/must.ts';
import { counted } from '../../words/numbers.ts';
import { quoted } from '../../words/shown.ts';
import { timeFrom } from '../input/times.ts';
import { type Column, columnNamed } from './columns.ts';
import { refusedHeader } from './refused.ts';
import type { Cells, Problem, Row, Table, TableReader } from './row.ts';
import { timeOnLine } from './time-line.ts';

const required: readonly Column[] = ['topic', 'partition', 'committed', 'logEnd'];
/** Those that stand side by side, and have no blank in them. */
const numbers: readonly (Column | undefined)[] = ['partition', 'committed', 'logEnd', 'lag'];

interface HeaderColumn {
  /** Undefined for one that is of no use here, e.g. `LEADER-EPOCH`. */
  readonly column: Column | undefined;
  /** Where it begins on the line. */
  readonly start: number;
}

interface Header {
  /** How many words stand before the first column: a time that was put before every line. */
  readonly before: number;
  readonly columns: readonly HeaderColumn[];
}

/** Does the line name columns as the tool does? */
export const isDescribeHeader = (line: string): boolean => headerOf(line) !== undefined;

function headerOf(line: string): Header | undefined {
  if (/[,;\t|]/.test(line)) return undefined;
  const words = [...line.matchAll(/\S+/g)].map(({ 0: word, index }) => ({
    column: columnNamed(word),
    start: index,
  }));
  const before = words.findIndex(({ column }) => column !== undefined);
  if (before === -1) return undefined;
  const columns = words.slice(before);
  const has = (column: Column) => columns.some((word) => word.column === column);
  return required.every(has) ? { before, columns } : undefined;
}

export function describeReader(): TableReader {
  const rows: Row[] = [];
  const problems: Problem[] = [];
  const headings: Partial<Record<Column, string>> = {};
  let header: Header | undefined;
  /** The last table was of another kind: members, or states. */
  let refused: string | undefined;
  let time: string | undefined;
  let rebalances = 0;
  let untimed = 0;

  const takeRow = (text: string, line: number) => {
    const cells = header === undefined ? undefined : cellsOf(text, header);
    if (cells === undefined) return false;
    const timestamp = cells.timestamp ?? time;
    if (timestamp === undefined) untimed += 1;
    rows.push({ line, cells: timestamp === undefined ? cells : { ...cells, timestamp } });
    return true;
  };
  return {
    get size() {
      return rows.length + problems.length;
    },
    push(text, line) {
      if (text.trim() === '') return;
      const newHeader = headerOf(text);
      if (newHeader !== undefined) {
        header = newHeader;
        refused = undefined;
        for (const { column } of header.columns) {
          if (column !== undefined) headings[column] = column;
        }
        if (header.before > 0) headings.timestamp = 'timestamp';
        return;
      }
      const otherTable = refusedHeader(text);
      if (otherTable !== undefined) {
        refused = otherTable;
        header = undefined;
        problems.push({ line, problem: otherTable, isOfTable: true });
        return;
      }
      const newTime = timeOnLine(text);
      if (newTime !== undefined) time = newTime;
      else if (/\bis rebalancing\b|preparing ?rebalance|completing ?rebalance/i.test(text)) {
        rebalances += 1;
      } else if (refused === undefined && !takeRow(text, line) && !isRemark(text)) {
        problems.push({ line, problem: whatIsWrong(text, header) });
      }
    },
    end(): Table {
      if (time !== undefined) headings.timestamp ??= 'timestamp';
      const assumptions =
        time !== undefined && untimed > 0
          ? [`${untimed} rows stand before the first line that tells a time.`]
          : [];
      const isMachineWritten = true;
      return {
        format: 'describe',
        rows,
        problems,
        assumptions,
        headings,
        rebalances,
        isMachineWritten,
      };
    },
  };
}

/** What the tool says besides: about a group without members, about errors, the command itself. */
function isRemark(text: string): boolean {
  return (
    /^\s*(Consumer group|Warning:|Error:|Note:|\$|#|>|--|==|OpenJDK|SLF4J|\[|Every |Picked up |WARN)/i.test(
      text,
    ) || /has no active members|does not exist|kafka-consumer-groups|log4j|deprecated/i.test(text)
  );
}

/** The cells of a row; undefined if the line cannot be one. */
function cellsOf(text: string, header: Header): Cells | undefined {
  return cellsByPlace(text, header) ?? cellsByWords(text, header);
}

/** By the places of the header, if every cell begins where its column does: ids may have blanks. */
function cellsByPlace(text: string, { before, columns }: Header): Cells | undefined {
  const cells: Partial<Record<Column, string>> = {};
  for (const [place, { column, start }] of columns.entries()) {
    const isCut = start > 0 && start < text.length && text[start - 1] !== ' ';
    const isLate = text[start] === ' ';
    if (isCut || isLate) return undefined;
    const cell = text.slice(start, columns[place + 1]?.start).trimEnd();
    if (column !== undefined && cell !== '') cells[column] = cell;
  }
  if (before > 0) cells.timestamp = text.slice(0, columns[0]?.start).trim();
  return isRow(cells) && (before === 0 || isTime(cells.timestamp)) ? cells : undefined;
}

/**
 * By words, if a cell is longer than its column. Topic, partition and offsets have no blanks: what is
 * before them is the group, and behind them the host, with a slash, separates the two ids.
 */
function cellsByWords(text: string, { before, columns }: Header): Cells | undefined {
  const words = [...text.matchAll(/\S+/g)];
  const topicPlace = columns.findIndex(({ column }) => column === 'topic');
  const lastPlace = columns.findLastIndex(({ column }) => numbers.includes(column));
  // A group's name may have blanks in it. Then everything after it stands further to the right.
  for (let shift = 0; before + lastPlace + shift < words.length; shift += 1) {
    if (shift > 0 && topicPlace === 0) return undefined;
    const cells: Partial<Record<Column, string>> = {};
    for (const [place, { column }] of columns.slice(0, lastPlace + 1).entries()) {
      const word = words[before + place + (place < topicPlace ? 0 : shift)];
      if (column !== undefined && word !== undefined) cells[column] = word[0];
    }
    if (!isRow(cells)) continue;
    const wordAt = (place: number) => must(words[place], 'word of the line');
    if (columns[0]?.column === 'group') {
      const from = wordAt(before).index;
      cells.group = text.slice(from, wordAt(before + topicPlace + shift).index).trim();
    }
    const last = wordAt(before + lastPlace + shift);
    const ids = text.slice(last.index + last[0].length).trim();
    Object.assign(cells, idsFrom(ids, columns.slice(lastPlace + 1)));
    if (before === 0) return cells;
    const timestamp = text.slice(0, wordAt(before).index).trim();
    return isTime(timestamp) ? { ...cells, timestamp } : undefined;
  }
  return undefined;
}

function idsFrom(text: string, columns: readonly HeaderColumn[]): Cells {
  const [first] = columns;
  if (first?.column === undefined || text === '') return {};
  const words = text.split(/\s+/);
  if (words.length === columns.length) {
    const named = columns.flatMap(({ column }, place) => (column ? [[column, words[place]]] : []));
    return Object.fromEntries(named) as Cells;
  }
  const [, consumer, host, client] = /^(.*?)\s+(\/\S*|-)(?:\s+(.*))?$/.exec(text) ?? [];
  const hasHost = columns.some(({ column }) => column === 'host');
  if (!hasHost || consumer === undefined || host === undefined) return { [first.column]: text };
  return { consumer, host, ...(client === undefined ? {} : { client }) };
}

const isRow = (cells: Cells): boolean =>
  [...required, 'lag' as const].every((column) => isPlausible(column, cells[column]));

function isPlausible(column: Column, cell: string | undefined): boolean {
  if (column === 'lag' && cell === undefined) return true;
  if (cell === undefined || /\s/.test(cell)) return false;
  if (column === 'topic') return cell !== '-';
  if (column === 'partition') return /^\d+$/.test(cell);
  return /^(-?\d+|-|unknown|none)$/i.test(cell);
}

const isTime = (text: string | undefined): boolean =>
  text !== undefined && timeFrom(text.replace(/^[[(]|[\])]:?$/g, '')) !== undefined;

function whatIsWrong(text: string, header: Header | undefined): string {
  if (header === undefined) return 'it stands before any line that names the columns';
  const { before, columns } = header;
  const words = text.trim().split(/\s+/).slice(before);
  const shift = Math.max(0, words.length - columns.length);
  const wordAt = (column: Column) => {
    return words[columns.findIndex((each) => each.column === column) + shift];
  };
  const wrong = required.find((column) => !isPlausible(column, wordAt(column)));
  const word = wrong === undefined ? undefined : wordAt(wrong);
  if (wrong === undefined || word === undefined) {
    return `it has ${counted(words.length, 'field')}, and there are ${counted(columns.length, 'column')}`;
  }
  return `${quoted(word)} stands where the ${wordFor.get(wrong) ?? wrong} should be`;
}

const wordFor: ReadonlyMap<Column, string> = new Map([
  ['committed', 'committed offset'],
  ['logEnd', 'log end offset'],
]);
