/**
 * Goal: the commands of a lock behave as Redis' documentation says of SET, PEXPIRE, PTTL and INCR.
 * The deep test asks a real server the same at random.
 */
import { describe, expect, test } from 'vitest';
import { type Command, RedisKeys } from '../../../sims/locks/redis/keys.ts';
import { Refusal } from '../../../src/world/call.ts';

const noTime = new Refusal("ERR invalid expire time in 'set' command");

function answerOf(ask: () => unknown): unknown {
  try {
    return ask();
  } catch (refusal) {
    return refusal;
  }
}

/** Each command at its time, and its answer. */
function holds(...steps: readonly [atMs: number, command: Command, answer: unknown][]): void {
  const keys = new RedisKeys();
  for (const [atMs, command, answer] of steps) {
    expect([atMs, command, answerOf(() => keys.execute(command, atMs))]).toEqual([
      atMs,
      command,
      answer,
    ]);
  }
}

describe('SET', () => {
  test('with PX lasts for so long, and not a millisecond more', () =>
    holds(
      [0, ['SET', 'k', 'a', 'NX', 'PX', 100], 'OK'],
      [99, ['SET', 'k', 'b', 'NX', 'PX', 100], null],
      [99, ['PTTL', 'k'], 1],
      [100, ['GET', 'k'], null],
      [100, ['SET', 'k', 'b', 'PX', 1], 'OK'],
      [100, ['GET', 'k'], 'b'],
    ));

  test('takes PX as its first option, and no time of zero or less', () =>
    holds(
      [0, ['SET', 'k', 'a', 'PX', 0], noTime],
      [0, ['SET', 'k', 'a', 'PX', -1, 'NX'], noTime],
      [0, ['SET', 'k', 'a', 'PX', 10, 'NX'], 'OK'],
      [10, ['GET', 'k'], null],
    ));

  test('without PX lasts', () => holds([0, ['SET', 'k', 'a'], 'OK'], [1e9, ['PTTL', 'k'], -1]));
});

describe('PEXPIRE', () => {
  test('counts from now, deletes at zero, and answers 0 if there is no key', () =>
    holds(
      [0, ['PEXPIRE', 'k', 10], 0],
      [0, ['SET', 'k', 'a'], 'OK'],
      [5, ['PEXPIRE', 'k', 10], 1],
      [14, ['PTTL', 'k'], 1],
      [14, ['PEXPIRE', 'k', 0], 1],
      [14, ['PTTL', 'k'], -2],
    ));
});

test('INCR begins at 1, keeps the time, and refuses a text', () =>
  holds(
    [0, ['INCR', 'n'], 1],
    [0, ['PEXPIRE', 'n', 10], 1],
    [5, ['INCR', 'n'], 2],
    [10, ['INCR', 'n'], 1],
    [10, ['SET', 'k', 'a'], 'OK'],
    [10, ['INCR', 'k'], new Refusal('ERR value is not an integer or out of range')],
  ));
