/**
 * A run as the page has it: its events, and what was to be seen after each moment. It is carried out
 * once, in slices so that the page stays responsive; then the cursor can be put anywhere without
 * playing anything again.
 *
 * Kept are changes: a row that stays as it was costs nothing. A look at a moment costs
 * O(rows × log changes). In a run of very many moments and rows not every moment is looked at;
 * `notedAt` says which one a look shows.
 */

import type { ViewRow } from '../../check/sim.ts';
import { countWhile } from '../../kernel/bisection.ts';
import { must } from '../../kernel/must.ts';
import { cellsOfAll } from '../../lab/picture.ts';
import { Run, type RunResult } from '../../lab/run.ts';
import type { AnyScenario } from '../../lab/scenario.ts';
import type { Session } from '../../lab/session.ts';
import type { EventKind, TraceEvent } from '../../trace/event.ts';
import type { Node } from '../../world/node.ts';
import { History, indexUpTo } from './history.ts';
import { Messages } from './messages.ts';

export interface TimerState {
  readonly name: string;
  readonly setAtMs: number;
  readonly dueAtMs: number;
}

export interface NodeState {
  readonly life: 'up' | 'paused' | 'down';
  readonly clockOffMs: number;
  readonly timers: readonly TimerState[];
  /** What is wrong with its disk, and what else it suffers from; empty if nothing is. */
  readonly troubles: readonly string[];
}

/** A node, or whatever else the sim shows of itself, after a moment. */
export interface RowState extends ViewRow {
  readonly node: NodeState | undefined;
}

/** After so many rows only every other moment is looked at, and then every fourth: a run of any length stays quick. */
const rowsLookedAtMax = 200_000;

/** After one of these any machine may be in another state. */
const strikesAll: ReadonlySet<EventKind> = new Set(['fault', 'intervention']);

export class Recording {
  readonly scenario: AnyScenario;
  readonly session: Session;
  readonly run: Run;
  readonly events: TraceEvent[] = [];
  readonly messages = new Messages();
  /** How many events there were after each moment, from the start of the run. */
  readonly moments: number[] = [];
  readonly rows = new Map<string, History<RowState>>();
  /** After how many events the rows were looked at: every moment of most runs, but not of a long one with many rows. */
  readonly #noted: number[] = [];
  #every = 1;
  #rowsLookedAt = 0;
  #result: RunResult | undefined;

  /** Throws InputError if the session makes no run. */
  constructor(scenario: AnyScenario, session: Session) {
    const { scenario: _scenario, at: _at, untilMs: _untilMs, ...options } = session;
    this.scenario = scenario;
    this.session = session;
    this.run = new Run(scenario, options, {
      listen: (trace) => trace.onEvery((event) => this.#add(event)),
    });
    this.#noteMoment();
  }

  /** Undefined until the run is over. */
  get result(): RunResult | undefined {
    return this.#result;
  }

  get nodes(): readonly string[] {
    return this.run.world.nodes.map(({ self }) => self);
  }

  /** Goes on until `isTimeUp`; false if the run is over. Throws InputError for what cannot be done by hand. */
  advance(isTimeUp: () => boolean): boolean {
    if (this.#result !== undefined) return false;
    while (this.run.step()) {
      if (this.events.length !== this.moments.at(-1)) this.#noteMoment();
      if (isTimeUp()) return true;
    }
    this.#result = this.run.finish();
    this.#noteMoment();
    return false;
  }

  /** Goes to the end at once. */
  finish(): this {
    while (this.advance(() => false));
    return this;
  }

  #add(event: TraceEvent): void {
    this.events.push(event);
    this.messages.add(event);
  }

  #noteMoment(): void {
    const { events, moments } = this;
    if (moments.at(-1) !== events.length) moments.push(events.length);
    if (moments.length % this.#every === 0 || this.#result !== undefined) this.#noteRows();
  }

  /** The cells of all rows are compared; a machine's state only if an event was its own, or if it is in trouble. */
  #noteRows(): void {
    const { run, scenario, events } = this;
    const present = events.slice(this.#noted.at(-1) ?? 0);
    if (this.#noted.at(-1) !== events.length) this.#noted.push(events.length);
    const { nodes, kernel } = run.world;
    const touched = new Set(present.map(({ node }) => node));
    const isAll = present.length === 0 || present.some(({ kind }) => strikesAll.has(kind));
    const byName = new Map(nodes.map((node) => [node.self, node]));
    const rows = cellsOfAll(run, scenario);
    for (const { name, cells } of rows) {
      const node = byName.get(name);
      const last = this.rows.get(name)?.last?.node;
      const isLooked = isAll || last === undefined || last.troubles.length > 0 || touched.has(name);
      const state = node === undefined || !isLooked ? last : stateOf(node, kernel.nowMs);
      this.#noteRow({ name, cells, node: state });
    }
    this.#rowsLookedAt += rows.length;
    if (this.#rowsLookedAt < rowsLookedAtMax) return;
    this.#rowsLookedAt = 0;
    this.#every *= 2;
  }

  #noteRow(row: RowState): void {
    let history = this.rows.get(row.name);
    if (history === undefined) {
      history = new History();
      this.rows.set(row.name, history);
    }
    if (history.last === undefined || !isSame(history.last, row)) {
      history.add(this.events.length, row);
    }
  }

  /** The time of the last of so many events; 0 before the first. */
  timeAt(events: number): number {
    return this.events[Math.min(events, this.events.length) - 1]?.atMs ?? 0;
  }

  /** How many events had happened by then. O(log events). */
  eventsBy(timeMs: number): number {
    const { events } = this;
    return countWhile(events.length, (id) => must(events[id], 'event').atMs <= timeMs);
  }

  /** The first moment with at least so many events. */
  momentAt(events: number): number {
    const before = indexUpTo(this.moments, events - 1);
    return this.moments[before + 1] ?? this.moments.at(-1) ?? 0;
  }

  /** So many moments on, or back if negative. */
  momentFrom(events: number, by: number): number {
    const place = indexUpTo(this.moments, events);
    const target = Math.max(0, Math.min(this.moments.length - 1, place + by));
    return this.moments[target] ?? 0;
  }

  /** After how many events the rows were looked at last: as many, unless the run is long and has many rows. */
  notedAt(events: number): number {
    return this.#noted[indexUpTo(this.#noted, events)] ?? 0;
  }

  rowsAt(events: number): RowState[] {
    return [...this.rows.values()].flatMap((history) => history.at(events) ?? []);
  }
}

function stateOf(node: Node, nowMs: number): NodeState {
  const { life, clock, disk, timers, conditions } = node;
  return {
    life,
    clockOffMs: clock.read(nowMs) - nowMs,
    timers: timers.map(({ name, setAtMs, dueAtMs }) => ({ name, setAtMs, dueAtMs })),
    troubles: [
      ...(disk.trouble === undefined ? [] : [disk.trouble]),
      ...conditions.inForce.map(({ kind }) => kind),
    ],
  };
}

function isSame(a: RowState, b: RowState): boolean {
  if (a.cells.length !== b.cells.length) return false;
  if (!a.cells.every(([, value], place) => value === b.cells[place]?.[1])) return false;
  if (a.node === b.node) return true;
  if (a.node === undefined || b.node === undefined) return a.node === b.node;
  return isSameNode(a.node, b.node);
}

/** A clock that drifts is off by a little more at every moment: that alone is no change. */
const clockNoticeMs = 0.1;

function isSameNode(a: NodeState, b: NodeState): boolean {
  return (
    a.life === b.life &&
    Math.abs(a.clockOffMs - b.clockOffMs) < clockNoticeMs &&
    a.troubles.join() === b.troubles.join() &&
    a.timers.length === b.timers.length &&
    a.timers.every(
      ({ name, dueAtMs }, place) =>
        name === b.timers[place]?.name && dueAtMs === b.timers[place]?.dueAtMs,
    )
  );
}
