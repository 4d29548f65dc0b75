/**
 * ShiViz logs (bestchai.bitbucket.io/shiviz): every event with the vector clock of its host, from
 * which the viewer draws what happened before what. Several runs in one file can be compared there.
 *
 * The file is made for ShiViz's "choose a file": its first line is the expression that takes an
 * event apart, its second the one that separates the runs. The time of an event is a field of its
 * own, so that the viewer finds the same event in two runs at different times.
 *
 * The clocks are derived from causes. An event comes after the one before it on its host and after
 * its cause, wherever that was; so x comes before y exactly where a chain of such steps leads from
 * x to y (Fidge 1988, Mattern 1989). O(events x hosts).
 */

import { must } from '../kernel/must.ts';
import type { TraceEvent } from '../trace/event.ts';
import { jsonLine, shown } from '../words/shown.ts';
import { isWithin, type Window, wholeRun } from './window.ts';

export interface ShivizRun {
  /** Shown above the run; one line. */
  readonly title: string;
  readonly events: readonly TraceEvent[];
  readonly words: (event: TraceEvent) => string;
}

const expression = '(?<event>.*)\\n(?<host>\\S+) (?<atMs>\\S+) (?<clock>\\{.*\\})';
const delimiter = '^=== (?<trace>.*) ===$';

export function toShiviz(runs: readonly ShivizRun[], window: Window = wholeRun): string {
  const lines = runs.flatMap((run) => [`=== ${oneLine(run.title)} ===`, ...linesOf(run, window)]);
  return `${[expression, delimiter, ...lines].join('\n')}\n`;
}

/** How many events of each host an event comes after or is, by the host's place. */
type Clock = readonly number[];

function linesOf({ events, words }: ShivizRun, window: Window): string[] {
  const hosts = hostsOf(events);
  const clocks: Clock[] = [];
  const latest: Clock[] = [...hosts.values()].map(() => []);
  const lines: string[] = [];
  for (const event of events) {
    const { host, place } = must(hosts.get(event.node), 'host of the node');
    const clock = merged(must(latest[place], 'clock of the host'), clocks[event.cause] ?? []);
    if (isWithin(window, event)) {
      clock[place] = (clock[place] ?? 0) + 1;
      const known = [...hosts.values()].filter(({ place }) => (clock[place] ?? 0) > 0);
      const entries = known.map(({ host, place }) => [host, clock[place]]);
      lines.push(oneLine(words(event)));
      lines.push(`${host} ${event.atMs} ${jsonLine(Object.fromEntries(entries))}`);
    }
    clocks.push(clock);
    latest[place] = clock;
  }
  return lines;
}

interface Host {
  /** Without white space, and unlike every other. */
  readonly host: string;
  readonly place: number;
}

/** The node an event belongs to; an event of no node belongs to the world. */
function hostsOf(events: readonly TraceEvent[]): Map<string | undefined, Host> {
  const hosts = new Map<string | undefined, Host>();
  const taken = new Set<string>();
  for (const { node } of events) {
    if (hosts.has(node)) continue;
    let host = shown((node ?? 'world').replace(/\s/g, '_'));
    while (taken.has(host)) host += '_';
    taken.add(host);
    hosts.set(node, { host, place: hosts.size });
  }
  return hosts;
}

function merged(a: Clock, b: Clock): number[] {
  const length = Math.max(a.length, b.length);
  return Array.from({ length }, (_, place) => Math.max(a[place] ?? 0, b[place] ?? 0));
}

function oneLine(text: string): string {
  return shown(text.replace(/\s+/g, ' '));
}
