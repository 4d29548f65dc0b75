/**
 * What the clients requested and were told, in order: a history as Jepsen records it, which can be
 * checked for linearizability.
 */
import type { ClientEvent } from '../../../src/check/client-event.ts';
import type { Trace } from '../../../src/trace/trace.ts';
import { type RaftNote, raftNotes } from '../notes.ts';

export interface HistoryEvent {
  readonly type: 'invoke' | 'ok' | 'fail' | 'info';
  /** One process per client, and a new one after each request with an unknown outcome. */
  readonly process: number;
  readonly f: string;
  readonly key: string;
  /**
   * The value written; `[old, new]` for a cas; the value read, also by a cas that failed, and null
   * if there is none.
   */
  readonly value: string | null | readonly (string | null)[] | undefined;
  readonly atMs: number;
}

type Invocation = Pick<HistoryEvent, 'f' | 'key' | 'value'>;

/**
 * Collects the history of a run while it happens: that of one group's clients if the world holds
 * several groups.
 */
export function recordHistory(trace: Trace, group = ''): readonly HistoryEvent[] {
  const isOwn = (client: string) => group === '' || client.startsWith(`${group}c`);
  const history: HistoryEvent[] = [];
  const open = new Map<number, Invocation>();
  raftNotes.listen(trace, 'invokes', ({ process, f, key, value, expected }, by, atMs) => {
    if (!isOwn(by)) return;
    const invocation = { f, key, value: f === 'cas' ? [expected ?? null, value ?? null] : value };
    open.set(process, invocation);
    history.push({ type: 'invoke', process, ...invocation, atMs });
  });
  const end = (
    type: 'ok' | 'fail' | 'info',
    process: number,
    atMs: number,
    read?: string | null,
  ) => {
    const invocation = open.get(process);
    if (invocation === undefined) throw new Error(`process ${process} had asked for nothing`);
    const value = invocation.f === 'get' || type === 'fail' ? read : invocation.value;
    history.push({ type, process, ...invocation, value, atMs });
  };
  raftNotes.listen(trace, 'is-answered', ({ process, value }, by, atMs) => {
    if (isOwn(by)) end('ok', process, atMs, value);
  });
  raftNotes.listen(trace, 'fails-to-swap', ({ process, found }, by, atMs) => {
    if (isOwn(by)) end('fail', process, atMs, found);
  });
  raftNotes.listen(trace, 'gives-up', ({ process }, by, atMs) => {
    if (isOwn(by)) end('info', process, atMs);
  });
  return history;
}

/** Converts a note into an event of the history. */
export function clientEventOf(note: RaftNote): ClientEvent | undefined {
  switch (note.kind) {
    case 'invokes': {
      const { process, f, key, value, expected } = note;
      const asked = f === 'cas' ? [expected ?? null, value ?? null] : value;
      return { type: 'invoke', process, f, key, value: asked };
    }
    case 'is-answered':
      return { type: 'ok', process: note.process, value: note.value };
    case 'fails-to-swap':
      return { type: 'fail', process: note.process };
    case 'gives-up':
      return { type: 'info', process: note.process };
    default:
      return undefined;
  }
}
