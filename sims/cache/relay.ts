/**
 * The relay of invalidation events, like a change log or a message broker: an instance that has
 * written a row sends an event, and the relay sends it to all nodes that may have the row cached,
 * some time later or, if the event is lost, not at all.
 */
import type { NodeId } from '../../src/world/actor.ts';
import type { Server } from '../../src/world/server.ts';
import type { Key } from './row.ts';

/** A row was written, and this version of it makes older ones stale. */
export interface Invalidation {
  readonly kind: 'invalidation';
  readonly key: Key;
  readonly version: number;
}

export function relayServer(subscribers: readonly NodeId[]): Server<object, never> {
  return {
    kind: 'relay',
    start: () => ({}),
    serve: () => {
      throw new Error('a relay takes events, not requests');
    },
    receive(_memory, event, _from, node) {
      for (const subscriber of subscribers) node.send(subscriber, event);
    },
    shown: () => ({}),
  };
}
