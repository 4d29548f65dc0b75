/**
 * Goal: a session lasts as long as it sends requests, executes nothing twice, and leaves nothing
 * behind.
 */
import { expect, test } from 'vitest';
import { Sessions } from '../../../sims/locks/session/sessions.ts';
import { Refusal } from '../../../src/world/call.ts';

const opened = () => {
  const sessions = new Sessions(100);
  sessions.open('a', 0);
  sessions.hears('a', 7, 10);
  return sessions;
};

function refusalOf(action: () => void): string | undefined {
  try {
    action();
  } catch (failure) {
    if (failure instanceof Refusal) return failure.reason;
    throw failure;
  }
  return undefined;
}

test('a request that was overtaken is refused, in a session that was opened twice too', () => {
  const sessions = opened();
  sessions.open('a', 20);
  expect(refusalOf(() => sessions.hears('a', 7, 30))).toBe('out-of-order');
  sessions.hears('a', 8, 30);
  expect(sessions.expire(129)).toEqual([]);
});

test.each([
  ['was closed', (sessions: Sessions) => sessions.close('a')],
  ['was silent', (sessions: Sessions) => expect(sessions.expire(110)).toEqual(['a'])],
])('nothing is kept of a session that %s', (_, end) => {
  const sessions = opened();
  end(sessions);
  expect(sessions.ids).toEqual([]);
  expect(refusalOf(() => sessions.hears('a', 8, 120))).toBe('session-expired');
  sessions.open('a', 120);
  sessions.hears('a', 1, 130);
  expect(sessions.ids).toEqual(['a']);
});
