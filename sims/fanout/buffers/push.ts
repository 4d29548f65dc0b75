/** A source of values, gateways that push them, and a client of each that takes its time. */
import type { Process } from '../../../src/kernel/process.ts';
import { client, type Server, type ServerContext } from '../../../src/world/server.ts';
import { note } from '../notes.ts';
import type { FanoutRules } from '../rules.ts';
import { ClientQueue, type Policy, type Value } from './queue.ts';

export interface SourceOptions {
  readonly gateways: readonly string[];
  readonly keys: number;
  readonly values: number;
  /** Between two values, on average: half of it is drawn. */
  readonly everyMs: number;
}

/** Each value is of a key at random; all gateways get all values. */
export const sourceServer = (options: SourceOptions, made: (value: Value) => void) =>
  client('source', (node) => {
    node.spawn(makes(node, options, made));
    return {};
  });

function* makes(
  node: ServerContext,
  { gateways, keys, values, everyMs }: SourceOptions,
  made: (value: Value) => void,
): Process<void> {
  const [apart, chosen] = [node.stream('apart'), node.stream('keys')];
  for (let number = 1; number <= values; number++) {
    yield* node.sleep((0.75 + apart() / 2) * everyMs);
    const value = { key: Math.floor(chosen() * keys), number };
    made(value);
    for (const gateway of gateways) node.send(gateway, value);
  }
}

interface GatewayMemory {
  readonly queue: ClientQueue;
  /** Values that the client still takes: it has room for so many on its way. */
  credit: number;
  isConnected: boolean;
  /** Told once. */
  hasBeenFull: boolean;
}

export interface GatewayOptions {
  readonly policy: Policy;
  readonly client: string;
  readonly limit: number;
}

export interface QueueSeen {
  holds(values: number): void;
  drops(): void;
}

/** Values on their way to a client. */
export const window = 2;

export const gatewayServer = (
  rules: FanoutRules,
  options: GatewayOptions,
  seen: QueueSeen,
): Server<GatewayMemory, never> => ({
  ...client('gateway', () => ({})),
  start: () => ({
    queue: new ClientQueue(options.policy, options.limit, rules),
    credit: window,
    isConnected: true,
    hasBeenFull: false,
  }),
  receive(memory, message, _from, node) {
    const { queue } = memory;
    if (message === 'ready' || message === 'connects') {
      memory.credit = message === 'ready' ? memory.credit + 1 : window;
      memory.isConnected = true;
    } else if (memory.isConnected) {
      const arrival = queue.add(message as Value);
      if (arrival !== 'held') seen.drops();
      if (arrival === 'disconnects') {
        memory.isConnected = false;
        node.send(options.client, 'closed');
      }
      const hasLimit = options.policy !== 'unbounded';
      const isFull = hasLimit && (queue.size >= options.limit || arrival === 'disconnects');
      if (isFull && !memory.hasBeenFull) note(node, { kind: 'is-full', held: options.limit });
      memory.hasBeenFull ||= isFull;
    } else seen.drops();
    while (memory.isConnected && memory.credit > 0 && queue.size > 0) {
      memory.credit -= 1;
      node.send(options.client, queue.take());
    }
    // What cannot be sent yet is held.
    seen.holds(queue.size);
  },
  shown: ({ queue, isConnected }) => ({ held: queue.size, isConnected }),
});

interface ClientMemory {
  readonly waiting: Value[];
  isWorking: boolean;
}

/** A client that works on each value for a while. Disconnected, it connects again at once, and misses what came. */
export const slowClient = (
  gateway: string,
  workMs: number,
  shows: (value: Value, atMs: number) => void,
): Server<ClientMemory, never> => ({
  ...client('client', () => ({})),
  start: () => ({ waiting: [], isWorking: false }),
  receive(memory, message, _from, node) {
    if (message === 'closed') {
      memory.waiting.length = 0;
      node.send(gateway, 'connects');
      return;
    }
    memory.waiting.push(message as Value);
    if (!memory.isWorking) node.spawn(works(node, memory, gateway, workMs, shows));
  },
  shown: ({ waiting }) => ({ waiting: waiting.length }),
});

function* works(
  node: ServerContext,
  memory: ClientMemory,
  gateway: string,
  workMs: number,
  shows: (value: Value, atMs: number) => void,
): Process<void> {
  memory.isWorking = true;
  for (;;) {
    const value = memory.waiting.shift();
    if (value === undefined) break;
    yield* node.sleep(workMs);
    shows(value, node.now());
    node.send(gateway, 'ready');
  }
  memory.isWorking = false;
}
