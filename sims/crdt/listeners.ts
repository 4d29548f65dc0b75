/** What listens to the messages of replicas, whichever way they replicate. */
import type { TraceEvent } from '../../src/trace/event.ts';
import type { Trace } from '../../src/trace/trace.ts';
import type { BroadcastMessage } from './replication/causal-broadcast.ts';
import type { DeltaMessage } from './replication/delta-gossip.ts';
import type { StateMessage } from './replication/state-gossip.ts';
import type { ViewMessage } from './replication/view-messages.ts';

export type ReplicaMessage = StateMessage | BroadcastMessage | DeltaMessage | ViewMessage;

/** Calls the listener with every message, as it is sent or as it is delivered. */
export function onMessage(
  trace: Trace,
  happens: 'send' | 'deliver',
  listener: (message: ReplicaMessage, event: TraceEvent<'send' | 'deliver'>) => void,
): void {
  trace.on(happens, (event) => listener(event.detail as ReplicaMessage, event));
}
