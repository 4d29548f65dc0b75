/**
 * Goal: a ShiViz log says exactly what happened before what. The reader here follows the rules of
 * ShiViz's own parser: the first line is the expression, the second the delimiter; the clocks of a
 * host begin at 1 and rise by 1; every entry of a clock names an event that there is.
 */
import { fc, test } from '@fast-check/vitest';
import { describe, expect } from 'vitest';
import { toShiviz } from '../../src/draw/shiviz.ts';
import { type Window, wholeRun } from '../../src/draw/window.ts';
import type { TraceEvent } from '../../src/trace/event.ts';
import { faultPlans } from '../support/arbitraries.ts';
import { chatter } from '../support/chatter.ts';

interface Logged {
  readonly event: string;
  readonly host: string;
  readonly atMs: number;
  readonly clock: Readonly<Record<string, number>>;
}

/** Throws where ShiViz would. */
function parse(text: string): Map<string, Logged[]> {
  const [expression = '', delimiter = '', ...rest] = text.split('\n');
  const log = rest.join('\n');
  const titles = [...log.matchAll(new RegExp(delimiter, 'gm'))].map(
    ({ groups }) => groups?.['trace'],
  );
  const parts = log.split(new RegExp(delimiter.replace(/\?<\w+>/g, '?:'), 'gm')).slice(1);
  expect(parts.length).toBe(titles.length);
  return new Map(
    parts.map((part, place) => {
      const logged = [...part.matchAll(new RegExp(expression, 'gm'))].map(({ groups = {} }) => ({
        event: groups['event'] ?? '',
        host: groups['host'] ?? '',
        atMs: Number(groups['atMs']),
        clock: JSON.parse(groups['clock'] ?? '') as Record<string, number>,
      }));
      requireClocks(logged);
      return [titles[place] ?? '', logged];
    }),
  );
}

function requireClocks(logged: readonly Logged[]): void {
  const counts = new Map<string, number>();
  for (const { host } of logged) counts.set(host, (counts.get(host) ?? 0) + 1);
  const seen = new Map<string, number>();
  for (const { host, clock } of logged) {
    expect(clock[host]).toBe((seen.get(host) ?? 0) + 1);
    seen.set(host, clock[host] ?? 0);
    for (const [other, time] of Object.entries(clock)) {
      expect(time).toBeGreaterThanOrEqual(1);
      expect(time).toBeLessThanOrEqual(counts.get(other) ?? 0);
    }
  }
}

const words = ({ kind, id }: TraceEvent) => `${id} ${kind}`;
const logOf = (events: readonly TraceEvent[], window: Window = wholeRun) =>
  parse(toShiviz([{ title: 'run', events, words }], window)).get('run') ?? [];

const idOf = ({ event }: Logged) => Number(event.split(' ')[0]);

/** Happened-before by the clocks alone. */
const isBefore = (a: Logged, b: Logged) => (b.clock[a.host] ?? 0) >= (a.clock[a.host] ?? 0);

/** For each event, the events before it: by walking causes and the order on each host. */
function pasts(events: readonly TraceEvent[]): Set<number>[] {
  const latest = new Map<string | undefined, number>();
  const pasts: Set<number>[] = [];
  for (const { id, node, cause } of events) {
    const past = new Set<number>([id]);
    for (const before of [cause, latest.get(node) ?? -1]) {
      for (const one of pasts[before] ?? []) past.add(one);
    }
    pasts.push(past);
    latest.set(node, id);
  }
  return pasts;
}

/** The pairs of which the clocks say one thing and the causes another. */
function disagreements(logged: readonly Logged[], pasts: readonly Set<number>[]): string[] {
  return logged.flatMap((a) =>
    logged
      .filter((b) => isBefore(a, b) !== pasts[idOf(b)]?.has(idOf(a)))
      .map((b) => `${a.event}, ${b.event}`),
  );
}

describe('ShiViz', () => {
  test.prop([fc.string(), faultPlans(['a', 'b', 'c'], 150)], { numRuns: 20 })(
    'the clocks say what the causes say, no more and no less',
    (seed, plan) => {
      const events = chatter(seed, plan, 150);
      const logged = logOf(events);
      expect(logged.map(idOf)).toEqual(events.map(({ id }) => id));
      expect(disagreements(logged, pasts(events))).toEqual([]);
    },
  );

  test.prop([fc.integer({ min: 0, max: 150 }), fc.integer({ min: 0, max: 150 })], { numRuns: 10 })(
    'a window keeps the order of what is in it',
    (a, b) => {
      const events = chatter('seed', undefined, 150);
      const window = { fromMs: Math.min(a, b), untilMs: Math.max(a, b) };
      const logged = logOf(events, window);
      const inside = events.filter(({ atMs }) => atMs >= window.fromMs && atMs <= window.untilMs);
      expect(logged.map(idOf)).toEqual(inside.map(({ id }) => id));
      expect(disagreements(logged, pasts(events))).toEqual([]);
    },
  );

  test('two runs stand in one file, each under its title', () => {
    const runs = ['one', 'two'].map((title) => ({ title, events: chatter(title), words }));
    const parsed = parse(toShiviz(runs));
    expect([...parsed.keys()]).toEqual(['one', 'two']);
    for (const { title, events } of runs) expect(parsed.get(title)?.length).toBe(events.length);
  });

  test('names and texts that would break a line are mended, and stay apart', () => {
    const event = (id: number, node: string | undefined): TraceEvent => ({
      ...{ id, atMs: id, cause: -1, kind: 'note', node, peer: undefined, detail: { kind: 'x' } },
    });
    const events = [event(0, 'a b'), event(1, 'a_b'), event(2, 'world'), event(3, undefined)];
    const text = toShiviz([{ title: 'a\nb', events, words: () => 'two\nlines' }]);
    const logged = parse(text).get('a b') ?? [];
    expect(logged.map(({ host }) => host)).toEqual(['a_b', 'a_b_', 'world', 'world_']);
    expect(logged.map((one) => one.event)).toEqual(Array(4).fill('two lines'));
  });
});
