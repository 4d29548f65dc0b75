/** What the clients saw, held against one store that does their requests one by one (Herlihy and Wing 1990). */
import { type Unknown, unknown } from '../../../src/check/invariant.ts';
import { checkLinearizability } from '../../../src/check/linearizability/check.ts';
import { type HistoryEvent, operationsOf } from '../../../src/check/linearizability/history.ts';
import { keyValue } from '../../../src/check/linearizability/models/key-value.ts';
import { must } from '../../../src/kernel/must.ts';
import type { Trace } from '../../../src/trace/trace.ts';
import { paxosNotes } from '../notes.ts';

/** Collected while the run goes on. */
export function recordHistory(trace: Trace): readonly HistoryEvent[] {
  const history: HistoryEvent[] = [];
  const open = new Map<string, { f: string; key: string; value: string | null | undefined }>();
  paxosNotes.listen(trace, 'invoke', ({ process, f, key, value }) => {
    const asked = { f, key, value: f === 'get' ? undefined : value };
    open.set(process, asked);
    history.push({ type: 'invoke', process, ...asked });
  });
  paxosNotes.listen(trace, 'ok', ({ process, value }) => {
    history.push({ type: 'ok', process, ...must(open.get(process), 'open request'), value });
  });
  paxosNotes.listen(trace, 'info', ({ process }) => {
    history.push({ type: 'info', process, ...must(open.get(process), 'open request') });
  });
  return history;
}

/** Attempts to place an operation. */
const triesMax = 2_000_000;

/** Undefined if the history is linearizable, or why it is not. */
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
  return `no order explains "${stuck.action.words}" of ${String(stuck.operation.key)}: it ${states.join(' or ')}`;
}
