/**
 * Goal: whatever is replicated and however it is shipped, no fault leaves a mark: no invariant is
 * broken, and everything arrives. Method: random edits and random faults on every type with every
 * policy that it is written for.
 */
import { describe, expect, test } from 'vitest';
import { everyPair, expectNoAlarm } from '../../../support/crdt-under-faults.ts';

describe.each(everyPair)('%s by %s', (type, policy) => {
  test('random edits and faults break nothing', () => {
    for (let seed = 0; seed < 2; seed++) expectNoAlarm(String(seed), { type, policy });
  });
});

test('nine replicas, and one alone', () => {
  for (const replicas of [1, 2, 9]) {
    expectNoAlarm('nine', { type: 'orswot', policy: 'delta', replicas, edits: 12 });
    expectNoAlarm('nine', { type: 'rga', policy: 'op', replicas, edits: 12 });
  }
});

test('text waits for no more than its precondition, and still comes together', () => {
  for (let seed = 0; seed < 4; seed++) {
    expectNoAlarm(String(seed), { type: 'rga', policy: 'op', order: 'precondition' });
  }
});

test('an edit that is not of the type is refused, and changes nothing', () => {
  const plan = [{ atMs: 0, operation: { replica: 'r1', edit: { write: 'x' } } }];
  const { metrics } = expectNoAlarm('foreign', { type: 'orswot', policy: 'state', edits: 1 }, plan);
  expect(metrics).toMatchObject({ accepted: 0, refused: 1 });
});
