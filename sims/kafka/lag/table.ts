/**
 * From the text of a file to rows of named cells: CSV (commas, semicolons or tabs), JSON Lines (or one
 * JSON array), and what `kafka-consumer-groups --describe` prints. What cannot be read is kept as a
 * problem with its line number.
 */

import { type Column, columnNamed } from './columns.ts';
import { describeRows, isDescribeHeader } from './describe.ts';
import type { Problem, Row, Table } from './row.ts';

/** Throws nothing: a file of which nothing can be read is a table without rows. */
export function tableFrom(text: string): Table {
  const lines = text.replace(/^\uFEFF/, '').split(/\r\n|\n|\r/);
  const first = lines.find((line) => line.trim() !== '')?.trim() ?? '';
  if (first.startsWith('{') || first.startsWith('[')) return jsonTable(lines, text);
  if (lines.some(isDescribeHeader)) return describeRows(lines);
  return csvTable(lines);
}

function jsonTable(lines: readonly string[], text: string): Table {
  const rows: Row[] = [];
  const problems: Problem[] = [];
  const headings: Partial<Record<Column, string>> = {};
  const add = (value: unknown, line: number) => {
    if (typeof value !== 'object' || value === null || Array.isArray(value)) {
      problems.push({ line, problem: 'it is not a JSON object' });
      return;
    }
    const cells: Partial<Record<Column, string>> = {};
    for (const [heading, field] of Object.entries(value)) {
      const column = columnNamed(heading);
      if (column === undefined || cells[column] !== undefined) continue;
      headings[column] ??= heading;
      cells[column] = field === null ? '-' : String(field);
    }
    rows.push({ line, cells });
  };
  const whole = text.trim().startsWith('[') ? parsed(text) : undefined;
  if (Array.isArray(whole?.value)) {
    const assumptions = ['The file is one JSON array; problems are named by place in it.'];
    for (const [place, value] of whole.value.entries()) add(value, place + 1);
    return { format: 'jsonl', rows, problems, assumptions, headings, rebalances: 0 };
  }
  for (const [place, line] of lines.entries()) {
    if (line.trim() === '') continue;
    const value = parsed(line);
    if (value === undefined) problems.push({ line: place + 1, problem: 'it is not valid JSON' });
    else add(value.value, place + 1);
  }
  return { format: 'jsonl', rows, problems, assumptions: [], headings, rebalances: 0 };
}

function parsed(text: string): { readonly value: unknown } | undefined {
  try {
    return { value: JSON.parse(text) };
  } catch {
    return undefined;
  }
}

const inOrder: readonly Column[] = [
  'timestamp',
  'group',
  'topic',
  'partition',
  'committed',
  'logEnd',
];

function csvTable(lines: readonly string[]): Table {
  const rows: Row[] = [];
  const problems: Problem[] = [];
  const assumptions: string[] = [];
  const headings: Partial<Record<Column, string>> = {};
  const used = lines
    .map((text, place) => ({ line: place + 1, text }))
    .filter(({ text }) => text.trim() !== '' && !text.trimStart().startsWith('#'));
  const [header] = used;
  if (header === undefined) {
    return { format: 'csv', rows, problems, assumptions, headings, rebalances: 0 };
  }
  const separator = separatorOf(header.text);
  const names = fieldsOf(header.text, separator) ?? [];
  let columns = names.map((name) => columnNamed(name));
  const headless = columns.every((column) => column === undefined);
  if (headless) {
    if (names.length !== inOrder.length) {
      const problem = `it should name the columns, and knows none: ${legible(header.text)}`;
      return {
        format: 'csv',
        rows,
        problems: [{ line: header.line, problem }],
        assumptions,
        headings,
        rebalances: 0,
      };
    }
    columns = [...inOrder];
    assumptions.push(
      'The file does not name its columns: they are taken as timestamp, group, topic, partition, committed offset, log end offset.',
    );
  }
  for (const [place, column] of columns.entries()) {
    if (column === undefined) continue;
    // Of two columns that mean the same the first counts.
    if (headings[column] !== undefined) columns[place] = undefined;
    else headings[column] = headless ? column : (names[place] as string);
  }
  for (const { line, text } of headless ? used : used.slice(1)) {
    const fields = fieldsOf(text, separator);
    if (fields === undefined) {
      problems.push({ line, problem: 'a quotation mark is not closed' });
    } else if (fields.length !== columns.length) {
      const problem = `it has ${fields.length} fields, and there are ${columns.length} columns`;
      problems.push({ line, problem });
    } else if (!headless && fields.every((field, place) => field === names[place])) {
      assumptions.push(`Line ${line} repeats the names of the columns, and is passed over.`);
    } else {
      const cells: Partial<Record<Column, string>> = {};
      for (const [place, column] of columns.entries()) {
        if (column !== undefined) cells[column] = fields[place] as string;
      }
      rows.push({ line, cells });
    }
  }
  return { format: 'csv', rows, problems, assumptions, headings, rebalances: 0 };
}

function separatorOf(header: string): string {
  const counts = [',', ';', '\t', '|'].map((separator) => ({
    separator,
    count: header.split(separator).length,
  }));
  return counts.sort((a, b) => b.count - a.count)[0]?.separator ?? ',';
}

/** Fields as RFC 4180 has them; undefined where a quotation mark is not closed. */
function fieldsOf(line: string, separator: string): string[] | undefined {
  const fields: string[] = [];
  let field = '';
  let quoted = false;
  for (let at = 0; at < line.length; at++) {
    const character = line[at] as string;
    if (quoted) {
      if (character !== '"') field += character;
      else if (line[at + 1] === '"') field += line[++at];
      else quoted = false;
    } else if (character === '"' && field.trim() === '') {
      field = '';
      quoted = true;
    } else if (character === separator) {
      fields.push(field.trim());
      field = '';
    } else field += character;
  }
  return quoted ? undefined : [...fields, field.trim()];
}

/** As much of a line as can be shown. */
function legible(line: string): string {
  const shown = line.replace(/[^\p{L}\p{N}\p{P}\p{S} ]/gu, '?');
  return shown.length <= 60 ? shown : `${shown.slice(0, 60)}…`;
}
