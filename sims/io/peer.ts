/** The other ends of the connections: what a client does, and its kernel. */
import { must } from '../../src/kernel/must.ts';
import type { Process } from '../../src/kernel/process.ts';
import { Signal } from '../../src/kernel/signal.ts';
import type { Server, ServerContext } from '../../src/world/server.ts';
import { FrameReader, frameOf } from './frames.ts';
import { ioRules } from './rules.ts';
import type { ToPeer } from './wire.ts';

/** RFC 6298, section 2.1: how long a SYN waits for its answer the first time; twice as long each time after. */
const synTimeoutMs = 1_000;

/** One connection, as its peer sees it. */
export class Peer {
  readonly id: number;
  readonly #node: ServerContext;
  readonly #server: string;
  readonly #changed = new Signal();
  readonly #frames = new FrameReader(ioRules.without());
  readonly #readsAtOnce: boolean;
  /** Bytes for which the server's kernel has room. */
  #room: number;
  /** Arrived, and not yet read. */
  unread = 0;
  readonly replies: string[] = [];
  readonly sent: string[] = [];
  connectedMs: number | undefined;
  isGone = false;

  constructor(
    node: ServerContext,
    server: string,
    id: number,
    {
      roomBytes,
      readsAtOnce = true,
    }: { readonly roomBytes: number; readonly readsAtOnce?: boolean },
  ) {
    this.#node = node;
    this.#server = server;
    this.id = id;
    this.#room = roomBytes;
    this.#readsAtOnce = readsAtOnce;
  }

  *connect(): Process<void> {
    for (let timeoutMs = synTimeoutMs; this.connectedMs === undefined; timeoutMs *= 2) {
      this.#node.send(this.#server, { connect: this.id });
      const untilMs = this.#node.now() + timeoutMs;
      this.#node.spawn(this.#fireAt(untilMs));
      while (this.connectedMs === undefined && this.#node.now() < untilMs)
        yield* this.#changed.wait();
    }
  }

  /** A message in one piece, or cut before these bytes, with a pause at each cut. */
  *send(message: string, cuts: readonly number[] = [], pauseMs = 0): Process<void> {
    const bytes = frameOf(message);
    this.sent.push(message);
    const ends = [...cuts, bytes.length];
    for (const [place, end] of ends.entries()) {
      if (place > 0) yield* this.#node.sleep(pauseMs);
      yield* this.sendBytes(bytes.slice(ends[place - 1] ?? 0, end));
    }
  }

  /** Several messages in one segment. */
  *sendTogether(messages: readonly string[]): Process<void> {
    this.sent.push(...messages);
    yield* this.sendBytes(messages.map(frameOf).join(''));
  }

  /** Waits for room where there is too little. */
  *sendBytes(bytes: string): Process<void> {
    let rest = bytes;
    while (rest !== '' && !this.isGone) {
      const part = rest.slice(0, this.#room);
      if (part === '') {
        yield* this.#changed.wait();
        continue;
      }
      this.#room -= part.length;
      rest = rest.slice(part.length);
      this.#node.send(this.#server, { connection: this.id, bytes: part });
    }
  }

  /** Waits until so many replies have come, or the server has closed the connection. */
  *replied(count: number): Process<void> {
    while (this.replies.length < count && !this.isGone) yield* this.#changed.wait();
  }

  /** The application reads up to so many bytes of what has arrived. */
  take(most: number): void {
    const count = Math.min(most, this.unread);
    if (count === 0) return;
    this.unread -= count;
    this.#node.send(this.#server, { connection: this.id, taken: count });
  }

  close(): void {
    this.isGone = true;
    this.#node.send(this.#server, { connection: this.id, gone: true });
  }

  hears(message: ToPeer): void {
    if ('connected' in message) this.connectedMs ??= this.#node.now();
    else if ('gone' in message) this.isGone = true;
    else if ('taken' in message) this.#room += message.taken;
    else {
      this.unread += message.bytes.length;
      this.replies.push(...this.#frames.push(message.bytes));
      if (this.#readsAtOnce) this.take(message.bytes.length);
    }
    this.#changed.fire();
  }

  *#fireAt(atMs: number): Process<void> {
    yield* this.#node.sleep(atMs - this.#node.now());
    this.#changed.fire();
  }
}

/** A machine with clients; `start` makes them, and starts what they do. */
export function peersMachine(
  start: (node: ServerContext) => readonly Peer[],
): Server<ReadonlyMap<number, Peer>, never> {
  return {
    kind: 'peers',
    start: (node) => new Map(start(node).map((peer) => [peer.id, peer])),
    serve: () => {
      throw new Error('clients serve no requests');
    },
    receive(peers, message) {
      const toPeer = message as ToPeer;
      must(peers.get(toPeer.connection), 'connection of a message').hears(toPeer);
    },
    shown: (peers) => ({
      connected: [...peers.values()].filter(({ connectedMs }) => connectedMs !== undefined).length,
      replies: [...peers.values()].reduce((sum, { replies }) => sum + replies.length, 0),
    }),
  };
}
