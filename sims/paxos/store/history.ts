/** What the clients saw. */
import type { HistoryEvent } from '../../../src/check/linearizability/history.ts';
import { must } from '../../../src/kernel/must.ts';
import type { Trace } from '../../../src/trace/trace.ts';
import { paxosNotes } from '../notes.ts';

/** Collected during the run. */
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
