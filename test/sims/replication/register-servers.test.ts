/**
 * Goal: a server of the register does what Attiya, Bar-Noy and Dolev (and Lynch and Shvartsman, for
 * several writers) say of each phase, over crashes too; and the observer reports violations, and
 * nothing else.
 */
import { fc, test as property } from '@fast-check/vitest';
import { describe, expect, test } from 'vitest';
import { RegisterRecord } from '../../../sims/replication/abd/cluster.ts';
import type { AbdRecord, Value } from '../../../sims/replication/abd/messages.ts';
import { abdServer } from '../../../sims/replication/abd/server.ts';
import { replicationRules } from '../../../sims/replication/rules.ts';
import { onBench } from '../../support/actor-bench.ts';

const rules = replicationRules.without();
const servers = ['a', 'b', 'c', 'd', 'e'];
const server = (journal: readonly AbdRecord[] = [], skipsAgreed = false) =>
  onBench('c', abdServer(rules, { servers, skipsAgreed }), journal);
const toAll = (message: object) => servers.map((to) => ({ to, message }));
const version = (count: number, writer: string) => ({ count, writer });

const held = fc.record({
  from: fc.constantFrom(...servers),
  count: fc.integer({ min: 0, max: 3 }),
  writer: fc.constantFrom(...servers),
  isLate: fc.boolean(),
});
const isBelow = (one: { count: number; writer: string }, other: typeof one) =>
  one.count === other.count ? one.writer < other.writer : one.count < other.count;

property.prop([fc.option(fc.constant('mine'), { nil: null }), fc.array(held), fc.array(held)], {
  numRuns: 80,
})(
  'an operation hears three of five, and stores the newest, or one above it, with three of five',
  (write: Value, first, second) => {
    const bench = server();
    expect(bench.serve('user', { type: 'Operate', write }).sent).toEqual(
      toAll({ type: 'Query', operation: 1 }),
    );
    const heard = new Map<string, { version: typeof newest; value: string }>();
    let newest = version(0, '');
    let stored: object | undefined;
    for (const { from, count, writer, isLate } of first) {
      const answer = { version: version(count, writer), value: `${count}${writer}` };
      const operation = isLate ? 0 : 1;
      const { sent } = bench.serve(from, { type: 'Held', operation, ...answer });
      if (isLate || stored !== undefined) {
        expect(sent).toEqual([]);
        continue;
      }
      heard.set(from, answer);
      if (heard.size < 3) {
        expect(sent).toEqual([]);
        continue;
      }
      newest = version(0, '');
      let value: string | null = null;
      for (const one of heard.values())
        if (value === null || isBelow(newest, one.version))
          [newest, value] = [one.version, one.value];
      const stores =
        write === null
          ? { version: newest, value }
          : { version: version(newest.count + 1, 'c'), value: write };
      stored = { type: 'Store', operation: 1, ...stores };
      expect(sent).toEqual(toAll(stored));
      // It is on the server's own disk before any other hears of it.
      const isNew = isBelow(version(0, ''), stores.version);
      expect(bench.state.version).toEqual(isNew ? stores.version : version(0, ''));
    }
    const done = new Set<string>();
    for (const { from, isLate } of second) {
      const { notes } = bench.serve(from, { type: 'Stored', operation: isLate ? 2 : 1 });
      const wasOver = done.size === 3;
      if (!isLate && stored !== undefined && !wasOver) done.add(from);
      expect(notes.length).toBe(done.size === 3 && !wasOver ? 1 : 0);
      expect(bench.state.phase === null).toBe(done.size === 3);
    }
  },
);

describe('a server', () => {
  test('keeps the newer of what it has and what it is sent, on its disk before it answers', () => {
    const bench = server();
    const store = (count: number, writer: string, value: string) => {
      const sent = { type: 'Store', operation: 7, version: version(count, writer), value } as const;
      const { persisted } = bench.receive('b', sent);
      const stored = [...persisted];
      expect(bench.sync().sent).toEqual([{ to: 'b', message: { type: 'Stored', operation: 7 } }]);
      return stored.length;
    };
    expect([
      store(2, 'b', 'x'),
      store(2, 'a', 'y'),
      store(1, 'e', 'z'),
      store(2, 'b', 'x'),
    ]).toEqual([1, 0, 0, 0]);
    expect([store(2, 'd', 'w'), bench.state.value]).toEqual([1, 'w']);
    bench.receive('b', { type: 'Store', operation: 7, version: version(9, 'a'), value: 'last' });
    expect(bench.done.sent).toEqual([]);
    const again = server(bench.done.persisted);
    expect(again.serve('d', { type: 'Query', operation: 3 }).sent).toEqual([
      { to: 'd', message: { type: 'Held', operation: 3, version: version(9, 'a'), value: 'last' } },
    ]);
  });

  test('does what its user asks one after the other, and numbers on after a crash', () => {
    const bench = server();
    bench.serve('user', { type: 'Operate', write: null });
    const journal = [...bench.done.persisted];
    expect(bench.serve('user', { type: 'Operate', write: 'next' }).sent).toEqual([]);
    const empty = { version: version(0, ''), value: null };
    for (const from of ['a', 'b', 'c']) bench.serve(from, { type: 'Held', operation: 1, ...empty });
    for (const from of ['a', 'b']) bench.serve(from, { type: 'Stored', operation: 1 });
    expect(bench.serve('c', { type: 'Stored', operation: 1 }).sent).toEqual(
      toAll({ type: 'Query', operation: 2 }),
    );
    const again = server(journal);
    expect(again.serve('user', { type: 'Operate', write: null }).sent).toEqual(
      toAll({ type: 'Query', operation: 2 }),
    );
  });

  test.each([
    [['1a', '1a', '1a'], 1],
    [['1a', '1a', '1b'], 2],
    [['0a', '1a', '1a'], 2],
  ] as const)(
    'that may skip it writes back only if answers differ: %j, %d round trips',
    (answers, roundTrips) => {
      const bench = server([], true);
      bench.serve('user', { type: 'Operate', write: null });
      for (const [place, answer] of answers.entries())
        bench.serve(servers[place] ?? '', {
          type: 'Held',
          operation: 1,
          version: version(Number(answer[0]), answer[1] ?? ''),
          value: answer,
        });
      expect(bench.done.sent).toHaveLength(roundTrips === 1 ? 0 : 5);
      for (const from of ['a', 'b', 'c']) {
        if (bench.state.phase === null) break;
        bench.serve(from, { type: 'Stored', operation: 1 });
      }
      const value = roundTrips === 2 && answers[2] === '1b' ? '1b' : '1a';
      expect(bench.done.notes.at(-1)).toMatchObject({
        kind: 'ends-operation',
        isRead: true,
        roundTrips,
        value,
      });
    },
  );
});

describe('the onlooker', () => {
  const record = () => {
    const own = new RegisterRecord();
    const begins = (by: string, write: Value = null) =>
      own.hears(by, { kind: 'begins-operation', write });
    const ends = (by: string, isRead: boolean, count: number, writer = 'a', roundTrips = 2) =>
      own.hears(by, {
        kind: 'ends-operation',
        isRead,
        version: version(count, writer),
        value: `${count}`,
        roundTrips,
      });
    return { own, begins, ends, broken: () => [...own.breaches.all.keys()] };
  };

  test('lets a read see what had ended when it began, and a write go above it', () => {
    const { own, begins, ends, broken } = record();
    begins('a', '1');
    begins('b');
    begins('c', '1');
    ends('a', false, 1);
    // They began before that.
    ends('b', true, 0);
    ends('c', false, 1, 'c');
    begins('b');
    ends('b', true, 1, 'c', 1);
    expect([own.reads, own.writes, own.readRoundTrips, own.staleReads, broken()]).toEqual([
      2,
      2,
      3,
      0,
      [],
    ]);
    for (let stale = 0; stale < 2; stale++) {
      begins('d');
      ends('d', true, 1, 'a');
    }
    expect([own.staleReads, broken()]).toEqual([2, ['register-steps-forward']]);
    begins('d');
    ends('d', true, 1, 'c');
    expect(own.staleReads).toBe(2);
    const another = record();
    another.begins('a', '1');
    another.ends('a', false, 1);
    another.begins('b', '2');
    another.ends('b', false, 1);
    expect([another.own.staleReads, another.broken()]).toEqual([0, ['register-steps-forward']]);
  });

  test('lets no two writes have the same version', () => {
    const { own, broken } = record();
    const gives = (by: string, count: number, writer: string) =>
      own.hears(by, { kind: 'gives-version', version: version(count, writer), value: by });
    gives('a', 1, 'a');
    gives('b', 1, 'b');
    gives('a', 2, 'a');
    expect(broken()).toEqual([]);
    gives('c', 1, 'b');
    expect(broken()).toEqual(['versions-are-unique']);
  });
});
