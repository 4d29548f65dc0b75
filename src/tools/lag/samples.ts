/** From rows of text to samples of lag, each row checked; what fails is named and counted. */

import { type Sample, seriesKey } from '../../../sims/kafka/lag/sample.ts';
import { InputError } from '../../lab/input-error.ts';
import { quoted, shown } from '../../words/shown.ts';
import { type TimeCell, timesFrom } from '../input/clock.ts';
import type { Encoding } from '../input/decoder.ts';
import { type Delimiter, delimiterNames } from '../input/delimited.ts';
import { type DecimalMark, decided, NotationEvidence, numberFrom } from '../input/numbers.ts';
import type { Fact, Understood } from '../input/understood.ts';
import { statusNamed } from './burrow.ts';
import type { Column } from './columns.ts';
import { type Cells, type Format, formatNames, type Problem, type Row, type Table } from './row.ts';

export interface OwnSample extends Sample {
  /** Its line in the file, from 1. */
  readonly line: number;
}

export interface Samples {
  readonly format: Format;
  readonly understood: Understood;
  /** In order of time. */
  readonly samples: readonly OwnSample[];
  /** Rows that were left out, each with its reason. */
  readonly problems: readonly Problem[];
  /** Rows that are used, though something about them is odd. */
  readonly oddities: readonly Problem[];
  readonly assumptions: readonly string[];
  /** How many rows there were, good and bad. */
  readonly rows: number;
  /** Whether it names the columns of a table. */
  readonly hasHeader: boolean;
  readonly rebalances: number;
  /** Whether the file tells the time; if not, a second stands for the step from snapshot to snapshot. */
  readonly isTimed: boolean;
}

export interface ReadOptions {
  /** How far samples are apart if the file does not tell the time. */
  readonly everyMs?: number | undefined;
  /** What the user says of the numbers. */
  readonly decimal?: DecimalMark | undefined;
}

interface TableOptions extends ReadOptions {
  readonly encoding: Encoding;
}

/** Nothing to read at all gives no samples, and problems that say why. Throws InputError. */
export function samplesFrom(table: Table, options: TableOptions): Samples {
  const problems = [...table.problems];
  const oddities: Problem[] = [];
  const assumptions = [...table.assumptions];
  const { everyMs } = options;
  const about = {
    format: table.format,
    rows: table.rows.length + table.problems.filter(({ isOfTable }) => !isOfTable).length,
    hasHeader: Object.keys(table.headings).length > 0,
    rebalances: table.rebalances,
    isTimed: table.headings.timestamp !== undefined || everyMs !== undefined,
  };
  const missing = missingColumns(table);
  if (missing.length > 0) {
    problems.push({
      line: 1,
      problem: `there is no column for ${missing.join(', ')}`,
      isOfTable: true,
    });
    const understood = understoodOf(table, options, undefined, undefined);
    return { ...about, understood, problems, samples: [], oddities, assumptions };
  }
  if (table.headings.group === undefined && table.rows.length > 0) {
    assumptions.push('No column names a group: all rows are taken to be of one.');
  }
  if (isLagAlone(table)) {
    assumptions.push(
      'Only the lag is known, no offsets: a consumer that stands still and one that is too slow look alike.',
    );
  }
  const decimal = decimalOf(table, options);
  const times = timesOf(table, assumptions, everyMs);
  const read: OwnSample[] = [];
  for (const [place, row] of table.rows.entries()) {
    const sample = sampleFrom(row, times.of(place), decimal, oddities);
    if ('problem' in sample) problems.push(sample);
    else read.push(sample);
  }
  const samples = withoutDoubles(read, problems);
  if (isOutOfOrder(samples) && table.format !== 'burrow') {
    assumptions.push('The rows are not in order of time, and were sorted.');
  }
  problems.sort((a, b) => a.line - b.line);
  const understood = understoodOf(table, options, times.understood, decimal);
  return { ...about, understood, problems, samples: sortedByTime(samples), oddities, assumptions };
}

const has = ({ headings }: Table, column: Column) => headings[column] !== undefined;

function missingColumns(table: Table): string[] {
  if (table.rows.length === 0) return [];
  return [
    ...(has(table, 'topic') ? [] : ['the topic']),
    ...(has(table, 'partition') ? [] : ['the partition']),
    ...(has(table, 'lag') || has(table, 'committed') ? [] : ['the committed offset']),
    ...(has(table, 'lag') || has(table, 'logEnd') ? [] : ['the log end offset']),
  ];
}

const isLagAlone = (table: Table): boolean =>
  table.rows.length > 0 && !has(table, 'committed') && !has(table, 'logEnd');

const offsets: readonly Column[] = ['committed', 'logEnd', 'lag'];

/** All offsets of a file are written by one hand: they are one column of evidence. */
function decimalOf(table: Table, { decimal }: ReadOptions): DecimalMark {
  if (table.isMachineWritten) return 'point';
  const evidence = new NotationEvidence(true);
  for (const { line, cells } of table.rows) {
    for (const column of offsets) {
      const text = cells[column];
      if (text !== undefined) evidence.see({ text, line });
    }
  }
  const names = offsets.flatMap((column) => table.headings[column] ?? []);
  const { delimiter } = table;
  return decided(evidence, {
    ...{ said: decimal, isWhole: true, name: names.join(', ') },
    ...(delimiter === undefined ? {} : { delimiter }),
  });
}

interface Times {
  /** In ms, or what is wrong with it. */
  readonly of: (place: number) => number | string;
  readonly understood: string;
}

function timesOf(table: Table, assumptions: string[], everyMs: number | undefined): Times {
  const { rows, headings } = table;
  if (headings.timestamp === undefined && headings.date === undefined) {
    return countedTimes(rows, assumptions, everyMs);
  }
  const cells = rows.map(({ cells: own, line }): TimeCell => ({ text: timeText(own), line }));
  const read = timesFrom(cells, {
    heading: headings.timestamp ?? headings.date,
    seriesOf: (place) => keyOf(rows[place]?.cells ?? {}),
  });
  assumptions.push(...read.assumptions);
  const exact = rows.some(({ atMs }) => atMs !== undefined);
  return {
    of: (place) => {
      const atMs = rows[place]?.atMs ?? read.ms[place];
      if (atMs !== undefined && Number.isFinite(atMs)) return atMs;
      const text = cells[place]?.text ?? '';
      return text === '' ? 'it tells no time' : `${quoted(text)} is not a time`;
    },
    understood: exact ? 'exact' : read.understood,
  };
}

/** A date and a time of day in two columns are one time. */
function timeText({ date, timestamp }: Cells): string {
  if (date === undefined) return (timestamp ?? '').trim();
  if (timestamp === undefined) return date.trim();
  return /^\s*\d{1,2}:\d{2}/.test(timestamp) ? `${date.trim()} ${timestamp.trim()}` : timestamp;
}

/** Without times: the n-th row of a partition belongs to the n-th snapshot. */
function countedTimes(
  rows: readonly Row[],
  assumptions: string[],
  everyMs: number | undefined,
): Times {
  const seen = new Map<string, number>();
  assumptions.push(
    everyMs === undefined
      ? 'No time is told: snapshots are taken to be equally far apart, and rates are for each snapshot (say --every 30s to have them a second).'
      : `No time is told: snapshots are taken to be ${everyMs / 1000} s apart, as was said.`,
  );
  const snapshots = rows.map(({ cells }) => {
    const snapshot = seen.get(keyOf(cells)) ?? 0;
    seen.set(keyOf(cells), snapshot + 1);
    return snapshot;
  });
  return {
    of: (place) => (snapshots[place] ?? 0) * (everyMs ?? 1000),
    understood: 'none: snapshots are counted',
  };
}

const keyOf = ({ group, topic, partition }: Cells): string => `${group}\n${topic}\n${partition}`;

const none = /^(-|-1|n\/?a|null|none|nan|unknown|undefined|)$/i;

/** A whole number from 0; undefined for none; or what is wrong with it. */
function offsetOf(
  cell: string | undefined,
  what: string,
  decimal: DecimalMark,
): number | undefined | string {
  if (cell === undefined || none.test(cell.trim())) return undefined;
  const value = numberFrom(cell, decimal);
  if (value === undefined || !Number.isInteger(value) || value < 0) {
    return `the ${what} ${quoted(cell)} is not a whole number of at least 0`;
  }
  return Number.isSafeInteger(value) ? value : `the ${what} ${shown(cell, 60)} is too large`;
}

function sampleFrom(
  row: Row,
  atMs: number | string,
  decimal: DecimalMark,
  oddities: Problem[],
): OwnSample | Problem {
  const { line, cells } = row;
  const bad = (problem: string): Problem => ({ line, problem });
  const topic = cells.topic?.trim() ?? '';
  if (none.test(topic)) return bad('it names no topic');
  const partition = offsetOf(cells.partition, 'partition', decimal);
  if (typeof partition === 'string') return bad(partition);
  if (partition === undefined) return bad('it names no partition');
  let committed = offsetOf(cells.committed, 'committed offset', decimal);
  if (typeof committed === 'string') return bad(committed);
  let logEnd = offsetOf(cells.logEnd, 'log end offset', decimal);
  if (typeof logEnd === 'string') return bad(logEnd);
  // A client that has read ahead of what the broker last told has a negative lag: none.
  const lag = offsetOf(cells.lag?.replace(/^\s*-\d+\s*$/, ''), 'lag', decimal);
  if (typeof lag === 'string') return bad(lag);
  if (lag !== undefined) {
    if (cells.committed === undefined && logEnd !== undefined) committed = logEnd - lag;
    else if (cells.logEnd === undefined && committed !== undefined) logEnd = committed + lag;
    else if (
      committed !== undefined &&
      logEnd !== undefined &&
      lag !== Math.max(0, logEnd - committed)
    ) {
      oddities.push({ line, problem: `its lag of ${lag} is not ${logEnd} - ${committed}` });
    }
  }
  const isNothing = committed === undefined && logEnd === undefined && lag === undefined;
  if (isNothing) return bad('it has no offset at all');
  if (committed !== undefined && committed < 0) {
    return bad('its lag is larger than its log end offset');
  }
  if (typeof atMs === 'string') return bad(atMs);
  if (committed !== undefined && logEnd !== undefined && committed > logEnd) {
    oddities.push({
      line,
      problem: `it is committed beyond the log end (${committed} > ${logEnd}): lag 0`,
    });
  }
  const group = cells.group?.trim() || '(unnamed)';
  const stated = cells.status === undefined ? undefined : statusNamed(cells.status);
  const owner = ownerOf(cells);
  return { line, atMs, group, topic, partition, committed, logEnd, lag, owner, stated };
}

function ownerOf(cells: Cells): string | null | undefined {
  const named = cells.consumer ?? cells.client;
  if (named === undefined) return undefined;
  return none.test(named.trim()) ? null : named;
}

/** Of two rows about the same partition at the same time the later stands. */
function withoutDoubles(samples: readonly OwnSample[], problems: Problem[]): OwnSample[] {
  const series = new Map<string, Map<number, OwnSample>>();
  const dropped = new Set<OwnSample>();
  for (const sample of samples) {
    const key = seriesKey(sample);
    const byTime = series.get(key) ?? new Map<number, OwnSample>();
    series.set(key, byTime);
    const earlier = byTime.get(sample.atMs);
    byTime.set(sample.atMs, sample);
    if (earlier === undefined) continue;
    dropped.add(earlier);
    const isSame =
      earlier.committed === sample.committed &&
      earlier.logEnd === sample.logEnd &&
      earlier.lag === sample.lag;
    problems.push({
      line: earlier.line,
      problem: `${isSame ? 'it is repeated' : 'it is contradicted, for the same time,'} by line ${sample.line}`,
    });
  }
  return dropped.size === 0 ? [...samples] : samples.filter((sample) => !dropped.has(sample));
}

function isOutOfOrder(samples: readonly OwnSample[]): boolean {
  const lastMs = new Map<string, number>();
  return samples.some((sample) => {
    const key = seriesKey(sample);
    const isLate = sample.atMs < (lastMs.get(key) ?? Number.NEGATIVE_INFINITY);
    lastMs.set(key, sample.atMs);
    return isLate;
  });
}

const sortedByTime = (samples: readonly OwnSample[]): OwnSample[] =>
  [...samples].sort((a, b) => a.atMs - b.atMs || a.line - b.line);

const markNames: Readonly<Record<DecimalMark, string>> = {
  point: 'decimal point (10,000 is ten thousand)',
  comma: 'decimal comma (10.000 is ten thousand)',
};

function understoodOf(
  { format, headings, delimiter, isMachineWritten }: Table,
  { encoding }: TableOptions,
  times: string | undefined,
  decimal: DecimalMark | undefined,
): Understood {
  const separated =
    delimiter === undefined || format === 'table' ? [] : [delimiterNames[delimiter as Delimiter]];
  const columns = Object.entries(columnNames).flatMap(([column, name]) => {
    const heading = headings[column as Column];
    if (heading === undefined || column === 'status') return [];
    const own = shown(heading, 40);
    return [own === column || own === name ? name : `${name} (${own})`];
  });
  const facts: Fact[] = [];
  if (columns.length > 0) facts.push({ name: 'columns', value: columns.join(', ') });
  if (times !== undefined) facts.push({ name: 'times', value: times });
  if (decimal !== undefined && !isMachineWritten) {
    facts.push({ name: 'numbers', value: markNames[decimal] });
  }
  return { format: [formatNames[format], encoding, ...separated].join(', '), facts };
}

const columnNames: Readonly<Record<Column, string>> = {
  timestamp: 'time',
  date: 'date',
  group: 'group',
  topic: 'topic',
  partition: 'partition',
  committed: 'committed offset',
  logEnd: 'log end offset',
  lag: 'lag',
  consumer: 'consumer',
  host: 'host',
  client: 'client',
  status: 'status',
};

/** Why there is nothing to judge. `name` is what the user calls the input. */
export function nothingToJudge(name: string, read: Samples): InputError {
  const why = whyNothing(read);
  return new InputError(
    `"${shown(name)}" holds no samples of lag: ${why}. Needed are columns such as timestamp, group, topic, partition, committed_offset, log_end_offset: see "lag --help" for what is read.`,
  );
}

function whyNothing({ problems, rows, hasHeader }: Samples): string {
  const first = problems.find(({ isOfTable }) => isOfTable) ?? problems[0];
  if (first === undefined) {
    return hasHeader
      ? 'it names its columns, and no row follows'
      : 'no line of it begins a table or a sample that is known';
  }
  const where = `line ${first.line}: ${first.problem}`;
  if (first.isOfTable || rows === 0) return where;
  return `${rows === 1 ? 'its only row cannot' : `none of its ${rows} rows can`} be used; ${where}`;
}
