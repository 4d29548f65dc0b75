/** What clients saw, held against one key-value store that does their requests one by one (Herlihy and Wing 1990). */
import { type Unknown, unknown } from '../invariant.ts';
import { checkLinearizability } from './check.ts';
import { type HistoryEvent, operationsOf } from './history.ts';
import { keyValue } from './models/key-value.ts';

/** Attempts to place an operation: some thousand times what a run of ten seconds takes. */
const triesMax = 2_000_000;

/** Undefined if the history is linearizable, or why it is not. A read that found nothing says that its key was absent. */
export function whyNotLinearizable(history: readonly HistoryEvent[]): string | Unknown | undefined {
  const { operations } = operationsOf(history);
  const { verdict, violation } = checkLinearizability(operations, keyValue, {
    nilReads: 'absent',
    triesMax,
    bytesMax: 2 ** 28,
  });
  if (verdict === 'linearizable') return undefined;
  if (verdict === 'unknown') return unknown(`the search gave up after ${triesMax} attempts`);
  if (violation === undefined) return 'the history is not linearizable';
  const { stuck, states } = violation;
  const { words } = stuck.action;
  const key = String(stuck.operation.key);
  const what = words.startsWith('get ')
    ? `that get of ${key} returned ${words.slice('get '.length)}`
    : `${words} of ${key}`;
  return `no order explains ${what}: it ${states.join(' or ')}`;
}
