/** Clients that keep their connections, and open another when a host ends one. */
import { exponential, sampler } from '../../../src/kernel/distribution.ts';
import type { Process } from '../../../src/kernel/process.ts';
import { pick, randomInteger } from '../../../src/kernel/random.ts';
import type { NodeId } from '../../../src/world/actor.ts';
import { isCallFailure, type Server, type ServerContext } from '../../../src/world/server.ts';
import type { FrontRequest } from './front.ts';
import type { HostCall } from './host.ts';

/**
 * `connection`: one connection through a balancer of layer 4. `request`: one to a balancer of layer
 * 7. `addresses`: one to each address that the last look-up gave, and a random one for each call.
 */
export const connectingWays = ['connection', 'request', 'addresses'] as const;
export type Connecting = (typeof connectingWays)[number];

export interface ClientOptions {
  readonly connecting: Connecting;
  readonly front: NodeId;
  readonly clients: number;
  /** Calls of all clients together, at random times. */
  readonly perSecond: number;
  readonly untilMs: number;
}

export interface ClientTotals {
  sent: number;
  ok: number;
  failed: number;
  opened: number;
}

export const emptyClientTotals = (): ClientTotals => ({ sent: 0, ok: 0, failed: 0, opened: 0 });

/** What a client connects with: gRPC's channel. */
interface Channel {
  readonly client: number;
  /** Connections that take calls, by host. */
  readonly open: Map<NodeId, number>;
  readonly opening: Set<NodeId>;
}

export const connectionClients = (
  options: ClientOptions,
  totals: ClientTotals,
): Server<Clients, never> => ({
  kind: 'clients',
  start: (node) => new Clients(node, options, totals),
  serve() {
    throw new Error('clients serve no requests');
  },
  receive: (clients, message, host) => clients.hears(message as Farewell, host),
  shown: (clients) => clients.shown(),
});

/** The last frames of a connection: the host asks for no more calls, or has closed it. */
type Farewell = { readonly goAway: number } | { readonly closed: number };

class Clients {
  readonly #node: ServerContext;
  readonly #options: ClientOptions;
  readonly #totals: ClientTotals;
  readonly #channels: readonly Channel[];
  readonly #channelOf = new Map<number, Channel>();

  constructor(node: ServerContext, options: ClientOptions, totals: ClientTotals) {
    this.#node = node;
    this.#options = options;
    this.#totals = totals;
    this.#channels = Array.from({ length: options.clients }, (_, client) => ({
      client: client + 1,
      open: new Map<NodeId, number>(),
      opening: new Set<NodeId>(),
    }));
    if (options.connecting !== 'request')
      for (const channel of this.#channels) node.spawn(this.#connect(channel));
    node.spawn(this.#callAtRandom());
  }

  /**
   * gRPC looks addresses up again when a connection ends, and not from time to time:
   * grpc/grpc-java issue 2514.
   */
  *#connect(channel: Channel): Process<void> {
    const { front, connecting } = this.#options;
    const way = connecting === 'connection' ? 'connect' : 'look-up';
    const request: FrontRequest = { do: way, client: channel.client };
    const answer = yield* this.#node.call<NodeId | readonly NodeId[]>(front, request);
    for (const host of typeof answer === 'string' ? [answer] : answer) {
      if (channel.open.has(host) || channel.opening.has(host)) continue;
      channel.opening.add(host);
      this.#node.spawn(this.#open(channel, host));
    }
  }

  *#open(channel: Channel, host: NodeId): Process<void> {
    this.#totals.opened += 1;
    const number = this.#totals.opened;
    this.#channelOf.set(number, channel);
    const request: HostCall = { do: 'open', over: number };
    yield* this.#node.call(host, request);
    channel.opening.delete(host);
    channel.open.set(host, number);
  }

  hears(farewell: Farewell, host: NodeId): void {
    const number = 'goAway' in farewell ? farewell.goAway : farewell.closed;
    if ('goAway' in farewell) this.#node.send(host, { heard: number });
    const channel = this.#channelOf.get(number);
    if (channel?.open.get(host) !== number) return;
    channel.open.delete(host);
    this.#channelOf.delete(number);
    this.#node.spawn(this.#connect(channel));
  }

  *#callAtRandom(): Process<void> {
    const { perSecond, clients, untilMs } = this.#options;
    const drawGapMs = sampler(exponential(1_000 / perSecond), this.#node.stream('calls'));
    const drawClient = this.#node.stream('clients');
    for (;;) {
      yield* this.#node.sleep(drawGapMs());
      if (this.#node.now() >= untilMs) return;
      const channel = this.#channels[randomInteger(drawClient, 0, clients - 1)];
      this.#totals.sent += 1;
      if (channel !== undefined) this.#node.spawn(this.#call(channel));
    }
  }

  *#call(channel: Channel): Process<void> {
    try {
      yield* this.#options.connecting === 'request'
        ? this.#forward(channel)
        : this.#callHost(channel);
      this.#totals.ok += 1;
    } catch (failure) {
      if (!isCallFailure(failure)) throw failure;
      this.#totals.failed += 1;
    }
  }

  #forward({ client }: Channel): Process<unknown> {
    const request: FrontRequest = { do: 'forward', client };
    return this.#node.call(this.#options.front, request);
  }

  *#callHost({ open }: Channel): Process<void> {
    while (open.size === 0) yield* this.#node.sleep(1);
    const [host, over] = pick(this.#node.stream('hosts'), [...open]);
    const request: HostCall = { do: 'call', over };
    yield* this.#node.call(host, request);
  }

  shown() {
    const { ok, failed, opened } = this.#totals;
    return { ok, failed, opened };
  }
}
