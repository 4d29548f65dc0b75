/** Long polling: a request waits at the server until there is an event, and the next one follows its response. */
import { exponential } from '../../../src/kernel/distribution.ts';
import type { Process } from '../../../src/kernel/process.ts';
import { Signal } from '../../../src/kernel/signal.ts';
import { client, type Server, type ServerContext } from '../../../src/world/server.ts';
import { drawsOf } from './draws.ts';

/** When each event of a client came. */
type Queued = number[];

interface Memory {
  readonly queues: Queued[];
  readonly came: readonly Signal[];
}

export interface EventsOptions {
  /** Each has events of its own. */
  readonly clients: number;
  readonly eventsPerSecond: number;
  readonly untilMs: number;
  /** Where each event is pushed besides, at once. */
  readonly stream: string;
}

export const eventsServer = (
  options: EventsOptions,
): Server<Memory, { readonly client: number }> => ({
  kind: 'events',
  start(node) {
    const each = Array.from({ length: options.clients }, (_, place) => place);
    const memory: Memory = { queues: each.map(() => []), came: each.map(() => new Signal()) };
    for (const place of each) node.spawn(events(node, memory, place, options));
    return memory;
  },
  *serve({ queues, came }, { client: place }): Process<Queued> {
    while (queues[place]?.length === 0) yield* came[place]?.wait() ?? [];
    return queues[place]?.splice(0) ?? [];
  },
  shown: ({ queues }) => ({ waiting: queues.reduce((sum, queue) => sum + queue.length, 0) }),
});

function* events(
  node: ServerContext,
  { queues, came }: Memory,
  place: number,
  { eventsPerSecond, untilMs, stream }: EventsOptions,
): Process<void> {
  const betweenMs = drawsOf(node, 'events', exponential(1_000 / eventsPerSecond));
  for (;;) {
    yield* node.sleep(betweenMs());
    if (node.now() > untilMs) return;
    queues[place]?.push(node.now());
    came[place]?.fire();
    node.send(stream, node.now());
  }
}

/** What comes with a response: events by how late each is, in ms. */
export type Responded = (lateMs: readonly number[]) => void;

/** Clients that poll again as soon as they have a response. */
export const longPollers = (server: string, clients: number, responded: Responded) =>
  client('long-pollers', (node) => {
    for (let place = 0; place < clients; place++) node.spawn(polls(node, place));
    return {};

    function* polls(node: ServerContext, place: number): Process<void> {
      for (;;) {
        const atMs = yield* node.call<Queued>(server, { client: place });
        responded(atMs.map((each) => node.now() - each));
      }
    }
  });

/** Clients to which each event is pushed. */
export const streamClients = (heard: (lateMs: number) => void): Server<object, never> => ({
  ...client('stream', () => ({})),
  receive(_memory, message, _from, node) {
    heard(node.now() - (message as number));
  },
});
