/**
 * Lag in JSON: JSON Lines, arrays, and answers of kafka-ui, the Confluent CLI and REST proxies, which
 * nest partitions in groups. Objects are rows if they name a partition; what stands around them (group,
 * topic, time) holds for them too.
 */
import { InputError } from '../../lab/input-error.ts';
import { isJsonObject, JsonSplitter, jsonFrom } from '../input/json.ts';
import { burrowTable, isBurrow } from './burrow.ts';
import { type Column, columnNamed } from './columns.ts';
import { isPrometheusJson, prometheusTable } from './prometheus.ts';
import {
  type Cells,
  limitRows,
  type Problem,
  type Row,
  type Table,
  type TableReader,
} from './row.ts';
import { timeOnLine } from './time-line.ts';

/** What an object tells of the rows within it. A group's lag or member is not that of a partition. */
const inherited: readonly Column[] = ['timestamp', 'date', 'group', 'topic'];
const measures: readonly Column[] = ['committed', 'logEnd', 'lag'];

interface Document {
  readonly value: unknown;
  readonly line: number;
  /** What a line before it said of the time. */
  readonly time: string | undefined;
}

/** In UTF-16 code units, of documents that are no JSON Lines: they are taken apart as a whole. */
export const jsonLengthMax = 33_554_432;

export function jsonReader(rowsMax: number): TableReader {
  let length = 0;
  const documents: Document[] = [];
  const problems: Problem[] = [];
  let time: string | undefined;
  /** Documents of several lines, or one a line: the first line tells. */
  let isByLine: boolean | undefined;
  const splitter = new JsonSplitter((value, line) => documents.push({ value, line, time }));
  return {
    get size() {
      return documents.length + problems.length;
    },
    push(text, line) {
      if (text.trim() === '') return;
      if (!splitter.isWithin) {
        const newTime = timeOnLine(text);
        if (newTime !== undefined) {
          time = newTime;
          return;
        }
      }
      isByLine ??= isDocument(text);
      if (!isByLine) {
        length += text.length;
        if (length > jsonLengthMax) {
          throw new InputError(
            `The JSON is longer than ${jsonLengthMax} characters, which is the limit: ask for a shorter time, or give one object a line.`,
          );
        }
        return splitter.push(text, line);
      }
      // A damaged line of JSON Lines is one row less, and not the end of the file.
      try {
        documents.push({ value: jsonFrom(text, { line }), line, time });
      } catch (error) {
        problems.push({ line, problem: (error as Error).message.replace(/^Line \d+, /, '') });
      }
    },
    end() {
      splitter.end();
      if (documents.some(({ value }) => isPrometheusJson(value)))
        return prometheusTable(documents, rowsMax);
      if (documents.some(({ value }) => isBurrow(value))) return burrowTable(documents);
      return genericTable(documents, problems, isByLine === true, rowsMax);
    },
  };
}

function isDocument(text: string): boolean {
  try {
    return isJsonObject(jsonFrom(text));
  } catch {
    return false;
  }
}

function genericTable(
  documents: readonly Document[],
  problems: Problem[],
  isByLine: boolean,
  rowsMax: number,
): Table {
  const rows: Row[] = [];
  const headings: Partial<Record<Column, string>> = {};
  for (const { value, line, time } of documents) {
    const before = rows.length;
    rowsWithin(value, time === undefined ? {} : { timestamp: time }, headings, (cells) => {
      rows.push({ line, cells });
      limitRows(rows.length, rowsMax);
    });
    if (rows.length === before) problems.push({ line, problem: 'it names no partition' });
    if (time !== undefined) headings.timestamp ??= 'timestamp';
  }
  return {
    ...{ format: isByLine && documents.length > 1 ? 'jsonl' : 'json', rows, problems, headings },
    ...{ assumptions: [], rebalances: 0, isMachineWritten: true },
  };
}

/** Visits objects in the order of the file; without recursion, like the parser. */
function rowsWithin(
  document: unknown,
  around: Cells,
  headings: Partial<Record<Column, string>>,
  onRow: (cells: Cells) => void,
): void {
  const open: { readonly value: unknown; readonly around: Cells }[] = [{ value: document, around }];
  for (let next = open.pop(); next !== undefined; next = open.pop()) {
    const { value } = next;
    if (Array.isArray(value)) {
      for (const item of value.toReversed()) open.push({ value: item, around: next.around });
    } else if (isJsonObject(value)) {
      const own = cellsOf(value);
      const cells: Partial<Record<Column, string>> = { ...next.around };
      for (const [column, { text }] of own) cells[column] = text;
      const hasOwn = measures.some((column) => own.has(column));
      if (own.has('partition') && cells.topic !== undefined && hasOwn) {
        for (const [column, { heading }] of own) headings[column] ??= heading;
        for (const column of inherited)
          if (cells[column] !== undefined) headings[column] ??= column;
        onRow(cells);
        continue;
      }
      const kept = Object.entries(cells).filter(([column]) => inherited.includes(column as Column));
      const inner = Object.fromEntries(kept) as Cells;
      for (const item of Object.values(value).toReversed()) {
        if (typeof item === 'object' && item !== null) open.push({ value: item, around: inner });
      }
    }
  }
}

/** The cells of an object, with the keys that they were found under. */
function cellsOf(object: object): Map<Column, { readonly text: string; readonly heading: string }> {
  const cells = new Map<Column, { text: string; heading: string }>();
  for (const [heading, field] of Object.entries(object)) {
    const column = columnNamed(heading);
    if (column === undefined || cells.has(column)) continue;
    if (typeof field === 'object' && field !== null) continue;
    cells.set(column, { text: field === null ? '-' : String(field), heading });
  }
  return cells;
}
