/**
 * A gateway: it holds the connections of devices, pushes each event to all of them, and keeps the latest events for
 * devices that come back.
 */
import type { Actor, NodeId } from '../../../src/world/actor.ts';
import { note } from '../notes.ts';
import type { FanoutRules } from '../rules.ts';
import type { ChannelEvent, StreamMessage } from './messages.ts';

export interface GatewayOptions {
  readonly feed: NodeId;
  /** How many events it keeps for devices that come back. */
  readonly bufferEvents: number;
  /** How long it waits for the feed before it asks again from where the events go on. */
  readonly followMs: number;
  /** The user of a device. */
  readonly userOf: (device: NodeId) => string;
}

interface Subscription {
  readonly device: NodeId;
  readonly connection: number;
}

export interface GatewayState {
  /** The last number that was pushed; null until the feed has said where its events go on. */
  head: number | null;
  /** Events that came before an earlier one. */
  early: ChannelEvent[];
  /** The latest events, oldest first. */
  buffer: ChannelEvent[];
  subscriptions: Subscription[];
  /** Devices that asked before the feed had answered. */
  asking: (Subscription & { readonly after: number | null })[];
}

export function gatewayActor(
  rules: FanoutRules,
  options: GatewayOptions,
): Actor<GatewayState, StreamMessage, 'follow'> {
  type Context = Parameters<typeof actor.start>[0];

  function push(state: GatewayState, event: ChannelEvent, context: Context): void {
    state.head = event.number;
    state.buffer.push(event);
    if (state.buffer.length > options.bufferEvents) state.buffer.shift();
    for (const { device, connection } of state.subscriptions) {
      context.send(device, { type: 'Push', connection, event });
    }
  }

  function pushInOrder(state: GatewayState, context: Context): void {
    for (;;) {
      const place = state.early.findIndex(({ number }) => number === (state.head ?? 0) + 1);
      if (place < 0) break;
      for (const event of state.early.splice(place, 1)) push(state, event, context);
    }
    state.early = state.early.filter(({ number }) => number > (state.head ?? 0));
  }

  function subscribe(
    state: GatewayState,
    own: Subscription,
    after: number | null,
    context: Context,
  ): void {
    const { device, connection } = own;
    const others = state.subscriptions.filter((other) =>
      rules['deliver-to-every-device']
        ? other.device !== device
        : options.userOf(other.device) !== options.userOf(device),
    );
    state.subscriptions = [...others, own];
    const missed = state.buffer.filter(({ number }) => after !== null && number > after);
    const reachesBack = after !== null && after + missed.length >= (state.head ?? 0);
    const isComplete = after !== null && (reachesBack || !rules['too-old-means-snapshot']);
    context.send(device, { type: 'Subscribed', connection, isComplete });
    if (!isComplete) return;
    if (missed.length > 0) note(context, { kind: 'replays', device, events: missed.length });
    for (const event of missed) context.send(device, { type: 'Push', connection, event });
  }

  const actor: Actor<GatewayState, StreamMessage, 'follow'> = {
    kind: 'gateway',
    start(context) {
      context.send(options.feed, { type: 'Follow' });
      context.setTimer('follow', options.followMs);
      return { head: null, early: [], buffer: [], subscriptions: [], asking: [] };
    },
    receive(state, message, from, context) {
      if (message.type === 'Following' && state.head === null) {
        context.cancelTimer('follow');
        state.head = message.upTo;
        for (const { after, ...own } of state.asking) subscribe(state, own, after, context);
        state.asking = [];
        pushInOrder(state, context);
      } else if (message.type === 'Event') {
        const { event } = message;
        if (state.head === null || rules['sequence-per-channel']) {
          state.early.push(event);
          if (state.head !== null) pushInOrder(state, context);
        } else push(state, event, context);
      } else if (message.type === 'Subscribe') {
        const own = { device: from, connection: message.connection };
        if (state.head === null) state.asking.push({ ...own, after: message.after });
        else subscribe(state, own, message.after, context);
      }
    },
    timeout(_state, _timer, context) {
      context.send(options.feed, { type: 'Follow' });
      context.setTimer('follow', options.followMs);
    },
  };
  return actor;
}
