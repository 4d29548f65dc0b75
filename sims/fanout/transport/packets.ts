/** Messages of several streams in packets that get lost: over one connection, a connection each, and as datagrams. */
import type { Process } from '../../../src/kernel/process.ts';
import { client, type Server, type ServerContext } from '../../../src/world/server.ts';

export const carriers = ['one', 'each', 'datagrams'] as const;
export type Carrier = (typeof carriers)[number];

export interface Packet {
  /** Its place among all packets, from 0. */
  readonly number: number;
  readonly stream: number;
  readonly sentMs: number;
}

export interface SenderOptions {
  readonly carrier: Carrier;
  readonly receiver: string;
  readonly streams: number;
  readonly packets: number;
  /** From one packet to the next; the streams take turns. */
  readonly apartMs: number;
  /** A packet whose acknowledgement has not come is sent again. */
  readonly againMs: number;
}

interface SenderMemory {
  readonly acknowledged: Set<number>;
}

export const senderServer = (options: SenderOptions): Server<SenderMemory, never> => ({
  ...client('sender', () => ({})),
  start(node) {
    const memory: SenderMemory = { acknowledged: new Set() };
    node.spawn(sends(node, memory, options));
    return memory;
  },
  receive({ acknowledged }, message) {
    acknowledged.add(message as number);
  },
  shown: ({ acknowledged }) => ({ acknowledged: acknowledged.size }),
});

function* sends(node: ServerContext, memory: SenderMemory, options: SenderOptions): Process<void> {
  const { packets, streams, apartMs } = options;
  const startMs = node.now();
  for (let number = 0; number < packets; number++) {
    yield* node.sleep(startMs + number * apartMs - node.now());
    const packet = { number, stream: number % streams, sentMs: node.now() };
    node.spawn(sendsUntilAcknowledged(node, memory, packet, options));
  }
}

function* sendsUntilAcknowledged(
  node: ServerContext,
  { acknowledged }: SenderMemory,
  packet: Packet,
  { carrier, receiver, againMs }: SenderOptions,
): Process<void> {
  do {
    node.send(receiver, packet);
    if (carrier === 'datagrams') return;
    yield* node.sleep(againMs);
  } while (!acknowledged.has(packet.number));
}

interface ReceiverMemory {
  /** The next packet of each connection that the application may see. */
  readonly next: Map<number, number>;
  readonly early: Map<number, Packet>;
}

/** `sees` is called with each message in the order in which its application gets it. */
export const receiverServer = (
  { carrier, streams }: Pick<SenderOptions, 'carrier' | 'streams'>,
  sees: (packet: Packet, atMs: number) => void,
): Server<ReceiverMemory, never> => ({
  ...client('receiver', () => ({})),
  start: () => ({ next: new Map(), early: new Map() }),
  receive({ next, early }, message, from, node) {
    const packet = message as Packet;
    if (carrier === 'datagrams') {
      sees(packet, node.now());
      return;
    }
    node.send(from, packet.number);
    // A connection gives its bytes in order: those of all streams, or of its own.
    const [connection, step] = carrier === 'one' ? [0, 1] : [packet.stream, streams];
    const due = next.get(connection) ?? connection;
    if (packet.number < due) return;
    early.set(packet.number, packet);
    let number = due;
    for (;;) {
      const ready = early.get(number);
      if (ready === undefined) break;
      sees(ready, node.now());
      early.delete(number);
      number += step;
    }
    next.set(connection, number);
  },
  shown: ({ early }) => ({ waiting: early.size }),
});
