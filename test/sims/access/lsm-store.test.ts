/**
 * Goal: what the store has acknowledged survives crashes at any moment, with flushes and merges under way. Method: writes,
 * overwrites and deletions of few keys, crashes that are drawn, and a map of what was acknowledged last.
 */
import { fc, test as property } from '@fast-check/vitest';
import { expect, test } from 'vitest';
import { lsmStore, type StoreOptions, type StoreRequest } from '../../../sims/access/lsm/store.ts';
import { timetable } from '../../../sims/access/lsm/timetable.ts';
import { accessRules } from '../../../sims/access/rules.ts';
import { constant } from '../../../src/kernel/distribution.ts';
import type { Process } from '../../../src/kernel/process.ts';
import { crash, restart } from '../../../src/world/fault.ts';
import { client, isCallFailure, type ServerContext } from '../../../src/world/server.ts';
import { World } from '../../../src/world/world.ts';

const rules = accessRules.without();
const options: StoreOptions = {
  memtableEntries: 5,
  entriesPerPage: 2,
  bitsPerKey: 8,
  level0Runs: 2,
  sizeRatio: 2,
  policy: 'levelled',
  level0RunsMax: 3,
  compactedPerMs: 2,
};
const keyCount = 9;

/** Values that each key may have: the one acknowledged last, and those that were sent after it. */
type Allowed = Map<number, (number | undefined)[]>;

function* writes(node: ServerContext, steps: readonly number[], allowed: Allowed): Process<void> {
  for (const [at, step] of steps.entries()) {
    const [key, value] = [step % keyCount, step % 4 === 0 ? undefined : at];
    const request: StoreRequest = { do: 'put', entries: [{ key, value }] };
    allowed.set(key, [...(allowed.get(key) ?? [undefined]), value]);
    try {
      yield* node.call('store', request, { timeoutMs: 40 });
      allowed.set(key, [value]);
    } catch (failure) {
      if (!isCallFailure(failure)) throw failure;
    }
  }
}

function* reads(node: ServerContext, found: Map<number, number | undefined>): Process<void> {
  for (let key = 0; key < keyCount; key++) {
    const request: StoreRequest = { do: 'get', key };
    found.set(key, (yield* node.call<number | null>('store', request)) ?? undefined);
  }
}

function outcome(
  steps: readonly number[],
  crashes: readonly number[],
  off: readonly string[] = [],
) {
  const world = new World('1', { latencyMs: constant(0.5) });
  const store = lsmStore(options, accessRules.without(...off));
  world.addServer('store', store, { diskMs: constant(1) });
  const allowed: Allowed = new Map();
  const found = new Map<number, number | undefined>();
  world.addServer(
    'writer',
    client('writer', (node) => node.spawn(writes(node, steps, allowed))),
  );
  for (const atMs of crashes) {
    world.plan([
      { atMs, fault: crash('store') },
      { atMs: atMs + 3, fault: restart('store') },
    ]);
  }
  world.kernel.runUntil(5_000);
  world.addServer(
    'reader',
    client('reader', (node) => node.spawn(reads(node, found))),
  );
  world.kernel.runUntil(5_100);
  const wrong = [...allowed].filter(([key, values]) => !values.includes(found.get(key)));
  return { wrong: wrong.map(([key]) => key), read: found.size };
}

property.prop([
  fc.array(fc.integer({ min: 0, max: 99 }), { minLength: 10, maxLength: 80 }),
  fc.array(fc.double({ min: 0.1, max: 150, noNaN: true }), { maxLength: 4 }),
])('crashes lose nothing that was acknowledged', (steps, crashes) => {
  const apart = [...crashes].sort((a, b) => a - b).map((atMs, place) => atMs + 10 * place);
  expect(outcome(steps, apart)).toEqual({ wrong: [], read: keyCount });
});

test('without the log a crash loses what was in memory', () => {
  const steps = [1, 2, 3, 5, 6, 7];
  expect(outcome(steps, [50])).toEqual({ wrong: [], read: keyCount });
  const { wrong } = outcome(steps, [50], ['log-before-memtable']);
  expect(wrong).toEqual([7]);
});

test('the timetable: writes wait for the compaction that makes room', () => {
  const shape = { ...options, memtableEntries: 10, compactedPerMs: 1, level0RunsMax: 3 };
  const writesOf = { batches: 5, batchEntries: 10, everyMs: 1 };
  const free = timetable(shape, writesOf, false);
  expect(free).toEqual({
    acceptedMs: [0, 1, 2, 3, 4],
    flushedMs: [0, 1, 2, 3, 4],
    // 20 entries from 1 on; then 40 with what is on the first level, into the second.
    compactedMs: [21, 61],
  });
  const waiting = timetable(shape, writesOf, true);
  expect(waiting.acceptedMs).toEqual([0, 1, 2, 21, 21]);
  expect(waiting.compactedMs).toEqual([21, 61]);
  expect(rules['writes-wait-for-compaction']).toBe(true);
});
