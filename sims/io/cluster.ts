/** Puts a server and the machines of its clients into a world. */
import { Breaches } from '../../src/check/breaches.ts';
import type { ViewRow } from '../../src/check/sim.ts';
import { must } from '../../src/kernel/must.ts';
import type { Process } from '../../src/kernel/process.ts';
import type { Node } from '../../src/world/node.ts';
import type { Server, ServerContext } from '../../src/world/server.ts';
import type { World } from '../../src/world/world.ts';
import type { Connection } from './connection.ts';
import { EventServer } from './event-server.ts';
import type { IoLaw } from './laws.ts';
import { Listener } from './listener.ts';
import { Machine } from './machine.ts';
import { Peer, peersMachine } from './peer.ts';
import type { IoRules } from './rules.ts';
import type { EventServerOptions } from './server-options.ts';
import { Socket, tcp } from './socket.ts';
import type { IoSubject } from './subject.ts';
import type { ToPeer, ToServer } from './wire.ts';

export interface ClusterOptions extends EventServerOptions {
  /** Connections that wait to be accepted. */
  readonly backlog: number;
  /** Of each connection, in the kernel of the server, in each direction. */
  readonly bufferBytes: number;
  readonly descriptorsMost: number;
  /** What the server does with a message; it answers with the same if omitted. */
  readonly answer?: (
    message: string,
    connection: Connection,
    server: EventServer,
  ) => string | undefined;
}

interface Memory {
  readonly server: EventServer;
  readonly listener: Listener;
  readonly sockets: Map<number, Socket>;
}

export class Cluster implements IoSubject {
  readonly breaches: Breaches<IoLaw>;
  readonly #name: string;
  readonly #world: World;
  readonly #rules: IoRules;
  readonly #options: ClusterOptions;
  readonly peers: Peer[] = [];
  readonly #idOf = new Map<Socket, number>();
  /** Messages that each connection has had read. */
  readonly received = new Map<number, string[]>();
  #memory: Memory | undefined;
  isDone = false;

  /** Several in one world have different names, and share what is known of their laws. */
  constructor(
    world: World,
    rules: IoRules,
    options: ClusterOptions,
    name = 'server',
    breaches = new Breaches<IoLaw>(),
  ) {
    this.#world = world;
    this.#name = name;
    this.breaches = breaches;
    this.#rules = rules;
    this.#options = options;
    world.addServer(name, this.#eventServer());
  }

  get server(): EventServer {
    return must(this.#memory, 'memory of the server').server;
  }

  /** Adds a machine with so many clients, of which each does what `lives` says. */
  addPeers(
    name: string,
    count: number,
    lives: (peer: Peer, node: ServerContext, place: number) => Process<void>,
    { readsAtOnce = true }: { readonly readsAtOnce?: boolean } = {},
  ): readonly Peer[] {
    const added: Peer[] = [];
    const start = (node: ServerContext): readonly Peer[] => {
      for (let place = 0; place < count; place++) {
        const id = this.peers.length + 1;
        const roomBytes = this.#options.bufferBytes;
        const peer = new Peer(node, this.#name, id, { roomBytes, readsAtOnce });
        this.peers.push(peer);
        added.push(peer);
        node.spawn(lives(peer, node, place));
      }
      return added;
    };
    this.#world.addServer(name, peersMachine(start));
    return added;
  }

  /** Bytes that wait to be read while every thread of the server sleeps. */
  get forgotten(): number {
    const { sockets, server } = must(this.#memory, 'memory of the server');
    if (server.machine.sleeping < this.#options.threads) return 0;
    return [...sockets.values()].reduce((sum, socket) => sum + socket.unread, 0);
  }

  /** Bytes of that connection that have arrived and were not read. */
  unreadOf(connection: number): number {
    return must(this.#memory, 'memory of the server').sockets.get(connection)?.unread ?? 0;
  }

  /** When all that was sent has long arrived. */
  endAt(atMs: number, measure: () => void): void {
    this.#world.at(atMs, () => {
      const { forgotten } = this;
      if (forgotten > 0)
        this.#broken(
          'no-request-is-forgotten',
          `the server sleeps, and ${forgotten} B of requests wait to be read`,
        );
      measure();
      this.isDone = true;
    });
  }

  rows(): readonly ViewRow[] {
    return this.#world.nodes.map(({ self, state }: Node) => ({
      name: self,
      cells: Object.entries((state ?? {}) as object).map(([name, value]) => [name, String(value)]),
    }));
  }

  #broken(law: IoLaw, how: string): void {
    this.breaches.report(law, how);
  }

  #received(connection: Connection, message: string): void {
    const id = must(this.#idOf.get(connection.socket), 'peer of a socket');
    const received = this.received.get(id) ?? [];
    this.received.set(id, received);
    const expected = this.peers[id - 1]?.sent[received.length];
    received.push(message);
    if (message !== expected)
      this.#broken(
        'messages-as-sent',
        `connection ${connection.generation} sent "${excerpt(expected)}", and the server has read "${excerpt(message)}"`,
      );
  }

  #eventServer(): Server<Memory, never> {
    const { backlog, descriptorsMost, answer = (message: string) => message } = this.#options;
    return {
      kind: 'server',
      start: (node) => {
        const machine = new Machine(this.#rules, { descriptorsMost });
        const listener = new Listener(backlog);
        const descriptor = Number(machine.install(listener));
        const sees = {
          broken: (law: IoLaw, how: string) => this.#broken(law, how),
          received: (connection: Connection, message: string) =>
            this.#received(connection, message),
        };
        const server = new EventServer(
          node,
          machine,
          descriptor,
          this.#rules,
          this.#options,
          answer,
          sees,
        );
        this.#memory = { server, listener, sockets: new Map() };
        return this.#memory;
      },
      serve: () => {
        throw new Error('the server speaks in bytes');
      },
      receive: (memory, message, from, node) =>
        this.#arrive(memory, message as ToServer, (reply) => node.send(from, reply)),
      shown: ({ server: { connections, machine, idleTurns } }) => ({
        connections: connections.size,
        calls: machine.systemCalls,
        wakeUps: machine.wakeUps,
        idleTurns,
      }),
    };
  }

  /** The kernel of the server gets something from the network. */
  #arrive(
    { sockets, listener }: Memory,
    message: ToServer,
    reply: (message: ToPeer) => void,
  ): void {
    if ('connect' in message) {
      const { connect: connection } = message;
      // The SYN came again because the answer was late.
      if (sockets.has(connection)) return;
      const socket = new Socket({
        kind: tcp,
        sendBufferBytes: this.#options.bufferBytes,
        sends: (bytes) => reply({ connection, bytes }),
        consumed: (taken) => reply({ connection, taken }),
        closed: () => {
          sockets.delete(connection);
          if (!socket.isHungUp) reply({ connection, gone: true });
        },
      });
      if (!listener.arrive(socket)) return;
      sockets.set(connection, socket);
      this.#idOf.set(socket, connection);
      reply({ connection, connected: true });
      return;
    }
    const socket = sockets.get(message.connection);
    if (socket === undefined) return;
    if ('bytes' in message) socket.arrive(message.bytes);
    else if ('taken' in message) socket.taken(message.taken);
    else {
      sockets.delete(message.connection);
      socket.hangUp();
    }
  }
}

const excerpt = (message = 'nothing'): string =>
  message.length > 24 ? `${message.slice(0, 24)}…` : message;
