/**
 * Chrome's Trace Event format, which ui.perfetto.dev and chrome://tracing open.
 *
 * The process `nodes` has a thread for each node, and one for what befalls the world. What a node
 * does takes no virtual time; it is drawn as a short slice, which ends before the next one begins,
 * with what the node said inside it. Being down or paused is a long slice. An arrow leads from the
 * slice in which a message was sent to the one in which it arrived. The process `network` shows
 * every message while it is on its way, and how many there are.
 */

import { must } from '../kernel/must.ts';
import type { TraceEvent } from '../trace/event.ts';
import { jsonLine } from '../words/shown.ts';
import { isWithin, type Window, wholeRun } from './window.ts';

export interface PerfettoWords {
  readonly event: (event: TraceEvent) => string;
  readonly message: (message: unknown) => string;
}

/**
 * One entry of `traceEvents`. Times are in microseconds, to the nanosecond. Each has a `cat` and
 * `args`: some readers need them.
 */
type Entry = Readonly<Record<string, unknown>>;

const nodesProcess = 1;
const networkProcess = 2;
/** How long a slice is drawn at most. */
const sliceNsMax = 50_000;

export function toPerfetto(
  events: readonly TraceEvent[],
  words: PerfettoWords,
  window: Window = wholeRun,
): string {
  const shown = events.filter((event) => isWithin(window, event));
  const threads = new Map(
    [...new Set(shown.map(({ node }) => node))].map((node, i) => [node, i + 1]),
  );
  const threadOf = (node: string | undefined) => must(threads.get(node), 'thread of the node');
  const entries = [
    ...namesOf(threads),
    ...lifeSlices(shown, threadOf),
    ...momentSlices(shown, threadOf, words.event),
    ...journeys(shown, threadOf, words.message),
  ];
  const lines = entries.map(jsonLine).join(',\n');
  return `{"displayTimeUnit":"ms","traceEvents":[\n${lines}\n]}\n`;
}

type ThreadOf = (node: string | undefined) => number;

function namesOf(threads: ReadonlyMap<string | undefined, number>): Entry[] {
  const name = (what: string, pid: number, name: string, tid = 0) =>
    at('M', what, 0, pid, tid, { cat: '__metadata', args: { name } });
  return [
    name('process_name', nodesProcess, 'nodes'),
    name('process_name', networkProcess, 'network'),
    ...[...threads].map(([node, tid]) => name('thread_name', nodesProcess, node ?? 'world', tid)),
  ];
}

/** The times in which a node did not run. */
function lifeSlices(events: readonly TraceEvent[], threadOf: ThreadOf): Entry[] {
  const entries: Entry[] = [];
  const since = new Map<string | undefined, { name: string; ns: number }>();
  const end = (node: string | undefined, untilNs: number) => {
    const span = since.get(node);
    since.delete(node);
    if (span !== undefined) entries.push(slice(threadOf(node), span.name, span.ns, untilNs));
  };
  for (const { kind, node, atMs } of events) {
    const name = { crash: 'down', pause: 'paused', restart: '', resume: '' }[kind as string];
    if (name === undefined) continue;
    end(node, nsOf(atMs));
    if (name !== '') since.set(node, { name, ns: nsOf(atMs) });
  }
  const lastNs = nsOf(events.at(-1)?.atMs ?? 0);
  for (const node of [...since.keys()]) end(node, lastNs);
  return entries;
}

/** What happened on one thread at one instant. */
interface Instant {
  readonly tid: number;
  readonly ns: number;
  readonly events: TraceEvent[];
  /** Where its slices end: before the next instant of the thread. */
  untilNs: number;
}

/**
 * A slice for every event that is something by itself; sending is part of what the node was at.
 * Slices of one thread that begin together also end together: the first is drawn around the others.
 */
function momentSlices(
  events: readonly TraceEvent[],
  threadOf: ThreadOf,
  words: (event: TraceEvent) => string,
): Entry[] {
  return instantsOf(events, threadOf).flatMap(({ tid, ns, events, untilNs }) => {
    const own = events.filter(({ kind }) => kind !== 'send' && kind !== 'duplicate');
    // An arrow needs a slice to start from, also where its node was at nothing else.
    return (own.length > 0 ? own : events.slice(0, 1)).map((event) => {
      const { id, cause, kind, detail } = event;
      const args = { event: id, cause, ...(detail === undefined ? {} : { detail }) };
      return { ...slice(tid, words(event), ns, untilNs), cat: kind, args };
    });
  });
}

function instantsOf(events: readonly TraceEvent[], threadOf: ThreadOf): Instant[] {
  const instants: Instant[] = [];
  const latest = new Map<number, Instant>();
  for (const event of events) {
    if (event.kind === 'drop') continue;
    const tid = threadOf(event.node);
    const ns = nsOf(event.atMs);
    const before = latest.get(tid);
    if (before?.ns === ns) {
      before.events.push(event);
      continue;
    }
    if (before !== undefined) before.untilNs = Math.min(before.untilNs, ns);
    const instant = { tid, ns, events: [event], untilNs: ns + sliceNsMax };
    instants.push(instant);
    latest.set(tid, instant);
  }
  return instants;
}

/** Every message on its way, from its sending to its arrival or loss, and how many there were. */
function journeys(
  events: readonly TraceEvent[],
  threadOf: ThreadOf,
  words: (message: unknown) => string,
): Entry[] {
  const entries: Entry[] = [];
  const underWay = new Map<number, TraceEvent>();
  const count = (atMs: number) =>
    entries.push(
      at('C', 'in flight', atMs, networkProcess, 0, {
        cat: 'message',
        args: { messages: underWay.size },
      }),
    );
  const onItsWay = (phase: 'b' | 'e', sent: TraceEvent, atMs: number, args: object) => {
    const { id, node, peer, detail } = sent;
    const name = `${node} to ${peer}: ${words(detail)}`;
    entries.push(at(phase, name, atMs, networkProcess, 0, { cat: 'message', id, args }));
  };
  for (const event of events) {
    const { id, cause, kind, atMs, node, detail } = event;
    if (kind === 'send' || kind === 'duplicate') {
      underWay.set(id, event);
      onItsWay('b', event, atMs, { event: id });
      count(atMs);
    } else if (kind === 'deliver' || kind === 'drop') {
      const sent = underWay.get(cause);
      if (sent === undefined) continue;
      underWay.delete(cause);
      onItsWay('e', sent, atMs, kind === 'drop' ? { dropped: detail } : { event: id });
      count(atMs);
      if (kind === 'drop') continue;
      const arrow = { cat: 'message', id: cause, args: {} };
      const name = words(sent.detail);
      entries.push(at('s', name, sent.atMs, nodesProcess, threadOf(sent.node), arrow));
      entries.push(at('f', name, atMs, nodesProcess, threadOf(node), { ...arrow, bp: 'e' }));
    }
  }
  const lastMs = events.at(-1)?.atMs ?? 0;
  for (const sent of underWay.values()) onItsWay('e', sent, lastMs, { stillInFlight: true });
  return entries;
}

function slice(tid: number, name: string, fromNs: number, untilNs: number): Entry {
  const [ts, dur] = [fromNs / 1_000, (untilNs - fromNs) / 1_000];
  return { name, cat: 'life', ph: 'X', ts, dur, pid: nodesProcess, tid, args: {} };
}

function at(ph: string, name: string, atMs: number, pid: number, tid: number, more: object): Entry {
  return { name, ph, ts: nsOf(atMs) / 1_000, pid, tid, ...more };
}

function nsOf(ms: number): number {
  return Math.round(ms * 1e6);
}
