/** The rows of a file as counts of requests and failures over time. */
import { InputError } from '../../lab/input-error.ts';
import { counted } from '../../words/numbers.ts';
import { shown } from '../../words/shown.ts';
import { timesFrom } from '../input/clock.ts';
import { leftOut } from '../input/left-out.ts';
import { columnNamed, usualTimes } from '../input/named-columns.ts';
import { type DecimalMark, decimalMarkOf, numberFrom } from '../input/numbers.ts';
import type { RecordRow, Records } from '../input/records.ts';
import type { Understood } from '../input/understood.ts';

export interface ColumnOptions {
  /** As the user named them. */
  readonly time?: string | undefined;
  readonly errors?: string | undefined;
  readonly good?: string | undefined;
  readonly total?: string | undefined;
  /** Counters that only grow: what counts is by how much. */
  readonly isCumulative: boolean;
  readonly decimal?: DecimalMark | undefined;
}

export interface Slot {
  /** Since 1970, or since the start of the file. */
  readonly atMs: number;
  readonly failed: number;
  readonly requests: number;
  readonly line: number;
}

export interface ErrorCounts {
  /** In the order of their times. */
  readonly slots: readonly Slot[];
  readonly understood: Understood;
  /** What had to be assumed or left out, in sentences. */
  readonly remarks: readonly string[];
}

const usualErrors = [
  ...[
    'errors',
    'error',
    'failed',
    'failures',
    'failure',
    'bad',
    '5xx',
    'error_count',
    'errors_total',
  ],
  ...['failed_requests', 'http_5xx', 'bad_events', 'status_5xx'],
];
const usualGood = ['good', 'success', 'successes', 'ok', 'succeeded', 'good_events', '2xx'];
const usualTotals = [
  ...['total', 'requests', 'count', 'all', 'events', 'hits', 'requests_total', 'request_count'],
  ...['total_requests', 'total_events', 'invocations'],
];

interface Column {
  readonly place: number;
  readonly name: string;
}

/** Throws InputError if there is no row with a time, failures and requests. O(n log n). */
export function errorCountsFrom(records: Records, options: ColumnOptions): ErrorCounts {
  const columns = columnsOf(records.names, options);
  const { time, numbers } = columns;
  const marks = decimalMarkOf(cellsOf(records.rows, numbers), {
    ...(records.delimiter === undefined ? {} : { delimiter: records.delimiter }),
    said: options.decimal,
  });
  const times = timesFrom(
    records.rows.map(({ cells, line }) => ({ text: cells[time.place] ?? '', line })),
    { heading: time.name },
  );
  const left = [...records.unread];
  const rows = records.rows.flatMap((row, place): Slot[] => {
    const atMs = times.ms[place];
    const counts = countsOf(row, columns, marks);
    if (atMs !== undefined && counts !== undefined) return [{ atMs, ...counts, line: row.line }];
    left.push(row.line);
    return [];
  });
  const late = rows.filter(({ atMs }, place) => atMs < (rows[place - 1]?.atMs ?? atMs)).length;
  rows.sort((one, other) => one.atMs - other.atMs || one.line - other.line);
  const { slots, resets } = options.isCumulative
    ? growthOf(rows)
    : { slots: merged(rows), resets: 0 };
  if (slots.length === 0) {
    throw new InputError(
      options.isCumulative
        ? 'Counters need two rows with a time, failures and requests, to tell by how much they grew.'
        : 'No row of it has a time, failures and requests, with no more failures than requests.',
    );
  }
  return {
    slots,
    understood: {
      format: records.format,
      facts: [
        { name: 'time', value: `${shown(time.name, 60)}: ${times.understood}` },
        ...columns.said.map((value) => ({ name: 'counts', value })),
        {
          name: 'rows',
          value: options.isCumulative
            ? 'counters, of which the growth counts'
            : 'counts up to the time of the row',
        },
      ],
    },
    remarks: [
      ...times.assumptions,
      ...(left.length === 0 ? [] : [leftOut(left, 'a time or counts that can be')]),
      ...(late === 0 ? [] : [`${counted(late, 'row')} out of order: sorted by time.`]),
      ...(resets === 0
        ? []
        : [`${counted(resets, 'restart')} of a counter: its new value counts as growth.`]),
      ...(options.isCumulative || !seemsCumulative(slots)
        ? []
        : ['Neither column ever falls: if they are counters, say --cumulative.']),
    ],
  };
}

interface Columns {
  readonly time: Column;
  readonly errors: Column | undefined;
  readonly good: Column | undefined;
  readonly total: Column | undefined;
  readonly numbers: readonly Column[];
  readonly said: readonly string[];
}

/** Two of failures, good requests and all of them. Throws InputError. */
function columnsOf(names: readonly string[], options: ColumnOptions): Columns {
  const find = (option: string, wanted: string | undefined, usual: readonly string[]) => {
    const place = columnNamed(option, wanted, names, usual);
    return place === undefined ? undefined : { place, name: names[place] ?? '' };
  };
  const time = find('--time', options.time, usualTimes);
  const there = `There are ${names.map((name) => shown(name, 60)).join(', ')}.`;
  if (time === undefined)
    throw new InputError(`No column is a time by its name: say which with --time. ${there}`);
  const errors = find('--errors', options.errors, usualErrors);
  const total = find('--total', options.total, usualTotals);
  // What the user names is taken; good requests are looked for only if something is missing.
  const isEnough = errors !== undefined && total !== undefined && options.good === undefined;
  const good = isEnough ? undefined : find('--good', options.good, usualGood);
  const numbers = [errors, good, total].filter((column) => column !== undefined);
  if (numbers.length < 2) {
    throw new InputError(
      `It needs two of failures, good requests and all requests: say which with --errors, --good, --total. ${there}`,
    );
  }
  const said = [
    ...(errors === undefined ? [] : [`failed: ${shown(errors.name, 60)}`]),
    ...(good === undefined ? [] : [`good: ${shown(good.name, 60)}`]),
    ...(total === undefined ? [] : [`all: ${shown(total.name, 60)}`]),
  ];
  return { time, errors, good, total, numbers, said };
}

function* cellsOf(rows: readonly RecordRow[], columns: readonly Column[]) {
  for (const { cells, line } of rows)
    for (const { place } of columns) yield { text: cells[place] ?? '', line };
}

function countsOf(
  { cells }: RecordRow,
  { errors, good, total }: Columns,
  decimal: DecimalMark,
): { readonly failed: number; readonly requests: number } | undefined {
  const read = (column: Column | undefined) =>
    column === undefined ? undefined : numberFrom(cells[column.place] ?? '', decimal);
  const [bad, fine, all] = [read(errors), read(good), read(total)];
  const requests = total === undefined ? sumOf(bad, fine) : all;
  const failed = errors === undefined ? sumOf(requests, fine, -1) : bad;
  if (requests === undefined || failed === undefined) return undefined;
  const isCount = Number.isFinite(requests) && failed >= 0 && failed <= requests * (1 + 1e-9);
  return isCount ? { failed, requests } : undefined;
}

const sumOf = (one: number | undefined, other: number | undefined, sign = 1): number | undefined =>
  one === undefined || other === undefined ? undefined : one + sign * other;

/** Rows of one time are of several series: they add up. */
function merged(rows: readonly Slot[]): Slot[] {
  const slots: Slot[] = [];
  for (const row of rows) {
    const last = slots.at(-1);
    if (last?.atMs !== row.atMs) slots.push(row);
    else {
      const [failed, requests] = [last.failed + row.failed, last.requests + row.requests];
      slots[slots.length - 1] = { ...last, failed, requests };
    }
  }
  return slots;
}

function growthOf(rows: readonly Slot[]): { slots: Slot[]; resets: number } {
  let resets = 0;
  const slots = merged(rows).flatMap((row, place, all): Slot[] => {
    const before = all[place - 1];
    if (before === undefined) return [];
    const hasRestarted = row.requests < before.requests || row.failed < before.failed;
    if (hasRestarted) {
      resets += 1;
      return [row];
    }
    const requests = row.requests - before.requests;
    return [{ ...row, requests, failed: Math.min(requests, row.failed - before.failed) }];
  });
  return { slots, resets };
}

const seemsCumulative = (slots: readonly Slot[]): boolean =>
  slots.length >= 5 &&
  slots.every(({ requests, failed }, place) => {
    const before = slots[place - 1];
    return before === undefined || (requests > before.requests && failed >= before.failed);
  });
