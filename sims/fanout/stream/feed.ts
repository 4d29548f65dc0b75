/** The feed: it numbers and stores the events of one channel, hands them to the gateways, and gives snapshots. */
import type { Actor, NodeId } from '../../../src/world/actor.ts';
import { note } from '../notes.ts';
import type { FanoutRules } from '../rules.ts';
import type { ChannelEvent, StreamMessage } from './messages.ts';

export interface FeedState {
  readonly log: ChannelEvent[];
}

/** Each record is an event: the journal is the log. */
export function feedActor(
  rules: FanoutRules,
  gateways: readonly NodeId[],
): Actor<FeedState, StreamMessage, never, ChannelEvent> {
  type Context = Parameters<typeof actor.start>[0];

  /** Nothing that a crash could undo leaves the feed: neither an acknowledgement nor the event itself. */
  function tell(to: NodeId, message: StreamMessage, context: Context): void {
    if (rules['ack-after-store']) context.sendWhenDurable(to, message);
    else context.send(to, message);
  }

  const actor: Actor<FeedState, StreamMessage, never, ChannelEvent> = {
    kind: 'feed',
    start(context, journal) {
      note(context, { kind: 'recovers', ids: journal.map(({ id }) => id) });
      return { log: [...journal] };
    },
    receive({ log }, message, from, context) {
      if (message.type === 'Post') {
        const { id } = message;
        const isKnown = log.some((event) => event.id === id);
        if (!isKnown) {
          const event = { number: log.length + 1, id };
          log.push(event);
          context.persist(event);
          note(context, { kind: 'publishes', ...event });
          for (const gateway of gateways) tell(gateway, { type: 'Event', event }, context);
        }
        tell(from, { type: 'Posted', id }, context);
      } else if (message.type === 'Follow') {
        tell(from, { type: 'Following', upTo: log.length }, context);
      } else if (message.type === 'Load') {
        const { connection } = message;
        tell(from, { type: 'Loaded', connection, events: [...log] }, context);
      }
    },
    timeout() {},
  };
  return actor;
}
