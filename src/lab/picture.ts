/**
 * The picture of a moment: all that a debugger shows of a session, as plain data. It is a pure
 * function of the session, no matter how it got there.
 */

import type { GoalReport } from '../check/goal.ts';
import type { InvariantReport } from '../check/invariant.ts';
import { type AnyMetric, type MetricReport, reportMetric } from '../check/metric.ts';
import type { ViewRow } from '../check/sim.ts';
import { must } from '../kernel/must.ts';
import type { TraceEvent } from '../trace/event.ts';
import { inTime } from '../words/units.ts';
import type { Envelope } from '../world/link.ts';
import type { Node } from '../world/node.ts';
import type { Run } from './run.ts';
import type { AnyScenario } from './scenario.ts';
import type { Playback } from './session.ts';
import { eventInFull, messageInWords } from './words.ts';

export interface Picture {
  readonly scenario: string;
  readonly seed: string;
  readonly nowMs: number;
  /** How long the run lasts. */
  readonly durationMs: number;
  /** How many events there have been, and the first of the last moment. */
  readonly events: number;
  readonly momentFrom: number;
  /** The rules that are off now. */
  readonly off: readonly string[];
  /** How much has been done by hand up to now. */
  readonly byHand: number;
  /** Every node, in the order in which they were added. */
  readonly nodes: readonly NodeLife[];
  readonly rows: readonly Row[];
  readonly inFlight: readonly MessageInFlight[];
  /** The last events, the latest last. One message sent to several nodes at once is one of them. */
  readonly lately: readonly Happening[];
  readonly invariants: readonly InvariantReport[];
  readonly goals: readonly GoalReport[];
  /** What has been measured by now, where the sim shows nothing of itself. */
  readonly metrics: readonly { readonly name: string; readonly value: MetricReport }[];
}

export interface NodeLife {
  readonly name: string;
  readonly life: 'up' | 'paused' | 'down';
}

/** A node, or whatever else the sim shows of itself. */
export interface Row extends ViewRow {
  readonly node?: NodePicture;
}

export interface NodePicture {
  readonly life: 'up' | 'paused' | 'down';
  /** How far the node's own clock is off the true time. */
  readonly clockOffMs: number;
  readonly timers: readonly TimerPicture[];
  /** What is wrong with its disk, in a word; undefined where nothing is. */
  readonly diskTrouble: string | undefined;
  /** What else it suffers from, in words; undefined if nothing. */
  readonly suffers: string | undefined;
}

export interface TimerPicture {
  readonly name: string;
  /** 0 when it was set, 1 when it runs out. */
  readonly share: number;
  readonly leftMs: number;
}

export interface MessageInFlight {
  /** The event in which it was sent, by which it can be called. */
  readonly id: number;
  readonly from: string;
  readonly to: string;
  readonly text: string;
  /** Until it arrives; null where it is held back, or waits for a receiver that is paused. */
  readonly leftMs: number | null;
  readonly whereabouts: Envelope['whereabouts'];
}

export interface Happening {
  readonly id: number;
  readonly atMs: number;
  readonly cause: number;
  readonly node: string | undefined;
  readonly text: string;
  /** The rule that decided it, if one did. */
  readonly rule: string | undefined;
}

/** More than a screen shows. */
const latelyMax = 120;

export function pictureOf(playback: Playback): Picture {
  const { run, events, scenario, session } = playback;
  return {
    scenario: scenario.id,
    seed: session.seed,
    nowMs: run.world.kernel.nowMs,
    durationMs: run.durationMs,
    events: events.length,
    momentFrom: playback.present[0]?.id ?? 0,
    off: scenario.sim.rules.ids.filter((rule) => !run.isOn(rule)),
    byHand: session.interventions.filter(({ event }) => event < events.length).length,
    nodes: run.world.nodes.map(({ self, life }) => ({ name: self, life })),
    rows: rowsOf(run, scenario),
    inFlight: messagesInFlight(run, scenario),
    lately: together(events.slice(-latelyMax), scenario),
    ...run.reports(),
    metrics: viewsOf(run, scenario).length === 0 ? metricsOf(run) : [],
  };
}

function metricsOf({ metrics }: Run): Picture['metrics'] {
  const all: readonly [string, AnyMetric][] = Object.entries(metrics);
  return all.map(([name, metric]) => ({ name, value: reportMetric(metric) }));
}

/** Those that arrive soonest first. */
export function messagesInFlight(
  { world: { network, kernel } }: Run,
  scenario: AnyScenario,
): MessageInFlight[] {
  const messages = network.inFlight.map((envelope) => {
    const { id, link, message, whereabouts } = envelope;
    const arrivalMs = network.arrivalMsOf(envelope);
    return {
      id,
      from: link.source.self,
      to: link.target.self,
      text: messageInWords(message, scenario),
      leftMs: arrivalMs === undefined ? null : arrivalMs - kernel.nowMs,
      whereabouts,
    };
  });
  return messages.sort((a, b) => (a.leftMs ?? Infinity) - (b.leftMs ?? Infinity) || a.id - b.id);
}

/** When a message arrives, in words. */
export function arrivalInWords({ leftMs, whereabouts, to }: MessageInFlight): string {
  if (whereabouts === 'held') return 'held back';
  if (whereabouts === 'waiting') return `waits until ${to} resumes`;
  if (whereabouts === 'queued') return `queues at ${to} for ${inTime(leftMs ?? 0)}`;
  return `in ${inTime(leftMs ?? 0)}`;
}

function viewsOf({ subject }: Pick<Run, 'subject'>, { sim }: AnyScenario): readonly ViewRow[] {
  return sim.view?.(subject) ?? [];
}

/** What the sim shows of itself, and the nodes that it does not show, without the state of their machines. */
export function cellsOfAll(run: Run, scenario: AnyScenario): readonly ViewRow[] {
  const views = viewsOf(run, scenario);
  const shown = new Set(views.map(({ name }: ViewRow) => name));
  const others = run.world.nodes.filter(({ self }) => !shown.has(self));
  return [...views, ...others.map(({ self, state }) => ({ name: self, cells: cellsOf(state) }))];
}

export function rowsOf(run: Run, scenario: AnyScenario): Row[] {
  const { nodes, kernel } = run.world;
  const byName = new Map(nodes.map((node) => [node.self, node]));
  return cellsOfAll(run, scenario).map((row) => {
    const node = byName.get(row.name);
    return node === undefined ? row : { ...row, node: nodePicture(node, kernel.nowMs) };
  });
}

function nodePicture(node: Node, nowMs: number): NodePicture {
  const { life, clock, disk, timers, conditions } = node;
  const suffers = conditions.inForce.map(({ kind }) => kind).join(' ');
  return {
    life,
    clockOffMs: clock.read(nowMs) - nowMs,
    diskTrouble: disk.trouble,
    suffers: suffers === '' ? undefined : suffers,
    timers: timers.map(({ name, setAtMs, dueAtMs }) => {
      const spanMs = dueAtMs - setAtMs;
      const share = spanMs > 0 ? Math.min(1, (nowMs - setAtMs) / spanMs) : 1;
      return { name, share, leftMs: Math.max(0, dueAtMs - nowMs) };
    }),
  };
}

/** Events as happenings; one message sent to several nodes at once is one. */
function together(events: readonly TraceEvent[], scenario: AnyScenario): Happening[] {
  const happenings: Happening[] = [];
  let before: TraceEvent | undefined;
  let peers: string[] = [];
  for (const event of events) {
    const isSameSending =
      before?.kind === 'send' &&
      event.kind === 'send' &&
      event.cause === before.cause &&
      event.node === before.node &&
      messageInWords(event.detail, scenario) === messageInWords(before.detail, scenario);
    before = event;
    peers = isSameSending ? [...peers, event.peer ?? ''] : [event.peer ?? ''];
    if (!isSameSending) {
      happenings.push(happeningOf(event, scenario));
      continue;
    }
    const text = `sends to ${peers.join(' ')}: ${messageInWords(event.detail, scenario)}`;
    happenings.push({ ...must(happenings.pop(), 'last happening'), text });
  }
  return happenings;
}

export function happeningOf(event: TraceEvent, scenario: AnyScenario): Happening {
  const { id, atMs, cause, node } = event;
  const rule = event.kind === 'note' ? event.detail.rule : undefined;
  return { id, atMs, cause, node, text: eventInFull(event, scenario), rule };
}

/** What there is to see of a node whose sim has no view of its own: numbers, words, and how many. */
function cellsOf(state: unknown): [label: string, value: string][] {
  if (typeof state !== 'object' || state === null) return [];
  return Object.entries(state).flatMap(([label, value]): [string, string][] => {
    if (Array.isArray(value)) return [[label, `${value.length}`]];
    if (value === null || value === undefined) return [[label, '-']];
    return typeof value === 'object' ? [] : [[label, String(value)]];
  });
}
