/**
 * A column of times as milliseconds. A single cell leaves things open that the column tells: the unit of
 * epoch numbers, whether the day or the month stands first, on which day a time of day is, and what a
 * clock without a time zone did when daylight saving time began or ended.
 */
import { must } from '../../kernel/must.ts';
import { InputError } from '../../lab/input-error.ts';
import { quoted } from '../../words/shown.ts';
import { type FoundTime, timeFrom, weekdayOf } from './times.ts';

export interface TimeCell {
  readonly text: string;
  /** Its line in the input, from 1. */
  readonly line: number;
}

export interface ClockOptions {
  /** What the column is called: `timestamp_ms` tells its unit. */
  readonly heading?: string | undefined;
  /** To which series each cell belongs, for files that hold one series after the other. */
  readonly seriesOf?: (place: number) => string;
}

export interface ReadTimes {
  /** In the order of the cells; undefined for a cell that is not a time. */
  readonly ms: readonly (number | undefined)[];
  /** What had to be assumed, in sentences. */
  readonly assumptions: readonly string[];
  /** In a few words: `epoch seconds`, `local time without a zone`. */
  readonly understood: string;
}

const hourMs = 3_600_000;
const dayMs = 24 * hourMs;

/** Throws InputError, naming the line, if the column has two readings. O(cells). */
export function timesFrom(cells: readonly TimeCell[], options: ClockOptions = {}): ReadTimes {
  const assumptions: string[] = [];
  const found = cells.map(({ text }) => timeFrom(text));
  const scale = epochScale(cells, found, options.heading, assumptions);
  const isDayFirst = dayComesFirst(cells, found);
  const zone = found.find((time) => time?.kind === 'instant' && time.zone !== undefined);
  if (zone?.kind === 'instant') {
    assumptions.push(
      `The time zone ${zone.zone} is not known here: times are taken as UTC, which changes no distance.`,
    );
  }
  const read = found.map((time) => msOf(time, scale, isDayFirst));
  const onDays = unrolled(read, found);
  const ms = withoutChanges(onDays, found, { cells, assumptions, seriesOf: options.seriesOf });
  return { ms, assumptions, understood: inWords(found, scale) };
}

function msOf(time: FoundTime | undefined, scale: number, isDayFirst: boolean): number | undefined {
  if (time === undefined) return undefined;
  if (time.kind === 'epoch') return time.value * scale;
  if (time.kind === 'dayOrMonthFirst') return isDayFirst ? time.dayFirstMs : time.monthFirstMs;
  return time.ms;
}

const units = [
  { name: 'seconds', scale: 1000, below: 1e11 },
  { name: 'milliseconds', scale: 1, below: 1e14 },
  { name: 'microseconds', scale: 1e-3, below: 1e17 },
  { name: 'nanoseconds', scale: 1e-6, below: Number.POSITIVE_INFINITY },
] as const;

/** Smaller numbers are no epoch of our days: they count from some start. */
const epochMin = 1e9;

/** How many ms a number of the column counts for: its heading says so, or its size. */
function epochScale(
  cells: readonly TimeCell[],
  found: readonly (FoundTime | undefined)[],
  heading: string | undefined,
  assumptions: string[],
): number {
  const said = heading === undefined ? undefined : unitOfHeading(heading);
  let first: { readonly unit: (typeof units)[number]; readonly cell: TimeCell } | undefined;
  let hasSmall = false;
  for (const [place, time] of found.entries()) {
    if (time?.kind !== 'epoch') continue;
    const size = Math.abs(time.value);
    if (size < epochMin) {
      hasSmall = true;
      continue;
    }
    const unit = must(
      units.find(({ below }) => size < below),
      'unit of the size',
    );
    const cell = must(cells[place], 'cell of a time');
    first ??= { unit, cell };
    if (unit !== first.unit) {
      throw new InputError(
        `Line ${cell.line}: the time ${quoted(cell.text)} is in ${unit.name}, and ${quoted(first.cell.text)} on line ${first.cell.line} in ${first.unit.name}. Bring the column to one unit.`,
      );
    }
  }
  if (said !== undefined) return said;
  if (first !== undefined) return first.unit.scale;
  if (hasSmall) assumptions.push('Times are small numbers, and are taken as seconds.');
  return 1000;
}

function unitOfHeading(heading: string): number | undefined {
  const name = heading.toLowerCase();
  if (/(^|[^a-z])(ms|msec|millis|milliseconds)$/.test(name) || /[a-z]Ms$/.test(heading)) return 1;
  if (/(^|[^a-z])(us|micros|microseconds)$/.test(name)) return 1e-3;
  if (/(^|[^a-z])(ns|nanos|nanoseconds)$/.test(name)) return 1e-6;
  return /(^|[^a-z])(s|sec|secs|seconds)$/.test(name) ? 1000 : undefined;
}

/** `03/04/2026` among others of which one cannot be read the other way. */
function dayComesFirst(
  cells: readonly TimeCell[],
  found: readonly (FoundTime | undefined)[],
): boolean {
  const open = found.flatMap((time, place) =>
    time?.kind === 'dayOrMonthFirst' ? [{ time, cell: must(cells[place], 'cell of a time') }] : [],
  );
  const [first] = open;
  if (first === undefined) return false;
  const dayFirst = open.find(({ time }) => time.monthFirstMs === undefined);
  const monthFirst = open.find(({ time }) => time.dayFirstMs === undefined);
  if (dayFirst !== undefined && monthFirst !== undefined) {
    throw new InputError(
      `Line ${dayFirst.cell.line} has the day first (${quoted(dayFirst.cell.text)}), and line ${monthFirst.cell.line} the month (${quoted(monthFirst.cell.text)}). Write dates as 2026-11-24.`,
    );
  }
  if (dayFirst !== undefined || monthFirst !== undefined) return dayFirst !== undefined;
  // Within one day both readings have the same distances, and those are what counts.
  const isOneDay = new Set(open.map(({ cell }) => cell.text.trim().slice(0, 10))).size === 1;
  if (isOneDay || open.every(({ time }) => time.dayFirstMs === time.monthFirstMs)) return false;
  throw new InputError(
    `Line ${first.cell.line}: ${quoted(first.cell.text)} has the day or the month first, and no row tells which. Write dates as 2026-11-24.`,
  );
}

interface Column {
  readonly cells: readonly TimeCell[];
  readonly assumptions: string[];
  readonly seriesOf: ((place: number) => string) | undefined;
}

/**
 * A clock without a zone goes back by an hour when daylight saving time ends, and skips one when it
 * begins: the order of the rows is then the order of time.
 */
function withoutChanges(
  times: readonly (number | undefined)[],
  found: readonly (FoundTime | undefined)[],
  { cells, assumptions, seriesOf }: Column,
): (number | undefined)[] {
  const local = [...times.keys()].filter((place) => {
    const kind = found[place]?.kind;
    return kind === 'local' || kind === 'timeOfDay' || kind === 'dayOrMonthFirst';
  });
  const result = [...times];
  const changes = inSequences(local, seriesOf).flatMap((places) =>
    clockChanges(times, places, (place) => found[place]?.kind !== 'timeOfDay'),
  );
  for (const { places, from, byMs } of changes) {
    for (const place of places.slice(from)) {
      const ms = result[place];
      if (ms !== undefined) result[place] = ms + byMs;
    }
  }
  const [first] = changes;
  if (first === undefined) return result;
  const { text, line } = must(
    cells[must(first.places[first.from], 'place of the step')],
    'cell of a time',
  );
  assumptions.push(
    first.byMs > 0
      ? `Line ${line}: the clock goes back by an hour to ${quoted(text)}, as at the end of daylight saving time: the order of the rows is kept.`
      : `Line ${line}: the clock skips an hour to ${quoted(text)}, as at the start of daylight saving time: the hour is not counted.`,
  );
  return result;
}

/** Times of day, each on its day: one that is much earlier than the last one is of the next. */
function unrolled(
  times: readonly (number | undefined)[],
  found: readonly (FoundTime | undefined)[],
): (number | undefined)[] {
  let days = 0;
  let lastMs = 0;
  return times.map((ms, place) => {
    if (ms === undefined || found[place]?.kind !== 'timeOfDay') return ms;
    if (ms < lastMs - 12 * hourMs) days += 1;
    lastMs = ms;
    return days * dayMs + ms;
  });
}

/** Rows in the order of time: the whole file, or, if it holds one series after the other, each of them. */
function inSequences(
  places: readonly number[],
  seriesOf: ((place: number) => string) | undefined,
): (readonly number[])[] {
  const runs: { readonly series: string; readonly places: number[] }[] = [];
  for (const place of places) {
    const series = seriesOf?.(place) ?? '';
    const last = runs.at(-1);
    if (last?.series === series) last.places.push(place);
    else runs.push({ series, places: [place] });
  }
  const isOneAfterTheOther = new Set(runs.map(({ series }) => series)).size === runs.length;
  const isLong = runs.every((run) => run.places.length > 1);
  return isOneAfterTheOther && isLong ? runs.map((run) => run.places) : [places];
}

interface ClockChange {
  /** Rows in order of time, and which of them is the first after the change. */
  readonly places: readonly number[];
  readonly from: number;
  readonly byMs: number;
}

/**
 * Steps of a clock that fit a change by exactly one hour: after it, the distance to the last time is an
 * ordinary one again. A clock that goes back anywhere else means that rows are not in order of time.
 */
function clockChanges(
  times: readonly (number | undefined)[],
  inFile: readonly number[],
  hasDate: (place: number) => boolean,
): ClockChange[] {
  const timed = inFile.filter((place) => times[place] !== undefined);
  const at = (place: number | undefined) => times[place ?? -1] ?? 0;
  // The newest first is an order as well.
  const places = at(timed.at(-1)) < at(timed[0]) ? timed.toReversed() : timed;
  const steps = places
    .map((place, from) => ({
      from,
      fromMs: at(places[from - 1]),
      ms: at(place) - at(places[from - 1]),
    }))
    .filter(({ from, ms }) => from > 0 && ms !== 0);
  const forward = steps.map(({ ms }) => ms).filter((ms) => ms > 0);
  const usualMs = forward.sort((a, b) => a - b)[Math.floor(forward.length / 2)];
  if (usualMs === undefined || usualMs >= hourMs) return [];
  // Wherever clocks change, they do so in the small hours, and in nearly all places on a Sunday.
  const isChange = ({ from, fromMs }: (typeof steps)[number], leftMs: number) => {
    const isSunday = !hasDate(must(places[from], 'place of the step')) || weekdayOf(fromMs) === 0;
    const isOrdinary = leftMs > 0 && leftMs <= 2 * usualMs;
    return isSunday && isOrdinary && fromMs % dayMs < 4 * hourMs;
  };
  const backward = steps.filter(({ ms }) => ms < 0);
  if (backward.some((step) => !isChange(step, step.ms + hourMs))) return [];
  const skipped = steps.filter(
    (step) =>
      hasDate(must(places[step.from], 'place of the step')) && isChange(step, step.ms - hourMs),
  );
  return [
    ...backward.map(({ from }) => ({ places, from, byMs: hourMs })),
    ...skipped.map(({ from }) => ({ places, from, byMs: -hourMs })),
  ].sort((a, b) => a.from - b.from);
}

function inWords(found: readonly (FoundTime | undefined)[], scale: number): string {
  const kinds = new Set(found.flatMap((time) => (time === undefined ? [] : [time.kind])));
  const words: string[] = [];
  if (kinds.has('epoch')) {
    words.push(`epoch ${units.find((unit) => unit.scale === scale)?.name ?? 'seconds'}`);
  }
  if (kinds.has('instant')) words.push('date and time');
  if (kinds.has('local') || kinds.has('dayOrMonthFirst')) words.push('local time without a zone');
  if (kinds.has('timeOfDay')) words.push('time of day');
  return words.join(', ');
}
