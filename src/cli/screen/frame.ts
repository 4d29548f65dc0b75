/**
 * The frame of the debugger: the picture of a moment as lines of text. A pure function of the
 * session and the size, so that the screen, the transcript and the tests show the same.
 */
import type { GoalReport } from '../../check/goal.ts';
import type { InvariantReport } from '../../check/invariant.ts';
import type { MetricReport } from '../../check/metric.ts';
import type { DebuggerPicture } from '../../debugger/command.ts';
import { oneLine, type Paint } from '../../draw/colour.ts';
import {
  arrivalInWords,
  type MessageInFlight,
  type Picture,
  pictureOf,
} from '../../lab/picture.ts';
import type { AnyScenario } from '../../lab/scenario.ts';
import { Playback, type Session } from '../../lab/session.ts';
import { counted, inDigits } from '../../words/numbers.ts';
import { inTime } from '../../words/units.ts';
import { displayWidth } from '../../words/width.ts';
import { clipped, table } from '../render/fit.ts';
import { tableLines } from './tables.ts';
import { clockTime, timesInColumn } from './times.ts';

export interface Size {
  readonly columns: number;
  readonly rows: number;
}

export interface FrameStyle {
  readonly paint: Paint;
  /** Where a rule stands, as `file:line`. */
  readonly placeOf: (rule: string) => string | undefined;
}

export function frameOf(scenario: AnyScenario, session: Session, size: Size, style: FrameStyle) {
  return frameLines(pictureOf(new Playback(scenario, session)), size, style);
}

/** What the frame is of: the debugger's picture, or a plain one. */
type Shown = Picture & Partial<DebuggerPicture>;

/** At most as many lines as the size has rows. `top`: how many lines of the tables are scrolled past. */
export function frameLines(picture: Shown, size: Size, style: FrameStyle, top = 0): string[] {
  const { columns, rows } = size;
  const { paint } = style;
  const head = header(picture, columns, paint);
  const status = limited(
    statusLines(picture, columns, paint),
    Math.max(2, Math.floor(rows * 0.3)),
    columns,
  );
  const things = thingLines(picture, {
    ...{ columns, top, paint },
    lines: Math.max(4, Math.floor(rows * 0.55)),
  });
  const room = Math.max(0, rows - head.length - status.length - things.length);
  const flights = picture.inFlight.length;
  const eventsMin = Math.min(picture.lately.length + 1, Math.max(4, Math.floor(room / 2)));
  // The heading says how many there are, so the last of them may be left out.
  const flightLines = messageLines(picture.inFlight, columns, paint).slice(
    0,
    Math.max(0, Math.min(flights + 1, room - eventsMin)),
  );
  const eventRoom = Math.max(0, room - flightLines.length - 1);
  const happenings = eventRoom === 0 ? [] : happeningLines(picture, eventRoom, columns, style);
  const lines = [...head, ...things, ...flightLines, ...happenings, ...status];
  return lines.slice(0, rows).map((line) => clipped(line, columns));
}

/** The clock is always to be seen; the other parts as far as there is room. */
function header(picture: Shown, columns: number, paint: Paint): string[] {
  const { scenario, seed, nowMs, events, byHand, off, filter, rows } = picture;
  const { breakpoints = [], branches = 0 } = picture;
  const clock = clockTime(nowMs);
  const parts = [
    counted(events, 'event'),
    ...(byHand === 0 ? [] : [`${byHand} by hand`]),
    ...(branches === 0 ? [] : [counted(branches, 'branch', 'branches')]),
  ];
  const left = oneLine(`${scenario}  seed ${seed}`);
  const rightOf = (some: readonly string[]) => [...some.toReversed(), clock].join('  ');
  while (parts.length > 0 && displayWidth(left) + 2 + rightOf(parts).length > columns) parts.pop();
  const right = rightOf(parts);
  const name = clipped(left, columns - right.length - 2);
  const gap = ' '.repeat(Math.max(0, columns - displayWidth(name) - right.length));
  const stopsAt = breakpoints.map((text, place) => `${place + 1} ${text}`).join(', ');
  const hidden = filter?.of === undefined ? '' : `${rows.length} of ${counted(filter.of, 'row')}`;
  return [
    paint.bold(clipped(`${name}${gap}${right}`, columns)),
    ...(off.length === 0 ? [] : [paint.yellow(clipped(`off: ${off.join(', ')}`, columns))]),
    ...(filter ? [`only rows with "${filter.text}": ${hidden}; all: show *`] : []).map((text) =>
      paint.yellow(clipped(text, columns)),
    ),
    ...(stopsAt === '' ? [] : [paint.dim(clipped(`stops at: ${stopsAt}`, columns))]),
  ];
}

/** Nodes, and whatever else the sim shows; if it shows nothing, what it measures. */
function thingLines(picture: Picture, options: Parameters<typeof tableLines>[1]): string[] {
  const { columns, paint } = options;
  const measured = picture.metrics.map(({ name, value }) => [name, metricInWords(value)]);
  if (picture.rows.length === 0) {
    const lines = table(measured, columns, ' ');
    return measured.length === 0
      ? []
      : limited([paint.dim('metrics'), ...lines], options.lines, columns);
  }
  const line = measured.map((one) => one.join(' ')).join(', ');
  const metrics = line === '' ? [] : [clipped(`${paint.dim('metrics')} ${line}`, columns)];
  return [...tableLines(picture, options), ...metrics];
}

function messageLines(messages: readonly MessageInFlight[], columns: number, paint: Paint) {
  if (messages.length === 0) return [];
  const rows = messages.map((message) => {
    const { id, from, to, text } = message;
    return [`#${id}`, `${from} -> ${to}`, text, arrivalInWords(message)];
  });
  return [paint.dim(`in flight: ${messages.length}`), ...table(rows, columns, ' ')];
}

/** The last events; those of the last moment are marked. */
function happeningLines(picture: Picture, count: number, columns: number, style: FrameStyle) {
  const { paint, placeOf } = style;
  const last = picture.lately.slice(-count);
  const { unit, texts } = timesInColumn(last.map(({ atMs }) => atMs));
  const rows = last.map(({ id, node, text, rule }, place) => {
    const mark = id >= picture.momentFrom ? '>' : ' ';
    const by = rule === undefined ? '' : `  [${rule}] ${placeOf(rule) ?? ''}`;
    return [`${mark}${id}`, texts[place] ?? '', node ?? '', `${text}${by}`];
  });
  return [paint.dim(`events, in ${unit}`), ...table(rows, columns)];
}

/** What holds, what is broken and how, what was reached and what is still open. */
function statusLines(picture: Picture, columns: number, paint: Paint): string[] {
  const { invariants, goals, nowMs, durationMs } = picture;
  // What had time enough may still happen before the run is over.
  const isOver = nowMs >= durationMs;
  const missed = isOver ? goals.flatMap(brokenGoal) : [];
  const broken = [...invariants.flatMap(brokenInvariant), ...missed];
  const holding = invariants.filter((i) => i.violations.length === 0 && i.unknown === undefined);
  const later = invariants.filter(({ unknown }) => unknown !== undefined).map(({ id }) => id);
  const reached = goals
    .filter((goal) => goal.reached)
    .map(({ id, atMs }) => `${id} at ${inTime(atMs ?? 0, 6)}`);
  const open = goals.filter((goal) => !goal.reached && !(isOver && goal.violated));
  const lines: [string, string, (text: string) => string][] = [
    ...broken.map((text): [string, string, Paint['red']] => ['BROKEN', text, paint.red]),
    ['holds', holding.map(({ id }) => id).join(', '), paint.green],
    ['at end', later.join(', '), paint.dim],
    ['reached', reached.join(', '), paint.green],
    ...open.map(({ id, says, violated }): [string, string, Paint['red']] => {
      return [violated ? 'overdue' : 'open', `${id}: ${says}`, paint.yellow];
    }),
  ];
  return lines
    .filter(([, text]) => text !== '')
    .map(([word, text, colour]) => {
      return colour(word.padEnd(8)) + clipped(text, Math.max(0, columns - 8));
    });
}

function brokenInvariant({ id, violations: [violation] }: InvariantReport): string[] {
  if (violation === undefined) return [];
  return [`${id}: ${violation.message} (event ${violation.event})`];
}

function brokenGoal({ id, says, violated }: GoalReport): string[] {
  return violated ? [`${id} never happened: ${says}`] : [];
}

function metricInWords(report: MetricReport): string {
  if (report === null) return '-';
  if (typeof report === 'number') return inDigits(report);
  const { count, mean, p50, p99 } = report;
  if (count === 0) return '-';
  if (count === 1) return inDigits(mean ?? 0);
  const figures = `mean ${inDigits(mean ?? 0)}  p50 ${inDigits(p50 ?? 0)}  p99 ${inDigits(p99 ?? 0)}`;
  return `${figures}  (${counted(count, 'sample')})`;
}

/** The first lines, and how many there are more. */
function limited(lines: readonly string[], most: number, columns: number): string[] {
  if (lines.length <= most) return [...lines];
  if (most <= 0) return [];
  return [...lines.slice(0, most - 1), clipped(` … ${lines.length - most + 1} more`, columns)];
}
