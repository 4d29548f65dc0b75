/**
 * Why: the causal chain that led to an event, as a short story.
 *
 * Every event knows its cause, so the chain is a walk back to what nothing caused. Told forward,
 * what matters in it is what the nodes said of themselves and the messages between them. Stretches
 * in which nothing was said, such as one heartbeat after another, become one line. And where the
 * chain waits for a timer, the story tells what happened meanwhile: why nothing stopped it.
 */
import { must } from '../kernel/must.ts';
import type { EventKind, TraceEvent } from '../trace/event.ts';
import { Reply } from '../world/call.ts';
import { eventInWords } from './narrate.ts';
import type { AnyScenario } from './scenario.ts';
import { eventInFull, messageInWords } from './words.ts';

/** One line of the story. */
export interface Reason {
  readonly event: number;
  readonly atMs: number;
  readonly node: string | undefined;
  readonly text: string;
  /** The rule that decided it, if one did. */
  readonly rule: string | undefined;
  /** Not on the chain, but while the chain waited for a timer. */
  readonly meanwhile: boolean;
}

/** The last event that a story of these would tell, or, if none is of interest, the very last. */
export function lastTold(
  events: readonly TraceEvent[],
  scenario: AnyScenario,
): TraceEvent | undefined {
  return events.findLast((event) => eventInWords(event, scenario) !== undefined) ?? events.at(-1);
}

/** The story of an event, from its first cause to itself. O(events). */
export function why(events: readonly TraceEvent[], id: number, scenario: AnyScenario): Reason[] {
  const chain = chainOf(events, id);
  const reasons: Reason[] = [];
  let routine: TraceEvent[] = [];
  let toldUpTo = -1;
  for (const [place, event] of chain.entries()) {
    const next = chain[place + 1];
    const link = { event, next, events, scenario };
    if (isCarriedBy(event, next)) continue;
    const said = next === undefined ? [] : saidBetween(link);
    if (next !== undefined && said.length === 0 && !speaks(link)) {
      routine.push(event);
      continue;
    }
    const waits = [...routine, event].filter(({ kind }) => kind === 'timer');
    // A timer that runs out is what set things going: it is told by itself.
    const [timer] = routine.at(-1)?.kind === 'timer' ? routine.splice(-1) : [];
    reasons.push(
      ...routineInWords(routine, events, scenario),
      ...(waits.length > 0 ? meanwhile(link, toldUpTo, waits) : []),
      ...(timer === undefined ? [] : [reasonOf(timer, headline(timer, events, scenario))]),
      reasonOf(event, headline(event, events, scenario)),
      ...said,
    );
    routine = [];
    toldUpTo = event.id;
  }
  return reasons;
}

/** From the first cause to the event itself. */
export function chainOf(events: readonly TraceEvent[], id: number): TraceEvent[] {
  const chain: TraceEvent[] = [];
  for (let event = events[id]; event !== undefined; event = events[reasonFor(event)]) {
    chain.push(event);
  }
  return chain.reverse();
}

/** The event itself and all that it led to, in order. O(events after it). */
export function effectsOf(events: readonly TraceEvent[], id: number): TraceEvent[] {
  const ids = new Set([id]);
  for (let at = id + 1; at < events.length; at++) {
    const event = events[at];
    if (event !== undefined && ids.has(reasonFor(event))) ids.add(at);
  }
  return [...ids].flatMap((at) => events[at] ?? []);
}

/**
 * What led to an event: its cause; for a reply the request that it answers, because a request that
 * waited in a queue was let go by the end of another, which is not why it was made.
 */
function reasonFor({ kind, detail, cause }: TraceEvent): number {
  return kind === 'send' && detail instanceof Reply ? detail.answers : cause;
}

interface ChainLink {
  readonly event: TraceEvent;
  readonly next: TraceEvent | undefined;
  readonly events: readonly TraceEvent[];
  readonly scenario: AnyScenario;
}

/** A sending is told with the arrival that it leads to. */
function isCarriedBy({ kind }: TraceEvent, next: TraceEvent | undefined): boolean {
  if (kind !== 'send' && kind !== 'duplicate') return false;
  return next?.kind === 'deliver' || next?.kind === 'duplicate';
}

function speaks({ event, scenario }: ChainLink): boolean {
  return event.kind !== 'start' && eventInWords(event, scenario) !== undefined;
}

/** What was said in a moment before it led on: for the same cause, at the same time. */
function saidBetween({ event, next, events, scenario }: ChainLink): Reason[] {
  const reasons: Reason[] = [];
  const until = next?.id ?? event.id;
  for (let id = event.id + 1; id < until; id++) {
    const other = must(events[id], 'event of that number');
    if (other.atMs > event.atMs) break;
    if (other.kind !== 'note' || other.cause !== event.id) continue;
    const text = eventInWords(other, scenario);
    if (text !== undefined) reasons.push(reasonOf(other, text));
  }
  return reasons;
}

const ofTheWorld: readonly EventKind[] = [
  ...(['fault', 'intervention', 'crash', 'restart', 'pause', 'resume'] as const),
];
const meanwhileMax = 6;

/** What befell the world while the chain waited for timers, and the messages that were missed. */
function meanwhile(
  { event, events, scenario }: ChainLink,
  since: number,
  waits: readonly TraceEvent[],
): Reason[] {
  const between = events.slice(since + 1, event.id);
  const told = between
    .filter(({ kind }) => ofTheWorld.includes(kind))
    .map((other) => ({ ...reasonOf(other, eventInFull(other, scenario)), meanwhile: true }));
  const last = must(waits.at(-1), 'last wait');
  const missed = between.filter(({ id, kind, peer }) => {
    return kind === 'drop' && peer === last.node && id > last.cause;
  }).length;
  const lost = `${missed} ${missed === 1 ? 'message' : 'messages'} to it got lost`;
  const untold = told.length - meanwhileMax;
  const more = told.slice(0, 1).map((one) => {
    return { ...one, node: undefined, text: `${untold} more of what befell the world` };
  });
  return [
    ...(untold > 0 ? more : []),
    ...told.slice(-meanwhileMax),
    ...(missed > 0 ? [{ ...reasonOf(last, lost), meanwhile: true }] : []),
  ];
}

/** An event of the chain, with how long its cause was ago. */
function headline(event: TraceEvent, events: readonly TraceEvent[], scenario: AnyScenario): string {
  const cause = events[event.cause];
  const text = eventInFull(event, scenario);
  if (cause === undefined) return text;
  const before = `${inMs(event.atMs - cause.atMs)} before`;
  if (event.kind === 'deliver') return `${text} (sent ${before})`;
  if (event.kind !== 'timer') return text;
  if (cause.kind === 'intervention') return `${text}, by hand`;
  return `${text}, which was set ${before} ${onWhat(cause, scenario)}`;
}

/** When a timer was set. */
function onWhat(cause: TraceEvent, scenario: AnyScenario): string {
  if (cause.kind === 'start' || cause.kind === 'restart') return 'at the start';
  if (cause.kind === 'deliver') {
    return `on ${messageInWords(cause.detail, scenario)} from ${cause.peer}`;
  }
  return cause.kind === 'timer' ? `when ${cause.detail} ran out` : 'on its own account';
}

/** A stretch of the chain in which nothing was said, in one line. */
function routineInWords(
  routine: readonly TraceEvent[],
  events: readonly TraceEvent[],
  scenario: AnyScenario,
): Reason[] {
  const [first] = routine;
  const last = routine.at(-1);
  if (first === undefined || last === undefined) return [];
  if (routine.length === 1) return [reasonOf(first, headline(first, events, scenario))];
  const counts = new Map<string, number>();
  for (const event of routine) {
    const label = labelOf(event, scenario);
    counts.set(label, (counts.get(label) ?? 0) + 1);
  }
  const parts = [...counts].map(([label, count]) =>
    count === 1 ? label : `${label} ${count} times`,
  );
  const nodes = [...new Set(routine.map(({ node }) => node ?? ''))];
  const text = `routine until ${inMs(last.atMs)}: ${parts.join(', ')}`;
  return [{ ...reasonOf(first, text), node: nodes.join(' ') }];
}

function labelOf(event: TraceEvent, scenario: AnyScenario): string {
  if (event.kind === 'timer') return event.detail;
  if (event.kind === 'deliver') return messageInWords(event.detail, scenario);
  return event.kind === 'durable' ? 'safe on disk' : eventInFull(event, scenario);
}

function reasonOf(event: TraceEvent, text: string): Reason {
  const { id, atMs, node } = event;
  const rule = event.kind === 'note' ? event.detail.rule : undefined;
  return { event: id, atMs, node, text, rule, meanwhile: false };
}

function inMs(ms: number): string {
  return `${ms.toFixed(1)} ms`;
}
