/** What a run shows of itself, as tables: one for each kind of row, in as many lines as there are. */
import type { Paint } from '../../draw/colour.ts';
import type { NodePicture, Picture, Row, TimerPicture } from '../../lab/picture.ts';
import { counted } from '../../words/numbers.ts';
import { inTime } from '../../words/units.ts';
import { clipped } from '../render/fit.ts';
import { type Column, type FittedTable, fitted } from './columns.ts';

export interface TableOptions {
  readonly columns: number;
  /** At most so many lines. */
  readonly lines: number;
  /** How many lines have been scrolled past. */
  readonly top: number;
  readonly paint: Paint;
}

interface KindTable extends FittedTable {
  /** The place in the table of those rows that the present moment is about. */
  readonly present: ReadonlySet<number>;
}

/** At most as many lines as asked for. */
export function tableLines(picture: Picture, options: TableOptions): string[] {
  const { columns, lines: most, top, paint } = options;
  const tables = tablesOf(picture, columns - 1);
  const all = tables.flatMap(({ heading, rows }) => [paint.dim(` ${heading}`), ...indented(rows)]);
  if (all.length <= most) return all;
  if (most <= 0) return [];
  const more = (says: string) => paint.dim(clipped(` … ${says}`, columns));
  if (top > 0) {
    const first = Math.min(top, all.length - 1);
    const shown = all.slice(first, first + most - 1);
    const last = first + shown.length;
    return [...shown, more(`lines ${first + 1} to ${last} of ${all.length}: up and down scroll`)];
  }
  const shares = sharesOf(tables, most - 1);
  const shown = tables.flatMap(({ heading, rows, present }, place) => {
    const share = shares[place] ?? 0;
    return share === 0 ? [] : [paint.dim(` ${heading}`), ...indented(chosen(rows, present, share))];
  });
  const hidden = tables.reduce((sum, { rows }, at) => sum + rows.length - (shares[at] ?? 0), 0);
  return [...shown, more(`${counted(hidden, 'more row')}: down scrolls, / chooses`)];
}

const indented = (lines: readonly string[]): string[] => lines.map((line) => ` ${line}`);

/**
 * How many rows of each table are shown, in so many lines with the headings: of each one row, if
 * there are too many tables of those that the moment is about; of the first, which the sim puts first
 * because it matters most, up to half the lines; and then evenly.
 */
function sharesOf(tables: readonly KindTable[], lines: number): number[] {
  const sizes = tables.map(({ rows }) => rows.length);
  const shares = sizes.map(() => 0);
  let left = lines;
  const places = [...tables.keys()];
  const isPresent = (place: number) => (tables[place]?.present.size ?? 0) > 0;
  const inTurn = new Set([...places.slice(0, 1), ...places.filter(isPresent), ...places]);
  for (const place of inTurn) {
    if (left < 2) break;
    shares[place] = 1;
    left -= 2;
  }
  const more = Math.min(left, (sizes[0] ?? 0) - 1, Math.floor(lines / 2) - 1);
  if (more > 0) {
    shares[0] = 1 + more;
    left -= more;
  }
  for (let grows = true; grows && left > 0; ) {
    grows = false;
    for (const [place, size] of sizes.entries()) {
      const share = shares[place] ?? 0;
      if (share === 0 || share >= size || left === 0) continue;
      shares[place] = share + 1;
      left -= 1;
      grows = true;
    }
  }
  return shares;
}

/** Those that the moment is about and then the first, in their own order. */
function chosen(rows: readonly string[], present: ReadonlySet<number>, count: number): string[] {
  const places = rows.map((_, place) => place);
  const first = [...places.filter((one) => present.has(one)), ...places];
  const shown = new Set([...new Set(first)].slice(0, count));
  return rows.filter((_, place) => shown.has(place));
}

function tablesOf({ rows, lately, momentFrom }: Picture, width: number): KindTable[] {
  const kinds = new Map<string, Row[]>();
  for (const row of rows) {
    const kind = [row.node !== undefined, ...row.cells.map(([label]) => label)].join();
    kinds.set(kind, [...(kinds.get(kind) ?? []), row]);
  }
  const now = new Set(lately.filter(({ id }) => id >= momentFrom).map(({ node }) => node));
  return mergedIfDown([...kinds.values()], rows).map((kind) => ({
    ...fitted(columnsOf(kind), width),
    present: new Set(kind.flatMap(({ name }, place) => (now.has(name) ? [place] : []))),
  }));
}

/** Nodes that are down show nothing of themselves; they stand with the others, in the order of all rows. */
function mergedIfDown(kinds: Row[][], all: readonly Row[]): Row[][] {
  const nameless = kinds.filter((rows) => rows.every(({ cells }) => cells.length === 0));
  const host = kinds.find((rows) => rows.some(({ node, cells }) => node && cells.length > 0));
  if (host === undefined) return kinds;
  const joined = nameless
    .flat()
    .filter(({ node }) => node !== undefined && (nameless.length === 1 || node.life !== 'up'));
  const places = new Map(all.map((row, place) => [row, place]));
  const order = (row: Row) => places.get(row) ?? 0;
  host.push(...joined);
  host.sort((a, b) => order(a) - order(b));
  return kinds
    .map((rows) => (rows === host ? rows : rows.filter((row) => !joined.includes(row))))
    .filter((rows) => rows.length > 0);
}

const barLength = 5;
/** A bar with the time that is left; the name of the timer may be cut. */
const timerLeast = barLength + 9;

function columnsOf(rows: readonly Row[]): Column[] {
  const full = rows.find(({ cells }) => cells.length > 0);
  const labels = full?.cells.map(([label]) => label) ?? [];
  const shown = labels.map((label, place): Column => {
    const cells = rows.map(({ cells }) => cells[place]?.[1] ?? '');
    return { label, cells, stays: label === 'role' || label === 'state' };
  });
  const names = rows.map(({ name }) => name);
  const name: Column = { label: '', cells: names, stays: true, least: 16, keepsEnd: true };
  if (!rows.some(({ node }) => node !== undefined)) return [name, ...shown];
  const ofNodes = (
    label: string,
    words: (node: NodePicture) => string,
    more?: Partial<Column>,
  ) => ({
    ...{ label, cells: rows.map(({ node }) => (node === undefined ? '' : words(node))) },
    ...more,
  });
  return [
    name,
    ofNodes('life', ({ life }) => life, { isEmpty: (life) => life === 'up' }),
    ...shown,
    ...(rows.some(hasTimer)
      ? [ofNodes('timer', timersInWords, { least: timerLeast, stays: true })]
      : []),
    ofNodes('clock', clockInWords, { isEmpty: isRight, stays: !rows.every(clockIsRight) }),
    // In most runs no disk is bad, and no node suffers from anything.
    ...[
      ofNodes('disk', ({ diskTrouble }) => diskTrouble ?? '', { stays: true }),
      ofNodes('suffers', ({ suffers }) => suffers ?? '', { stays: true }),
    ].filter(({ cells }) => cells.some((cell) => cell !== '')),
  ];
}

const hasTimer = ({ node }: Row): boolean => (node?.timers.length ?? 0) > 0;

function timersInWords({ timers }: NodePicture): string {
  return timers
    .map((timer) => `${bar(timer)} ${inTime(Math.round(timer.leftMs))} ${timer.name}`)
    .join(' ');
}

function bar({ share }: TimerPicture): string {
  const done = Math.floor(share * barLength);
  return `[${'#'.repeat(done)}${'.'.repeat(barLength - done)}]`;
}

const isRight = (off: string): boolean => off === '' || Number(off) === 0;
const clockIsRight = ({ node }: Row): boolean => node === undefined || isRight(clockInWords(node));

/** How far the node's clock is off, in ms. */
function clockInWords({ clockOffMs }: NodePicture): string {
  return `${clockOffMs < 0 ? '-' : '+'}${Math.abs(clockOffMs).toFixed(1)}`;
}
