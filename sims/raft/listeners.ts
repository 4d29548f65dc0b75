/**
 * Listens to the messages and writes of servers, by type. The trace records both like any sim's;
 * only this file knows that they are Raft's.
 */
import type { Trace } from '../../src/trace/trace.ts';
import type { NodeId } from '../../src/world/actor.ts';
import type { RaftMessage } from './messages.ts';
import type { JournalRecord } from './server/journal.ts';

type MessageOf<Type extends RaftMessage['type']> = Extract<RaftMessage, { readonly type: Type }>;
type RecordOf<Kind extends JournalRecord['kind']> = Extract<JournalRecord, { readonly kind: Kind }>;

interface When {
  readonly atMs: number;
  /** The server that sends the message, or to which it is delivered. */
  readonly node: NodeId | undefined;
  /** The server at the other end. */
  readonly peer: NodeId | undefined;
}

/** Calls the listener for every message of a type when it is sent or delivered. */
export function onMessage<Type extends RaftMessage['type']>(
  trace: Trace,
  happens: 'send' | 'deliver',
  type: Type,
  listener: (message: MessageOf<Type>, when: When) => void,
): void {
  trace.on(happens, (event) => {
    const message = event.detail as RaftMessage;
    if (message.type === type) listener(message as MessageOf<Type>, event);
  });
}

/** Calls the listener for every record of a kind that a server writes to its disk. */
export function onWrite<Kind extends JournalRecord['kind']>(
  trace: Trace,
  kind: Kind,
  listener: (record: RecordOf<Kind>, by: NodeId | undefined, atMs: number) => void,
): void {
  trace.on('write', ({ detail, node, atMs }) => {
    const record = detail as JournalRecord;
    if (record.kind === kind) listener(record as RecordOf<Kind>, node, atMs);
  });
}
