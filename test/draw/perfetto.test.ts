/**
 * Goal: what is written for Perfetto obeys the rules of the Trace Event format. There is no reader of
 * it on npm, so the rules are written down here: every entry has its fields; slices of a thread nest;
 * an arrow begins and ends inside a slice of its thread; what begins asynchronously also ends.
 */

import { fc, test } from '@fast-check/vitest';
import { describe, expect } from 'vitest';
import { toPerfetto } from '../../src/draw/perfetto.ts';
import { type Window, wholeRun } from '../../src/draw/window.ts';
import { must } from '../../src/kernel/must.ts';
import type { TraceEvent } from '../../src/trace/event.ts';
import { faultPlans } from '../support/arbitraries.ts';
import { chatter } from '../support/chatter.ts';

interface Entry {
  readonly name: string;
  readonly ph: string;
  readonly ts: number;
  readonly dur?: number;
  readonly pid: number;
  readonly tid: number;
  readonly id?: number;
  readonly cat?: string;
  readonly bp?: string;
  readonly args?: { readonly name?: string; readonly messages?: number; readonly event?: number };
}

const words = { event: ({ kind }: TraceEvent) => kind, message: () => 'message' };

function entriesOf(events: readonly TraceEvent[], window: Window = wholeRun): Entry[] {
  const parsed = JSON.parse(toPerfetto(events, words, window));
  expect(Object.keys(parsed)).toEqual(['displayTimeUnit', 'traceEvents']);
  return parsed.traceEvents;
}

/** As Perfetto reads times: nanoseconds, whole. */
const ns = (microseconds: number) => Math.round(microseconds * 1_000);

function threads(entries: readonly Entry[]): Map<string, { from: number; until: number }[]> {
  const slices = new Map<string, { from: number; until: number }[]>();
  for (const { ph, pid, tid, ts, dur = 0 } of entries) {
    if (ph !== 'X') continue;
    const thread = `${pid}/${tid}`;
    const before = slices.get(thread) ?? [];
    before.push({ from: ns(ts), until: ns(ts) + ns(dur) });
    slices.set(thread, before);
  }
  return slices;
}

function requireFormat(entries: readonly Entry[]): void {
  expect(entries.filter((entry) => !hasItsFields(entry))).toEqual([]);
  const slices = threads(entries);
  for (const spans of slices.values()) requireNesting(spans);
  const unbound = entries.filter(({ ph, pid, tid, ts }) => {
    const around = slices.get(`${pid}/${tid}`) ?? [];
    const isBound = around.some(({ from, until }) => from <= ns(ts) && ns(ts) <= until);
    return (ph === 's' || ph === 'f') && !isBound;
  });
  expect(unbound).toEqual([]);
  for (const [begin, end] of [
    ['s', 'f'],
    ['b', 'e'],
  ]) {
    const named = (phase: string | undefined) =>
      entries.filter(({ ph }) => ph === phase).map(({ id, cat, name }) => `${id} ${cat} ${name}`);
    expect(named(begin).sort()).toEqual(named(end).sort());
    expect(new Set(named(begin)).size).toBe(named(begin).length);
  }
  expect(entries.filter(({ ph, bp }) => ph === 'f' && bp !== 'e')).toEqual([]);
}

function hasItsFields({ name, cat, ph, ts, dur, pid, tid, args }: Entry): boolean {
  const numbers = ph === 'X' ? [ts, dur, pid, tid] : [ts, pid, tid];
  return (
    typeof name === 'string' &&
    typeof cat === 'string' &&
    typeof args === 'object' &&
    /^[MXCbesf]$/.test(ph) &&
    numbers.every((number) => Number.isFinite(number) && (number as number) >= 0)
  );
}

/** No two slices overlap without one lying inside the other. */
function requireNesting(spans: readonly { from: number; until: number }[]): void {
  const sorted = [...spans].sort((a, b) => a.from - b.from || b.until - a.until);
  const around: { from: number; until: number }[] = [];
  for (const span of sorted) {
    while ((around.at(-1)?.until ?? Infinity) <= span.from && around.at(-1)?.from !== span.from) {
      around.pop();
    }
    const outer = around.at(-1);
    if (outer !== undefined && span.until > outer.until) throw new Error('slices overlap');
    around.push(span);
  }
}

describe('Perfetto', () => {
  test.prop([fc.string(), faultPlans(['a', 'b', 'c'], 300)], { numRuns: 40 })(
    'obeys the format whatever happens',
    (seed, plan) => requireFormat(entriesOf(chatter(seed, plan, 300))),
  );

  test.prop([fc.integer({ min: 0, max: 500 }), fc.integer({ min: 0, max: 500 })], { numRuns: 20 })(
    'obeys the format in a window',
    (a, b) => {
      const window = { fromMs: Math.min(a, b), untilMs: Math.max(a, b) };
      requireFormat(entriesOf(chatter('seed'), window));
    },
  );

  test('the rules of this test notice what breaks them', () => {
    const overlapping = [
      { from: 0, until: 2 },
      { from: 1, until: 3 },
    ];
    expect(() => requireNesting(overlapping)).toThrow();
    expect(() => requireNesting([{ from: 0, until: 2 }, ...overlapping.slice(1)])).toThrow();
    const arrow = { name: 'm', ph: 's', ts: 1, pid: 1, tid: 1, id: 1, cat: 'message' };
    expect(() => requireFormat([arrow])).toThrow();
  });

  test('names its threads, draws every delivery as an arrow, and counts what is in flight', () => {
    const events = chatter('seed');
    const entries = entriesOf(events);
    const named = (what: string) =>
      entries.filter(({ name }) => name === what).map(({ args }) => args?.name);
    expect(named('process_name')).toEqual(['nodes', 'network']);
    expect(named('thread_name').sort()).toEqual(['a', 'b', 'c', 'world']);

    const count = (kind: string) => events.filter((event) => event.kind === kind).length;
    expect(entries.filter(({ ph }) => ph === 'f').length).toBe(count('deliver'));
    expect(entries.filter(({ ph }) => ph === 'b').length).toBe(count('send') + count('duplicate'));
    const counts = entries.filter(({ ph }) => ph === 'C').map(({ args }) => args?.messages);
    const stillThere = count('send') + count('duplicate') - count('deliver') - count('drop');
    expect(counts.at(-1)).toBe(stillThere);
  });

  test('a crash and a pause are long slices, as long as they lasted', () => {
    const spans = entriesOf(chatter('seed')).filter(({ name }) =>
      ['down', 'paused'].includes(name),
    );
    expect(spans.map(({ name, ts, dur }) => [name, ts, dur])).toEqual([
      ['paused', 200_000, 50_000],
      ['down', 300_000, 100_000],
    ]);
  });

  test('in the time of an event nothing is lost to rounding', () => {
    const events = chatter('seed');
    const slices = entriesOf(events).filter(({ cat }) => cat === 'deliver');
    for (const { ts, args } of slices) {
      const event = must(events[args?.event ?? -1], 'event of that number');
      expect(Math.abs(ts / 1_000 - event.atMs)).toBeLessThanOrEqual(5e-7);
    }
    expect(slices.length).toBeGreaterThan(10);
  });
});
