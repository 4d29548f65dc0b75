/**
 * What the clients saw, against one machine on which their requests take effect one by one (Herlihy
 * and Wing 1990).
 */

import { finalInvariant, type Unknown } from '../../../src/check/invariant.ts';
import { whyNotLinearizable } from '../../../src/check/linearizability/why.ts';
import { must } from '../../../src/kernel/must.ts';
import type { RaftCluster } from '../cluster.ts';
import type { HistoryEvent } from './history.ts';

/** Undefined if the history is linearizable, or why it is not. */
export function checkHistory(history: readonly HistoryEvent[]): string | Unknown | undefined {
  return failureWithoutCause(history) ?? whyNotLinearizable(withFailuresAsReads(history));
}

/**
 * A cas that failed has read what it found, and answers for it like a read. Jepsen's histories leave
 * it out, so that a store in which every cas fails would pass. O(events).
 */
function withFailuresAsReads(history: readonly HistoryEvent[]): HistoryEvent[] {
  const events = [...history];
  const invokedAt = new Map<number, number>();
  for (const [place, event] of history.entries()) {
    if (event.type === 'invoke') invokedAt.set(event.process, place);
    if (event.type !== 'fail') continue;
    const invocation = must(invokedAt.get(event.process), 'time of the invocation');
    const { process, key } = event;
    const read = { process, key, f: 'get' };
    events[invocation] = { ...read, type: 'invoke', value: undefined, atMs: event.atMs };
    events[place] = { ...read, type: 'ok', value: event.value, atMs: event.atMs };
  }
  return events;
}

/** Says so if a cas failed although it found what it expected. */
function failureWithoutCause(history: readonly HistoryEvent[]): string | undefined {
  const expected = new Map<number, unknown>();
  for (const { type, process, f, key, value } of history) {
    if (type === 'invoke') expected.set(process, f === 'cas' ? value?.[0] : undefined);
    if (type === 'fail' && expected.get(process) === value) {
      return `a cas of ${key} failed, although it found what it expected: ${value ?? 'nothing'}`;
    }
  }
  return undefined;
}

export const linearizable = finalInvariant<RaftCluster>(
  'linearizable',
  'what the clients saw is what one machine would have shown them, one request after another',
  ({ history }) => checkHistory(history),
);
