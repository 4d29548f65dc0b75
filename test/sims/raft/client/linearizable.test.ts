/**
 * Goal: what clients saw of a cas that failed counts: a store in which a cas always fails, or fails on
 * what is not there, is not linearizable. Method: histories as the clients record them.
 */
import { describe, expect, test } from 'vitest';
import { type HistoryEvent, recordHistory } from '../../../../sims/raft/client/history.ts';
import { checkHistory } from '../../../../sims/raft/client/linearizable.ts';
import type { RaftNote } from '../../../../sims/raft/notes.ts';
import { World } from '../../../../src/world/world.ts';

/** What clients note, one event after another. */
function historyOf(...notes: readonly RaftNote[]): readonly HistoryEvent[] {
  const world = new World('1');
  const history = recordHistory(world.trace);
  for (const note of notes) world.note(undefined, note);
  return history;
}

const put = (process: number, value: string): RaftNote[] => [
  { kind: 'invokes', process, f: 'put', key: 'x', value, expected: undefined },
  { kind: 'is-answered', process, value: null },
];
const cas = (process: number, expected: string | null, value: string): RaftNote => ({
  kind: 'invokes',
  process,
  f: 'cas',
  key: 'x',
  value,
  expected,
});
const fails = (process: number, found: string | null): RaftNote => ({
  kind: 'fails-to-swap',
  process,
  found,
});

describe('a cas that failed', () => {
  test('is right to fail if it found another value than it expected', () => {
    expect(
      checkHistory(historyOf(...put(1, 'a'), cas(2, 'b', 'c'), fails(2, 'a'))),
    ).toBeUndefined();
    expect(checkHistory(historyOf(cas(2, 'b', 'c'), fails(2, null)))).toBeUndefined();
  });

  test.each([['a'], [null]])('is not, if it found what it expected: %s', (value) => {
    const before = value === null ? [] : put(1, value);
    const why = checkHistory(historyOf(...before, cas(2, value, 'c'), fails(2, value)));
    expect(why).toMatch(/failed, although it found the expected value/);
  });

  test('is not, if it found a value that was overwritten before it was asked for', () => {
    const history = historyOf(...put(1, 'a'), ...put(1, 'b'), cas(2, 'z', 'c'), fails(2, 'a'));
    expect(checkHistory(history)).toMatch(/no order explains/);
  });

  test('may find what a concurrent write has not overwritten yet', () => {
    const [begin, end] = put(1, 'b') as [RaftNote, RaftNote];
    const history = historyOf(...put(3, 'a'), begin, cas(2, 'z', 'c'), fails(2, 'a'), end);
    expect(checkHistory(history)).toBeUndefined();
  });

  test('has not written', () => {
    const read: RaftNote[] = [
      { kind: 'invokes', process: 4, f: 'get', key: 'x', value: undefined, expected: undefined },
      { kind: 'is-answered', process: 4, value: 'c' },
    ];
    const history = historyOf(...put(1, 'a'), cas(2, 'b', 'c'), fails(2, 'a'), ...read);
    expect(checkHistory(history)).toMatch(/no order explains/);
  });
});
