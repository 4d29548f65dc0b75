/**
 * The frame of the debugger: the picture of a moment as lines of text. A pure function of the
 * session and the size, so that the screen, the transcript and the tests show the same.
 */
import type { GoalReport } from '../../check/goal.ts';
import type { InvariantReport } from '../../check/invariant.ts';
import type { MetricReport } from '../../check/metric.ts';
import { oneLine, type Paint } from '../../draw/colour.ts';
import {
  arrivalInWords,
  type MessageInFlight,
  type NodePicture,
  type Picture,
  pictureOf,
  type Row,
  type TimerPicture,
} from '../../lab/picture.ts';
import type { AnyScenario } from '../../lab/scenario.ts';
import { Playback, type Session } from '../../lab/session.ts';
import { counted, inDigits, inMilliseconds } from '../../words/numbers.ts';
import { displayWidth } from '../../words/width.ts';
import { clipped, table } from '../render/fit.ts';

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

/** At most as many lines as the size has rows. */
export function frameLines(picture: Picture, size: Size, style: FrameStyle): string[] {
  const { columns, rows } = size;
  const { paint } = style;
  const head = header(picture, columns, paint);
  const lamps = lampLines(picture, columns, paint);
  const things = limited(thingLines(picture, columns, paint), Math.max(4, Math.floor(rows * 0.5)));
  const room = Math.max(0, rows - head.length - lamps.length - things.length);
  const flights = picture.inFlight.length;
  const eventsMin = Math.min(picture.lately.length + 1, Math.max(4, Math.floor(room / 2)));
  // The heading says how many there are, so the last of them may be left out.
  const flightLines = messageLines(picture.inFlight, columns, paint).slice(
    0,
    Math.max(0, Math.min(flights + 1, room - eventsMin)),
  );
  const eventRoom = Math.max(0, room - flightLines.length - 1);
  const happenings = eventRoom === 0 ? [] : happeningLines(picture, eventRoom, columns, style);
  return [...head, ...things, ...flightLines, ...happenings, ...lamps].slice(0, rows);
}

function header(picture: Picture, columns: number, paint: Paint): string[] {
  const { scenario, seed, nowMs, events, byHand, off } = picture;
  const left = oneLine(`${scenario}  seed ${seed}`);
  const right = `${counted(events, 'event')}  ${inMilliseconds(nowMs)} ms`;
  const hand = byHand === 0 ? '' : `  ${byHand} by hand`;
  const gap = ' '.repeat(Math.max(2, columns - displayWidth(left) - hand.length - right.length));
  const first = paint.bold(clipped(`${left}${hand}${gap}${right}`, columns));
  if (off.length === 0) return [first];
  return [first, paint.yellow(clipped(`off: ${off.join(', ')}`, columns))];
}

/** Nodes, and whatever else the sim shows: a table for each kind of row. Else what it measures. */
function thingLines({ rows, metrics }: Picture, columns: number, paint: Paint): string[] {
  const measured = metrics.map(({ name, value }) => [name, metricInWords(value)]);
  if (rows.length === 0) return [paint.dim('metrics'), ...table(measured, columns, ' ')];
  const line = measured.map((one) => one.join(' ')).join(', ');
  return [
    ...tables(rows, columns, paint),
    ...(line === '' ? [] : [clipped(`${paint.dim('metrics')} ${line}`, columns)]),
  ];
}

function tables(rows: readonly Row[], columns: number, paint: Paint): string[] {
  const kinds = new Map<string, Row[]>();
  for (const row of rows) {
    const kind = [row.node !== undefined, ...row.cells.map(([label]) => label)].join();
    kinds.set(kind, [...(kinds.get(kind) ?? []), row]);
  }
  return mergedWhereDown([...kinds.values()]).flatMap((kind) => {
    const rows = withLabels(kind);
    // What something is at stays to be seen, and a timer's bar with what is left of it.
    const minima = (rows[0] ?? []).map((label) => columnMinima[label] ?? 4);
    const [labels = '', ...lines] = table(rows, columns, ' ', minima);
    return [paint.dim(labels), ...lines];
  });
}

/** Nodes that are down show nothing of themselves; they stand with the others. */
function mergedWhereDown(kinds: Row[][]): Row[][] {
  const nameless = kinds.filter((rows) => rows.every(({ cells }) => cells.length === 0));
  const host = kinds.find((rows) => rows.some(({ node, cells }) => node && cells.length > 0));
  if (host === undefined) return kinds;
  const joined = nameless.flat().filter(({ node }) => node !== undefined);
  const order = (row: Row) => row.name.padStart(8);
  host.push(...joined);
  if (joined.length > 0) host.sort((a, b) => (order(a) < order(b) ? -1 : 1));
  return kinds.filter((rows) => rows === host || !rows.every((row) => joined.includes(row)));
}

const troubleColumns = [
  ['disk', 'diskTrouble'],
  ['suffers', 'suffers'],
] as const;

function withLabels(rows: readonly Row[]): string[][] {
  const full = rows.find(({ cells }) => cells.length > 0);
  const labels = full?.cells.map(([label]) => label) ?? [];
  const areNodes = rows.some(({ node }) => node !== undefined);
  // In most runs no disk is bad, and no node suffers from anything.
  const troubles = troubleColumns.filter(([, field]) =>
    rows.some(({ node }) => node?.[field] !== undefined),
  );
  const after = ['timer', 'clock', ...troubles.map(([label]) => label)];
  const around = areNodes ? { before: ['life'], after } : undefined;
  return [
    ['', ...(around?.before ?? []), ...labels, ...(around?.after ?? [])],
    ...rows.map(({ name, node, cells }) => {
      const values = labels.map((_, place) => cells[place]?.[1] ?? '');
      if (node === undefined) return [name, ...values];
      const wrong = troubles.map(([, field]) => node[field] ?? '');
      return [name, node.life, ...values, timersInWords(node), clockInWords(node), ...wrong];
    }),
  ];
}

function timersInWords({ timers }: NodePicture): string {
  return timers.map((timer) => `${bar(timer)} ${timer.leftMs.toFixed(0)} ${timer.name}`).join(' ');
}

const barLength = 8;

const columnMinima: Readonly<Record<string, number>> = {
  role: 9,
  state: 9,
  timer: barLength + 7,
};

function bar({ share }: TimerPicture): string {
  const done = Math.floor(share * barLength);
  return `[${'#'.repeat(done)}${'.'.repeat(barLength - done)}]`;
}

/** How far the node's clock is off. */
function clockInWords({ clockOffMs }: NodePicture): string {
  return `${clockOffMs < 0 ? '-' : '+'}${Math.abs(clockOffMs).toFixed(1)}`;
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
  const rows = picture.lately.slice(-count).map(({ id, atMs, node, text, rule }) => {
    const mark = id >= picture.momentFrom ? '>' : ' ';
    const by = rule === undefined ? '' : `  [${rule}] ${placeOf(rule) ?? ''}`;
    return [`${mark}${id}`, `${atMs.toFixed(1)}`, node ?? '', `${text}${by}`];
  });
  return [paint.dim('events'), ...table(rows, columns)];
}

/** What holds, what is broken and how, what was reached and what is still open. */
function lampLines({ invariants, goals }: Picture, columns: number, paint: Paint): string[] {
  const broken = [...invariants.flatMap(brokenInvariant), ...goals.flatMap(brokenGoal)];
  const holding = invariants.filter((i) => i.violations.length === 0 && i.unknown === undefined);
  const later = invariants.filter(({ unknown }) => unknown !== undefined).map(({ id }) => id);
  const reached = goals
    .filter((goal) => goal.reached)
    .map(({ id, atMs }) => `${id} at ${inMilliseconds(atMs ?? 0)} ms`);
  const open = goals.filter((goal) => !goal.reached && !goal.violated);
  const lines: [string, string, (text: string) => string][] = [
    ...broken.map((text): [string, string, Paint['red']] => ['BROKEN', text, paint.red]),
    ['holds', holding.map(({ id }) => id).join(', '), paint.green],
    ['at end', later.join(', '), paint.dim],
    ['reached', reached.join(', '), paint.green],
    ...open.map(({ id, says }): [string, string, Paint['red']] => {
      return ['open', `${id}: ${says}`, paint.yellow];
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
  return violated ? [`${id}: it has not come about that ${says}`] : [];
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
function limited(lines: readonly string[], most: number): string[] {
  if (lines.length <= most) return [...lines];
  if (most <= 0) return [];
  return [...lines.slice(0, most - 1), ` … ${lines.length - most + 1} more`];
}
