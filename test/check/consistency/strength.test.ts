/**
 * Goal: what a model allows, the weaker ones allow; and each is weaker indeed.
 * Method: random histories of overlapping operations, with the linearizability checker as the strongest; the
 * law of the weaker ones is in `weakerThan`, and each pair has a history that tells them apart.
 */
import { expect, test } from 'vitest';
import { checkConsistency } from '../../../src/check/consistency/check.ts';
import { guaranteeIds, weakerThan } from '../../../src/check/consistency/guarantee.ts';
import { sessionsOf } from '../../../src/check/consistency/sessions.ts';
import {
  checkLinearizability,
  defaultCheckOptions,
} from '../../../src/check/linearizability/check.ts';
import type { Operation } from '../../../src/check/linearizability/history.ts';
import { register } from '../../../src/check/linearizability/models/register.ts';
import { type RandomStream, RandomStreams } from '../../../src/kernel/random.ts';
import { limits, operationsOf, randomSteps } from '../../support/small-sessions.ts';

/** Session by session, at random times: some overlap. */
function timed(stream: RandomStream, operations: readonly Operation[]): Operation[] {
  const clocks = new Map<unknown, number>();
  return operations
    .map((operation) => {
      const calledAt = (clocks.get(operation.process) ?? 0) + stream();
      const returnedAt = calledAt + 2 * stream();
      clocks.set(operation.process, returnedAt);
      return { ...operation, calledAt, returnedAt };
    })
    .sort((a, b) => a.calledAt - b.calledAt);
}

test('a stronger model holds only if the weaker ones do', () => {
  const stream = new RandomStreams('strength').stream('histories');
  const apart = new Set<string>();
  for (let count = 0; count < 800; count++) {
    const operations = timed(stream, operationsOf(randomSteps(stream, 5)));
    const history = sessionsOf(operations, { nilReads: 'absent', initial: undefined });
    const linearizable = checkLinearizability(operations, register, {
      ...defaultCheckOptions,
      nilReads: 'absent',
    });
    const holds = new Set<string>(
      guaranteeIds.filter((id) => checkConsistency(history, id, limits).verdict === 'holds'),
    );
    if (linearizable.verdict === 'linearizable') holds.add('linearizable');
    const pairs = [
      ['linearizable', 'sequential'],
      ...guaranteeIds.flatMap((id) => weakerThan(id).map((weaker) => [id, weaker])),
    ];
    for (const [stronger = '', weaker = ''] of pairs) {
      if (holds.has(stronger)) expect([operations, weaker, holds.has(weaker)]).toContain(true);
      else if (holds.has(weaker)) apart.add(`${stronger} < ${weaker}`);
    }
  }
  expect(apart.size).toBe(1 + 7 + 5 + 5 + 4);
});
