/** The times of a table's rows: one column, a date and a time of day, or a place in order. */
import { InputError } from '../../lab/input-error.ts';
import { quoted } from '../../words/shown.ts';
import { type ReadTimes, type TimeCell, timesFrom } from '../input/clock.ts';
import { type DecimalMark, numberFrom } from '../input/numbers.ts';
import { timeFrom } from '../input/times.ts';
import { type Column, isLong } from './columns.ts';
import type { Table } from './table.ts';

export interface TimesOfRows {
  readonly times: readonly number[] | undefined;
  /** In a few words, with what was assumed. */
  readonly understood: string | undefined;
}

/** Throws InputError, naming the line, for a cell that is not a time. */
export function timesOfRows(
  { rows }: Table,
  columns: readonly Column[],
  decimal: DecimalMark,
): TimesOfRows {
  const order = columns.find(({ role }) => role === 'order');
  const own = columns.filter(({ role }) => role === 'time');
  if (own.length === 0) {
    if (order === undefined) return { times: undefined, understood: undefined };
    const times = rows.map(({ cells, line }) => {
      const text = cells[order.place] ?? '';
      const value = numberFrom(text, decimal);
      if (value !== undefined) return value;
      throw new InputError(`line ${line}: ${quoted(text)} is not a place in order.`);
    });
    return { times, understood: 'places in order' };
  }
  const isDate = ({ heading }: Column) => /^date$/i.test(heading);
  // A date and a time of day may stand in two columns.
  const parts =
    own.length === 2 ? [...own].sort((a, b) => +isDate(b) - +isDate(a)) : own.slice(0, 1);
  const cells = rows.map((row) => ({
    text: parts.map(({ place }) => row.cells[place] ?? '').join(' '),
    line: row.line,
  }));
  const { ms, assumptions, understood } = isLong(columns)
    ? timesOfSeries(cells, parts[0]?.heading)
    : timesFrom(cells, { heading: parts[0]?.heading });
  const times = ms.map((time, place) => {
    if (time !== undefined) return time;
    const { text = '', line = 0 } = cells[place] ?? {};
    throw new InputError(`line ${line}: ${quoted(text)} is not a time.`);
  });
  return { times, understood: [understood, ...assumptions].join('. ') };
}

/**
 * In a long table one series follows another, so a time that goes back is not the end of daylight saving
 * time: local times are taken as they stand.
 */
function timesOfSeries(cells: readonly TimeCell[], heading: string | undefined): ReadTimes {
  const found = cells.map(({ text }) => timeFrom(text));
  if (!found.every((time) => time === undefined || time.kind === 'local')) {
    return timesFrom(cells, { heading });
  }
  return {
    ms: found.map((time) => (time?.kind === 'local' ? time.ms : undefined)),
    assumptions: [],
    understood: 'local time without a zone',
  };
}
