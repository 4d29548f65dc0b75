/** The broker between publishers and gateways: which gateways get a message for a user. */
import type { Server } from '../../../src/world/server.ts';

export const routings = ['none', 'broadcast', 'channel', 'partition', 'free'] as const;
/**
 * `none`: the message stays at a gateway at random. `partition`: the gateway of the user’s partition, to which the
 * balancer connects the user as well; `free`: the same with a balancer that chooses at random.
 */
export type Routing = (typeof routings)[number];

/** A message for all devices of a user. */
export interface UserMessage {
  readonly message: number;
  readonly user: number;
}

export type BrokerMessage =
  | { readonly publish: UserMessage }
  | { readonly subscribe: number }
  | { readonly unsubscribe: number };

export interface BrokerOptions {
  readonly routing: Routing;
  readonly gateways: readonly string[];
}

interface Memory {
  /** The gateways that have subscribed to the channel of each user. */
  readonly channels: Map<number, Set<string>>;
  handedOver: number;
}

/** The gateway of a user’s partition. */
export const partitionOf = (user: number, gateways: readonly string[]): string =>
  gateways[user % gateways.length] ?? '';

/** `handsOver` is called with each copy that leaves the broker. */
export const brokerServer = (
  { routing, gateways }: BrokerOptions,
  handsOver: () => void,
): Server<Memory, never> => ({
  kind: 'broker',
  start: () => ({ channels: new Map(), handedOver: 0 }),
  serve() {
    throw new Error('a broker serves no requests');
  },
  receive(memory, received, from, node) {
    const { channels } = memory;
    const message = received as BrokerMessage;
    if ('publish' in message) {
      const { publish } = message;
      for (const gateway of gatewaysFor(publish.user)) {
        memory.handedOver += 1;
        handsOver();
        node.send(gateway, publish);
      }
    } else if ('subscribe' in message) {
      const known = channels.get(message.subscribe) ?? new Set();
      channels.set(message.subscribe, known.add(from));
    } else channels.get(message.unsubscribe)?.delete(from);

    function gatewaysFor(user: number): readonly string[] {
      if (routing === 'broadcast') return gateways;
      if (routing === 'channel') return [...(channels.get(user) ?? [])];
      if (routing === 'none') {
        const drawn = Math.floor(node.stream('gateway')() * gateways.length);
        return gateways.slice(drawn, drawn + 1);
      }
      return [partitionOf(user, gateways)];
    }
  },
  shown: ({ handedOver }) => ({ handedOver }),
});
