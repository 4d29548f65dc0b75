/** From rows of text to samples of lag, each row checked; what fails is named and counted. */
import { type Column, unitOf } from './columns.ts';
import type { Problem, Row, Table } from './row.ts';
import { tableFrom } from './table.ts';
import { epochUnitMs, type FoundTime, timeOf } from './timestamp.ts';

/** What a group had committed for a partition, and where its log ended, at one time. */
export interface Sample {
  readonly line: number;
  readonly atMs: number;
  readonly group: string;
  readonly topic: string;
  readonly partition: number;
  /** Undefined where the group has committed nothing. */
  readonly committed: number | undefined;
  /** Undefined where the partition had no leader to ask. */
  readonly logEnd: number | undefined;
  /** Who reads the partition; null for nobody; undefined where the file does not say. */
  readonly owner: string | null | undefined;
}

export interface Samples {
  readonly format: Table['format'];
  readonly samples: readonly Sample[];
  /** Rows that were left out, each with its reason. */
  readonly problems: readonly Problem[];
  /** Rows that are used, though something about them is odd. */
  readonly oddities: readonly Problem[];
  readonly assumptions: readonly string[];
  /** How many rows there were, good and bad. */
  readonly rows: number;
  readonly rebalances: number;
  /** Whether the file tells the time; if not, a second stands for the step from snapshot to snapshot. */
  readonly isTimed: boolean;
}

export interface ReadOptions {
  /** How far samples are apart where the file does not tell the time. */
  readonly everyMs?: number | undefined;
}

/** Nothing to read at all gives no samples, and problems that say why. */
export function samplesFrom(text: string, { everyMs }: ReadOptions = {}): Samples {
  const table = tableFrom(text);
  const problems = [...table.problems];
  const oddities: Problem[] = [];
  const assumptions = [...table.assumptions];
  const missing = missingColumns(table);
  if (table.rows.length > 0 && missing.length > 0) {
    problems.push({
      line: 1,
      problem: `there is no column for ${missing.join(', ')}`,
    });
    return { ...about(table, problems, everyMs), samples: [], oddities, assumptions };
  }
  if (table.headings.group === undefined && table.rows.length > 0) {
    assumptions.push('No column names a group: all rows are taken to be of one.');
  }
  const clock = clockFor(table, assumptions, everyMs);
  const read: Sample[] = [];
  for (const row of table.rows) {
    const sample = sampleFrom(row, clock, oddities);
    if ('problem' in sample) problems.push(sample);
    else read.push(sample);
  }
  const samples = withoutDoubles(read, problems);
  if (isOutOfOrder(samples))
    assumptions.push('The rows are not in order of time, and were sorted.');
  problems.sort((a, b) => a.line - b.line);
  return {
    ...about(table, problems, everyMs),
    samples: sortedByTime(samples),
    oddities,
    assumptions,
  };
}

function about(table: Table, problems: Problem[], everyMs: number | undefined) {
  const { format, rows, problems: unread, rebalances, headings } = table;
  const isTimed = headings.timestamp !== undefined || everyMs !== undefined;
  return { format, problems, rows: rows.length + unread.length, rebalances, isTimed };
}

function missingColumns({ rows, headings }: Table): string[] {
  if (rows.length === 0) return [];
  const has = (column: Column) => headings[column] !== undefined;
  return [
    ...(has('topic') ? [] : ['the topic']),
    ...(has('partition') ? [] : ['the partition']),
    ...(has('committed') || (has('lag') && has('logEnd')) ? [] : ['the committed offset']),
    ...(has('logEnd') || (has('lag') && has('committed')) ? [] : ['the log end offset']),
  ];
}

/** Tells the time of a row, in ms, or what is wrong with it. */
type Clock = (row: Row) => number | string;

function clockFor(table: Table, assumptions: string[], everyMs: number | undefined): Clock {
  const heading = table.headings.timestamp;
  if (heading === undefined) return countingClock(assumptions, everyMs);
  const largest = table.rows.reduce((most, { cells }) => {
    return Math.max(most, Math.abs(Number(cells.timestamp)) || 0);
  }, 0);
  const unit = unitOf(heading);
  if (largest > 0 && unit === undefined && largest < 1e9) {
    assumptions.push('Times are small numbers, and are taken as seconds.');
  }
  // A whole column of numbers is in one unit, which its largest tells.
  const scale = unit ?? epochUnitMs(largest);
  let days = 0;
  let lastOfDayMs = 0;
  let saidZone = false;
  return ({ cells: { timestamp } }) => {
    if (timestamp === undefined || timestamp === '') return 'it tells no time';
    if (/^-?\d+(\.\d+)?$/.test(timestamp)) return Number(timestamp) * scale;
    const found: FoundTime | undefined =
      table.format === 'describe' ? timeInLine(timestamp) : timeOf(timestamp);
    if (found === undefined) return `"${timestamp}" is not a time`;
    if (found.unknownZone !== undefined && !saidZone) {
      saidZone = true;
      assumptions.push(
        `The time zone ${found.unknownZone} is not known here: times are taken as UTC, which changes no distance.`,
      );
    }
    if (!found.timeOfDay) return found.ms;
    // A time of day that is much earlier than the last one is of the next day.
    if (found.ms < lastOfDayMs - 12 * 3_600_000) days += 1;
    lastOfDayMs = found.ms;
    return days * 86_400_000 + found.ms;
  };
}

const timeInLine = (text: string) => timeOf(text.replace(/[^\w\s:.,+-]/g, ' ')) ?? timeOf(text);

/** Without times: the n-th row of a partition belongs to the n-th snapshot. */
function countingClock(assumptions: string[], everyMs: number | undefined): Clock {
  const seen = new Map<string, number>();
  assumptions.push(
    everyMs === undefined
      ? 'No time is told: snapshots are taken to be equally far apart, and rates are for each snapshot (say --every 30s to have them a second).'
      : `No time is told: snapshots are taken to be ${everyMs / 1000} s apart, as was said.`,
  );
  return ({ cells }) => {
    const key = `${cells.group}\n${cells.topic}\n${cells.partition}`;
    const snapshot = seen.get(key) ?? 0;
    seen.set(key, snapshot + 1);
    return snapshot * (everyMs ?? 1000);
  };
}

const none = /^(-|-1|n\/?a|null|none|nan|unknown|undefined|)$/i;

/** An offset; undefined for none; or what is wrong with it. */
function offsetOf(cell: string | undefined, what: string): number | undefined | string {
  if (cell === undefined || none.test(cell.trim())) return undefined;
  const text = cell.trim().replace(/^\+|\.0+$/g, '');
  if (!/^\d+$/.test(text)) return `the ${what} "${cell}" is not a whole number of at least 0`;
  const value = Number(text);
  return Number.isSafeInteger(value) ? value : `the ${what} ${cell} is too large`;
}

function sampleFrom(row: Row, clock: Clock, oddities: Problem[]): Sample | Problem {
  const { line, cells } = row;
  const bad = (problem: string): Problem => ({ line, problem });
  const topic = cells.topic?.trim() ?? '';
  if (none.test(topic)) return bad('it names no topic');
  const partition = offsetOf(cells.partition, 'partition');
  if (typeof partition === 'string') return bad(partition);
  if (partition === undefined) return bad('it names no partition');
  let committed = offsetOf(cells.committed, 'committed offset');
  if (typeof committed === 'string') return bad(committed);
  let logEnd = offsetOf(cells.logEnd, 'log end offset');
  if (typeof logEnd === 'string') return bad(logEnd);
  const lag = offsetOf(cells.lag?.replace(/^-\d+$/, ''), 'lag');
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
  if (committed === undefined && logEnd === undefined) return bad('it has no offset at all');
  if (committed !== undefined && committed < 0)
    return bad('its lag is larger than its log end offset');
  const atMs = clock(row);
  if (typeof atMs === 'string') return bad(atMs);
  if (committed !== undefined && logEnd !== undefined && committed > logEnd) {
    oddities.push({
      line,
      problem: `it is committed beyond the log end (${committed} > ${logEnd}): lag 0`,
    });
  }
  const group = cells.group?.trim() || '(unnamed)';
  return { line, atMs, group, topic, partition, committed, logEnd, owner: ownerOf(cells) };
}

function ownerOf(cells: Row['cells']): string | null | undefined {
  const named = cells.consumer ?? cells.client;
  if (named === undefined) return undefined;
  return none.test(named) ? null : named;
}

/** The partition of a group, as one word. */
export const seriesKey = ({ group, topic, partition }: Sample): string =>
  `${group}\n${topic}\n${partition}`;

/** Of two rows about the same partition at the same time the later stands. */
function withoutDoubles(samples: readonly Sample[], problems: Problem[]): Sample[] {
  const kept = new Map<string, Sample>();
  for (const sample of samples) {
    const key = `${seriesKey(sample)}\n${sample.atMs}`;
    const earlier = kept.get(key);
    kept.set(key, sample);
    if (earlier === undefined) continue;
    const same = earlier.committed === sample.committed && earlier.logEnd === sample.logEnd;
    problems.push({
      line: earlier.line,
      problem: `${same ? 'it is repeated' : 'it is contradicted, for the same time,'} by line ${sample.line}`,
    });
  }
  return [...kept.values()];
}

function isOutOfOrder(samples: readonly Sample[]): boolean {
  const lastMs = new Map<string, number>();
  return [...samples]
    .sort((a, b) => a.line - b.line)
    .some((sample) => {
      const key = seriesKey(sample);
      const late = sample.atMs < (lastMs.get(key) ?? -Infinity);
      lastMs.set(key, sample.atMs);
      return late;
    });
}

const sortedByTime = (samples: readonly Sample[]): Sample[] =>
  [...samples].sort((a, b) => a.atMs - b.atMs || a.line - b.line);
