/** What replicas send one another, as the diagrams tell it. */
import type { BroadcastMessage } from './replication/causal-broadcast.ts';
import type { DeltaMessage } from './replication/delta-gossip.ts';
import type { StateMessage } from './replication/state-gossip.ts';
import type { ViewMessage } from './replication/view-messages.ts';

/** Acknowledgements, and what replicas say that they have, are routine. */
export function crdtArrowText(message: unknown): string | undefined {
  const sent = message as StateMessage | DeltaMessage | BroadcastMessage | ViewMessage;
  switch (sent.kind) {
    case 'state':
    case 'full-state':
    case 'view-state':
      return `state with ${sent.edits.length} edits`;
    case 'interval':
      return `deltas ${sent.from} to ${sent.to}`;
    case 'op':
      return `op ${sent.origin}.${sent.number}`;
    case 'propose':
      return `propose view ${sent.view.number}`;
    case 'agree':
      return `agree to view ${sent.number}`;
    case 'join':
      return `join as ${sent.id}`;
    default:
      return undefined;
  }
}

/** How many bytes a message is as JSON, without what only observers need. */
export function bytesOf(message: unknown): number {
  const { edits, ...sent } = message as { edits?: unknown };
  return JSON.stringify(sent).length;
}
