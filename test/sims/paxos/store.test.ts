/**
 * Goal: a client asks one server after the other and never has two open requests, and the store
 * executes each request once, however often and in whatever order its copies arrive.
 */
import { fc, test as property } from '@fast-check/vitest';
import { describe, expect, test } from 'vitest';
import { type ClientOptions, client } from '../../../sims/paxos/store/client.ts';
import type { Command } from '../../../sims/paxos/store/command.ts';
import { recordHistory } from '../../../sims/paxos/store/history.ts';
import { apply, emptyMachine, read } from '../../../sims/paxos/store/machine.ts';
import type { ClientNotes } from '../../../sims/paxos/store/notes.ts';
import { whyNotLinearizable } from '../../../src/check/linearizability/why.ts';
import type { NoteOf } from '../../../src/trace/note-book.ts';
import { World } from '../../../src/world/world.ts';
import { onBench } from '../../support/actor-bench.ts';

const basic: ClientOptions = {
  servers: ['a', 'b', 'c'],
  keys: 2,
  reads: 0,
  syncs: false,
  fromMs: 50,
  untilMs: 1_000,
  thinkMs: 20,
  retryMs: 30,
  timeoutMs: 200,
  backoffMs: 5,
};
const ask = (own: Partial<ClientOptions> = {}) => onBench('c1', client({ ...basic, ...own }));

describe('a client', () => {
  test('asks for the next thing a while after the answer to the last, and nothing from its end on', () => {
    const bench = ask({ syncs: true });
    const { timers } = bench.done;
    // The bench draws 0.5.
    expect([...timers]).toEqual([['think', 60]]);
    const command = { client: 'c1', serial: 1, f: 'put', key: 'k2', value: 'c1.1' };
    const request = { type: 'Request', command, seen: 0, sync: true };
    expect(bench.timeout('think').sent).toEqual([{ to: 'a', message: request }]);
    expect([timers.get('timeout'), timers.get('again')]).toEqual([200, 30]);
    expect(bench.state.isAnswered).toBe(false);
    // Answers to requests that it has not sent do not count.
    bench.receive('a', { type: 'Reply', serial: 0, value: 'old' });
    expect([bench.state.open?.serial, bench.done.notes]).toEqual([1, []]);
    timers.delete('think');
    bench.receive('a', { type: 'Reply', serial: 1, value: 'c1.1', seen: 4 });
    expect(bench.state).toMatchObject({ open: null, seen: 4, isAnswered: true });
    expect([...timers]).toEqual([['think', 10]]);
    expect(bench.timeout('think').sent[0]?.message).toMatchObject({
      seen: 4,
      command: { serial: 2 },
    });
    bench.receive('a', { type: 'Reply', serial: 2, value: 'c1.2', seen: 3 });
    expect(bench.state.seen).toBe(4);
    bench.receive('a', { type: 'Reply', serial: 2, value: 'c1.2' });
    expect(bench.done.notes).toEqual([]);
    bench.at(1_000);
    expect(bench.timeout('think').sent).toEqual([]);
    expect(bench.state.open).toBeNull();
    bench.at(999);
    expect(bench.timeout('think').sent).toHaveLength(1);
  });

  test('goes to the leader that it is told of, to the next server if none is known, and if nothing comes', () => {
    const bench = ask();
    bench.timeout('think');
    const asks = () => bench.timeout('again').sent.map(({ to }) => to)[0];
    expect([asks(), asks(), asks()]).toEqual(['b', 'c', 'a']);
    const refer = (leader: string | null) => {
      bench.receive('a', { type: 'Redirect', serial: 1, leader });
      expect(bench.done.timers.get('again')).toBe(5);
      return asks();
    };
    expect([refer('c'), refer(null), refer('elsewhere'), refer('a')]).toEqual(['c', 'a', 'b', 'a']);
    // The time until the next try starts again with each.
    expect(bench.done.timers.get('again')).toBe(30);
    bench.receive('a', { type: 'Redirect', serial: 9, leader: 'c' });
    expect(asks()).toBe('b');
  });

  test('goes on as another process when it has given up, because the request may still be done', () => {
    const bench = ask();
    const says = (kind: string, process: string) =>
      expect(bench.done.notes).toMatchObject([{ kind, process }]);
    bench.timeout('think');
    says('invoke', 'c1/0');
    bench.timeout('timeout');
    says('info', 'c1/0');
    expect(bench.state).toMatchObject({ open: null, isAnswered: false });
    expect([...bench.done.timers]).toEqual([['think', 10]]);
    expect(bench.timeout('think').sent.map(({ to }) => to)).toEqual(['b']);
    says('invoke', 'c1/1');
    bench.receive('b', { type: 'Reply', serial: 2, value: 'c1.2' });
    says('ok', 'c1/1');
    expect(bench.state.isAnswered).toBe(true);
    // No request is open, so neither a redirect nor a timer makes it ask.
    expect(bench.timeout('again').sent).toEqual([]);
    bench.timeout('think');
    bench.timeout('timeout');
    expect(bench.state.isAnswered).toBe(false);
  });

  test.each([
    [0.5, 'put', 'c1.1', undefined],
    [0.51, 'get', null, true],
  ])('reads that share of the time: %d', (reads, f, value, sync) => {
    const bench = ask({ reads, syncs: true });
    bench.timeout('think');
    expect(bench.state.open).toMatchObject({ f, value });
    expect(bench.done.notes).toMatchObject([{ kind: 'invoke', f, value, sync: sync ?? false }]);
  });
});

/** Notes of clients, and the history made from them. */
function historyOf(notes: readonly NoteOf<ClientNotes>[]) {
  const world = new World('history');
  const history = recordHistory(world.trace);
  for (const note of notes) world.note('c', note);
  return history;
}
const asks = (process: string, f: 'put' | 'get', value: string | null = null) =>
  ({ kind: 'invoke', process, f, key: 'k', value, sync: false }) as const;
const isTold = (process: string, value: string | null) =>
  ({ kind: 'ok', process, value, seen: 0 }) as const;

describe('the history', () => {
  test('has each request with its end: the value that was read, or that none is known', () => {
    const notes = [
      asks('a', 'put', 'x'),
      asks('b', 'get'),
      isTold('b', 'x'),
      { kind: 'info', process: 'a' } as const,
    ];
    expect(historyOf(notes)).toEqual([
      { type: 'invoke', process: 'a', f: 'put', key: 'k', value: 'x' },
      { type: 'invoke', process: 'b', f: 'get', key: 'k', value: undefined },
      { type: 'ok', process: 'b', f: 'get', key: 'k', value: 'x' },
      { type: 'info', process: 'a', f: 'put', key: 'k', value: 'x' },
    ]);
  });

  test('is that of one store, or says which request no order explains', () => {
    const fine = [asks('a', 'put', 'x'), asks('b', 'get'), isTold('b', null), isTold('a', 'x')];
    expect(whyNotLinearizable(historyOf(fine))).toBeUndefined();
    const stale = [...fine, asks('b', 'get'), isTold('b', null)];
    expect(whyNotLinearizable(historyOf(stale))).toContain('no order explains');
    // A write that was given up may be seen later, or never.
    const open = [asks('a', 'put', 'x'), { kind: 'info', process: 'a' } as const];
    for (const seen of ['x', null])
      expect(
        whyNotLinearizable(historyOf([...open, asks('b', 'get'), isTold('b', seen)])),
      ).toBeUndefined();
  });
});

describe('the store', () => {
  const command = fc.record({
    client: fc.constantFrom('c1', 'c2'),
    serial: fc.integer({ min: 1, max: 4 }),
    f: fc.constantFrom('put' as const, 'get' as const),
    key: fc.constantFrom('k', 'l'),
  });

  property.prop([fc.array(command, { maxLength: 12 })], { numRuns: 80 })(
    'does what a list of all that came would say',
    (came) => {
      const machine = emptyMachine();
      const done: Command[] = [];
      for (const own of came) {
        const value = own.f === 'put' ? `${own.client}.${own.serial}` : null;
        const one = { ...own, value };
        const serials = done
          .filter(({ client: by }) => by === own.client)
          .map(({ serial }) => serial);
        const last = Math.max(0, ...serials);
        done.push({ ...one, f: own.serial > last ? own.f : 'get' });
        const lastPut = done.findLast(({ f, key }) => f === 'put' && key === own.key);
        const holds = lastPut?.value ?? null;
        const isOver = own.serial < last;
        expect(apply(machine, one, true)).toBe(
          isOver ? undefined : own.f === 'put' ? value : holds,
        );
        expect(read(machine, own.key)).toBe(holds);
      }
    },
  );
});
