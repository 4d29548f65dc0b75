/**
 * What a space-time diagram draws of a recording, as data: for each lane its stretches of one role and
 * of one term, and where a message begins and ends. Time runs to the right, a lane is a node
 * (Lamport 1978 draws it upright; screens are wide).
 */
import type { Message } from '../recording/messages.ts';
import type { Recording, RowState } from '../recording/recording.ts';

export interface Stretch {
  readonly fromMs: number;
  readonly toMs: number;
  readonly text: string;
}

export interface Lane {
  readonly name: string;
  /** Control states: `leader`, `open`, `down`. */
  readonly states: readonly Stretch[];
  /** Terms, epochs or generations, if its cells have one. */
  readonly terms: readonly Stretch[];
}

const stateLabels = ['role', 'state', 'phase'];
const termLabels = ['term', 'epoch', 'generation', 'ballot'];

/** The lanes of the nodes of a recording. O(changes). */
export function lanesOf(recording: Recording): Lane[] {
  return recording.nodes.map((name) => {
    const changes = recording.rows.get(name)?.changes ?? [];
    return {
      name,
      states: stretchesOf(recording, changes, stateOf),
      terms: stretchesOf(recording, changes, (row) => cellOf(row, termLabels) ?? ''),
    };
  });
}

function stateOf(row: RowState): string {
  const life = row.node?.life ?? 'up';
  return life === 'up' ? (cellOf(row, stateLabels) ?? 'up') : life;
}

function cellOf({ cells }: RowState, labels: readonly string[]): string | undefined {
  return cells.find(([label]) => labels.includes(label))?.[1];
}

function stretchesOf(
  recording: Recording,
  changes: readonly (readonly [from: number, row: RowState])[],
  textOf: (row: RowState) => string,
): Stretch[] {
  const stretches: Stretch[] = [];
  const endMs = recording.run.world.kernel.nowMs;
  for (const [from, row] of changes) {
    const text = textOf(row);
    const last = stretches.at(-1);
    if (last?.text === text) continue;
    const fromMs = recording.timeAt(from);
    if (last !== undefined) stretches[stretches.length - 1] = { ...last, toMs: fromMs };
    stretches.push({ fromMs, toMs: endMs, text });
  }
  return stretches;
}

/** The control states of all lanes, in the order in which they first came about. */
export function statesIn(lanes: readonly Lane[]): string[] {
  const first = new Map<string, number>();
  for (const { text, fromMs } of lanes.flatMap(({ states }) => states)) {
    first.set(text, Math.min(first.get(text) ?? Infinity, fromMs));
  }
  return [...first.keys()].sort((a, b) => (first.get(a) ?? 0) - (first.get(b) ?? 0));
}

/** A stretch of time on so many pixels. */
export interface Window {
  readonly fromMs: number;
  readonly toMs: number;
}

export function zoomed(
  { fromMs, toMs }: Window,
  factor: number,
  aboutMs: number,
  endMs: number,
): Window {
  const spanMs = Math.min(endMs, Math.max(0.01, (toMs - fromMs) * factor));
  const share = (aboutMs - fromMs) / (toMs - fromMs);
  return moved({ fromMs: 0, toMs: spanMs }, aboutMs - share * spanMs, endMs);
}

/** The window beginning then, but within the run. */
export function moved({ fromMs, toMs }: Window, beginMs: number, endMs: number): Window {
  const spanMs = toMs - fromMs;
  const from = Math.max(0, Math.min(endMs - spanMs, beginMs));
  return { fromMs: from, toMs: from + spanMs };
}

/** The window moved no farther than needed for the moment to be well within it. */
export function holding(window: Window, timeMs: number, endMs: number): Window {
  const spanMs = window.toMs - window.fromMs;
  const marginMs = spanMs / 20;
  if (timeMs < window.fromMs + marginMs) return moved(window, timeMs - spanMs / 4, endMs);
  if (timeMs > window.toMs - marginMs) return moved(window, timeMs - (3 * spanMs) / 4, endMs);
  return window;
}

/** More arrows than this in a window are not drawn one by one: they would hide one another. */
export const arrowsMax = 4000;

/** The messages to draw in a window: at most `arrowsMax`, spread evenly; and how many there are. */
export function arrowsIn(
  recording: Recording,
  { fromMs, toMs }: Window,
): { readonly arrows: readonly Message[]; readonly all: number } {
  const all = recording.messages
    .between(recording.eventsBy(fromMs), recording.eventsBy(toMs))
    .filter(({ from, to }) => from !== to);
  const every = Math.ceil(all.length / arrowsMax);
  return {
    arrows: every <= 1 ? all : all.filter((_, place) => place % every === 0),
    all: all.length,
  };
}
