/**
 * Compares what the clients saw with one machine on which their requests take effect one by one
 * (Herlihy and Wing 1990).
 */

import { finalInvariant, type Unknown } from '../../../src/check/invariant.ts';
import { whyNotLinearizable } from '../../../src/check/linearizability/why.ts';
import { must } from '../../../src/kernel/must.ts';
import type { RaftCluster } from '../cluster.ts';
import type { HistoryEvent } from './history.ts';

/** Undefined if the history is linearizable, else why it is not. */
export function checkHistory(history: readonly HistoryEvent[]): string | Unknown | undefined {
  return failureWithoutCause(history) ?? whyNotLinearizable(withFailuresAsReads(history));
}

/**
 * A failed cas has read the value it found, and is checked like a read. Jepsen's histories leave it
 * out, so a store in which every cas fails would pass. O(events).
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

/** A sentence if a cas failed although it found the expected value. */
function failureWithoutCause(history: readonly HistoryEvent[]): string | undefined {
  const expected = new Map<number, unknown>();
  for (const { type, process, f, key, value } of history) {
    if (type === 'invoke') expected.set(process, f === 'cas' ? value?.[0] : undefined);
    if (type === 'fail' && expected.get(process) === value) {
      return `a cas of ${key} failed, although it found the expected value: ${value ?? 'nothing'}`;
    }
  }
  return undefined;
}

export const linearizable = finalInvariant<RaftCluster>(
  'linearizable',
  'clients saw results that a single machine could have produced, one request after another',
  ({ history }) => checkHistory(history),
);
