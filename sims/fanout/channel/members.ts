/** Who may read a channel, and a gateway that delivers its messages. */
import type { Process } from '../../../src/kernel/process.ts';
import { client, type Server, type ServerContext } from '../../../src/world/server.ts';
import { note } from '../notes.ts';
import type { FanoutRules } from '../rules.ts';

export const checks = ['subscription', 'cached', 'delivery'] as const;
/** When rights are looked up: when a subscription begins, every so often, or for each message. */
export type Check = (typeof checks)[number];

interface MembersMemory {
  readonly members: Set<number>;
}

export type MembersRequest = { readonly members: true } | { readonly remove: number };

export const membersServer = (users: number): Server<MembersMemory, MembersRequest> => ({
  kind: 'members',
  start: () => ({ members: new Set(Array.from({ length: users }, (_, user) => user)) }),
  serve({ members }, request, _from, node): readonly number[] {
    if ('remove' in request) {
      members.delete(request.remove);
      note(node, { kind: 'loses-membership', user: request.remove });
    }
    return [...members];
  },
  shown: ({ members }) => ({ members: members.size }),
});

export interface ChannelOptions {
  readonly check: Check;
  readonly members: string;
  readonly clients: string;
  /** How long a list of members is used, if it is cached. */
  readonly cacheMs: number;
}

export interface ChannelMessage {
  readonly message: number;
}

interface ChannelMemory {
  /** The members when the subscriptions began; with a cache, when it was filled last. */
  allowed: readonly number[];
  lookUps: number;
}

/** A message as a client gets it. */
export interface Delivered extends ChannelMessage {
  readonly user: number;
}

export const channelServer = (
  rules: FanoutRules,
  options: ChannelOptions,
): Server<ChannelMemory, never> => ({
  ...client('gateway', () => ({})),
  start(node) {
    const memory: ChannelMemory = { allowed: [], lookUps: 0 };
    node.spawn(options.check === 'cached' ? fills() : looksUp(node, memory, options));
    return memory;

    function* fills(): Process<void> {
      for (;;) {
        yield* looksUp(node, memory, options);
        yield* node.sleep(options.cacheMs);
      }
    }
  },
  receive(memory, message, _from, node) {
    node.spawn(delivers(node, memory, message as ChannelMessage, options, rules));
  },
  shown: ({ lookUps }) => ({ lookUps }),
});

function* looksUp(
  node: ServerContext,
  memory: ChannelMemory,
  { members }: ChannelOptions,
): Process<void> {
  memory.lookUps += 1;
  memory.allowed = yield* node.call<readonly number[]>(members, { members: true });
}

function* delivers(
  node: ServerContext,
  memory: ChannelMemory,
  { message }: ChannelMessage,
  options: ChannelOptions,
  rules: FanoutRules,
): Process<void> {
  const subscribed = memory.allowed;
  if (options.check === 'delivery' && rules['rights-checked-at-delivery']) {
    yield* looksUp(node, memory, options);
    for (const user of subscribed) {
      if (!memory.allowed.includes(user)) note(node, { kind: 'is-refused', user, message });
    }
  }
  for (const user of memory.allowed) node.send(options.clients, { user, message });
}

export interface SenderOptions {
  readonly gateways: readonly string[];
  readonly members: string;
  readonly everyMs: number;
  readonly messages: number;
  /** Who is removed, and when. */
  readonly removals: ReadonlyMap<number, number>;
}

/** Messages go to all gateways; `removed` is called when a removal is acknowledged. */
export const channelSender = (
  options: SenderOptions,
  seen: { sent(message: number): void; removed(user: number): void },
) =>
  client('sender', (node) => {
    node.spawn(sends());
    for (const [user, atMs] of options.removals) node.spawn(removes(user, atMs));
    return {};

    function* sends(): Process<void> {
      for (let message = 1; message <= options.messages; message++) {
        yield* node.sleep(message * options.everyMs - node.now());
        seen.sent(message);
        for (const gateway of options.gateways) node.send(gateway, { message });
      }
    }

    function* removes(user: number, atMs: number): Process<void> {
      yield* node.sleep(atMs);
      yield* node.call(options.members, { remove: user });
      seen.removed(user);
    }
  });

/** Where all users are. */
export const channelClients = (gets: (from: string, delivered: Delivered) => void) => ({
  ...client('clients', () => ({})),
  receive(_memory: object, message: unknown, from: string) {
    gets(from, message as Delivered);
  },
});
