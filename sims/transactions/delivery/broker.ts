/**
 * A broker with one partition: it appends events, serves them by offset, and stores the offset of
 * its consumer.
 */

import type { Server } from '../../../src/world/server.ts';
import { note } from '../notes.ts';
import type { DeliveryParts } from './parts.ts';

export type BrokerRequest =
  | { readonly do: 'append'; readonly event: number; readonly step: number }
  | { readonly do: 'fetch'; readonly from: number; readonly step: number }
  | {
      readonly do: 'commit-offset';
      readonly offset: number;
      readonly event: number;
      readonly step: number;
    }
  | { readonly do: 'offset' };

type BrokerRecord = { readonly event: number } | { readonly offset: number };

interface Memory {
  readonly events: number[];
  /** The next offset that the consumer has not acknowledged. */
  offset: number;
}

export function brokerServer({
  judge,
  points,
}: DeliveryParts): Server<Memory, BrokerRequest, BrokerRecord> {
  return {
    kind: 'broker',
    start(_node, { journal }) {
      const events = journal.flatMap((record) => ('event' in record ? [record.event] : []));
      const offsets = journal.flatMap((record) => ('offset' in record ? [record.offset] : []));
      return { events, offset: offsets.at(-1) ?? 0 };
    },
    *serve(memory, request, _from, node) {
      const { self } = node;
      switch (request.do) {
        case 'append': {
          const { event, step } = request;
          yield* points.passes(self, event, step, 'not done', 'after');
          node.persist({ event });
          yield* node.durable();
          judge.publishes(event);
          const offset = memory.events.push(event) - 1;
          note(node, { kind: 'appends', event, offset });
          yield* points.passes(self, event, step, 'done, not recorded', 'before');
          return offset;
        }
        case 'fetch': {
          const event = memory.events[request.from];
          if (event === undefined) return null;
          yield* points.passes(self, event, request.step, 'not done', 'before');
          return event;
        }
        case 'commit-offset': {
          const { offset, event, step } = request;
          yield* points.passes(self, event, step, 'done, not recorded', 'after');
          memory.offset = Math.max(memory.offset, offset);
          node.persist({ offset: memory.offset });
          yield* node.durable();
          yield* points.passes(self, event, step, 'recorded', 'before');
          return 'committed';
        }
        case 'offset':
          return memory.offset;
      }
    },
    shown: ({ events, offset }) => ({ events: events.length, offset }),
  };
}
