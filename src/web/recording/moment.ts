/** All that the page shows of one moment of a recording, looked up and not played. */
import type { GoalReport } from '../../check/goal.ts';
import type { InvariantReport } from '../../check/invariant.ts';
import { eventInWords } from '../../lab/narrate.ts';
import { eventInFull, messageInWords } from '../../lab/words.ts';
import type { TraceEvent } from '../../trace/event.ts';
import type { Message } from './messages.ts';
import type { Recording, RowState } from './recording.ts';

/** A row with the labels of the cells that the last moment changed. */
export interface ShownRow extends RowState {
  readonly changed: ReadonlySet<string>;
}

export function shownRows(recording: Recording, at: number): ShownRow[] {
  const before = recording.momentFrom(at, -1);
  return recording.rowsAt(at).map((row) => {
    const earlier = new Map(recording.rows.get(row.name)?.at(before)?.cells);
    const changed = row.cells.filter(([label, value]) => earlier.get(label) !== value);
    return { ...row, changed: new Set(at === before ? [] : changed.map(([label]) => label)) };
  });
}

/**
 * Rows with the same labels together, since they fit into one table, by the labels joined. A node
 * that is up and has no cells says nothing, and is left out.
 */
export function groupedRows(rows: readonly ShownRow[]): ReadonlyMap<string, readonly ShownRow[]> {
  const groups = new Map<string, ShownRow[]>();
  for (const row of rows) {
    if (row.cells.length === 0 && (row.node?.life ?? 'up') === 'up') continue;
    const key = row.cells.map(([label]) => label).join('\n');
    const group = groups.get(key);
    if (group === undefined) groups.set(key, [row]);
    else group.push(row);
  }
  return groups;
}

export interface ShownMessage extends Message {
  readonly text: string;
  /** Until it arrives or is lost, as it will be; undefined if it never is. */
  readonly leftMs: number | undefined;
}

/** What is in flight, the next to arrive first. */
export function shownMessages(recording: Recording, at: number): ShownMessage[] {
  const nowMs = recording.timeAt(at);
  const { scenario, events, messages } = recording;
  return messages
    .inFlightAt(at)
    .map((message) => ({
      ...message,
      text: messageInWords(events[message.id]?.detail, scenario),
      leftMs: message.endMs === undefined ? undefined : message.endMs - nowMs,
    }))
    .sort((a, b) => (a.leftMs ?? Infinity) - (b.leftMs ?? Infinity) || a.id - b.id);
}

export type Standing = 'holds' | 'broken' | 'not yet' | 'reached';

export interface Check {
  readonly id: string;
  readonly says: string;
  readonly kind: 'invariant' | 'goal';
  readonly standing: Standing;
  readonly told: string | undefined;
  /** After how many events it was broken or reached; undefined if it was not. */
  readonly event: number | undefined;
}

/** Invariants and goals as of the moment. */
export function checksAt(recording: Recording, at: number): Check[] {
  const { invariants, goals } = recording.result ?? recording.run.reports();
  const nowMs = recording.timeAt(at);
  return [
    ...invariants.map((invariant) => invariantCheck(invariant, recording, nowMs)),
    ...goals.map((goal) => goalCheck(goal, recording, nowMs)),
  ];
}

function invariantCheck(
  { id, says, violations }: InvariantReport,
  recording: Recording,
  nowMs: number,
): Check {
  const [violation] = violations;
  const isBroken = violation !== undefined && violation.atMs <= nowMs;
  return {
    ...{ id, says, kind: 'invariant', standing: isBroken ? 'broken' : 'holds' },
    told: isBroken ? violation.message : undefined,
    event: violation && recording.eventsBy(violation.atMs),
  };
}

function goalCheck({ id, says, atMs }: GoalReport, recording: Recording, nowMs: number): Check {
  const isReached = atMs !== null && atMs <= nowMs;
  return {
    ...{ id, says, kind: 'goal', standing: isReached ? 'reached' : 'not yet' },
    told: undefined,
    event: atMs === null ? undefined : recording.eventsBy(atMs),
  };
}

/** The rule that decided something last, and the event in which it did; undefined if none has yet. */
export function lastRule(
  { events }: Recording,
  at: number,
): { readonly rule: string; readonly event: TraceEvent } | undefined {
  for (let id = at - 1; id >= 0; id--) {
    const event = events[id];
    if (event?.kind === 'note' && event.detail.rule !== undefined) {
      return { rule: event.detail.rule, event };
    }
  }
  return undefined;
}

/** An event in words, and whether it is one that a story would tell. */
export function told(recording: Recording, event: TraceEvent): { text: string; matters: boolean } {
  const { scenario } = recording;
  return {
    text: eventInFull(event, scenario),
    matters: eventInWords(event, scenario) !== undefined,
  };
}
