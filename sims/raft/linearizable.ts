/**
 * What the clients saw, against one machine on which their requests take effect one by one (Herlihy
 * and Wing 1990).
 */
import { finalInvariant, type Unknown, unknown } from '../../src/check/invariant.ts';
import { checkLinearizability } from '../../src/check/linearizability/check.ts';
import { operationsOf } from '../../src/check/linearizability/history.ts';
import { keyValue } from '../../src/check/linearizability/models/key-value.ts';
import type { RaftCluster } from './cluster.ts';
import type { HistoryEvent } from './history.ts';

/** Attempts to place an operation: some thousand times what a run of ten seconds takes. */
const triesMax = 2_000_000;

/** Undefined where the history is linearizable, or why it is not. */
function check(history: readonly HistoryEvent[]): string | Unknown | undefined {
  const { operations } = operationsOf(history);
  const { verdict, violation } = checkLinearizability(operations, keyValue, {
    // A read of a key that nobody has written says just that.
    nilReads: 'absent',
    triesMax,
    bytesMax: 2 ** 28,
  });
  if (verdict === 'linearizable') return undefined;
  if (verdict === 'unknown') return unknown(`the search gave up after ${triesMax} attempts`);
  if (violation === undefined) return 'the history is not linearizable';
  const { stuck, linearized, states } = violation;
  const key = String(stuck.operation.key);
  return `no order explains what was done to ${key}: at most ${linearized.length} operations, and then not "${stuck.action.words}", since it ${states.join(' or ')}`;
}

export const linearizable = finalInvariant<RaftCluster>(
  'linearizable',
  'what the clients saw is what one machine would have shown them, one request after another',
  ({ history }) => check(history),
);
