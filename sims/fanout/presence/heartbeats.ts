/** Heartbeats between clients and their gateway: how either end notices that the connection is dead. */
import type { Process } from '../../../src/kernel/process.ts';
import { client, type Server, type ServerContext } from '../../../src/world/server.ts';
import { note } from '../notes.ts';
import type { FanoutRules } from '../rules.ts';

export interface HeartbeatOptions {
  readonly gateway: string;
  readonly everyMs: number;
  /** Of silence, after which an end takes the connection for dead. */
  readonly timeoutMs: number;
}

interface GatewayMemory {
  /** When each user was heard last. */
  readonly heardMs: Map<string, number>;
  readonly online: Set<string>;
  heartbeats: number;
}

export interface PresenceSeen {
  /** A heartbeat has come to the gateway. */
  heartbeat(): void;
  offline(user: string): void;
}

export const presenceServer = (
  rules: FanoutRules,
  { timeoutMs }: HeartbeatOptions,
  seen: PresenceSeen,
): Server<GatewayMemory, never> => ({
  ...client('gateway', () => ({})),
  start: () => ({ heardMs: new Map(), online: new Set(), heartbeats: 0 }),
  receive(memory, _message, from, node) {
    const { heardMs, online } = memory;
    memory.heartbeats += 1;
    seen.heartbeat();
    heardMs.set(from, node.now());
    // The answer tells the client that the way back is open as well.
    if (rules['heartbeat-both-ways']) node.send(from, 'pong');
    if (online.has(from)) return;
    online.add(from);
    if (rules['presence-expires']) node.spawn(expires(node, memory, from, timeoutMs, seen));
  },
  shown: ({ online, heartbeats }) => ({ online: online.size, heartbeats }),
});

function* expires(
  node: ServerContext,
  { heardMs, online }: GatewayMemory,
  user: string,
  timeoutMs: number,
  seen: PresenceSeen,
): Process<void> {
  for (;;) {
    const silentMs = node.now() - (heardMs.get(user) ?? 0);
    if (silentMs >= timeoutMs) {
      online.delete(user);
      note(node, { kind: 'goes-offline', user, silentMs });
      seen.offline(user);
      return;
    }
    yield* node.sleep(timeoutMs - silentMs);
  }
}

interface ClientMemory {
  heardMs: number;
  isConnected: boolean;
}

/** `gaveUp` is called when it takes its connection for dead. */
export const heartbeatClient = (
  rules: FanoutRules,
  options: HeartbeatOptions,
  gaveUp: (user: string) => void,
): Server<ClientMemory, never> => ({
  ...client('client', () => ({})),
  start(node) {
    const memory: ClientMemory = { heardMs: 0, isConnected: true };
    node.spawn(beats(node, memory, options));
    // Without answers silence means nothing.
    if (rules['heartbeat-both-ways']) node.spawn(listens(node, memory, options, gaveUp));
    return memory;
  },
  receive(memory, _message, _from, node) {
    memory.heardMs = node.now();
  },
  shown: ({ isConnected }) => ({ isConnected }),
});

/** Each client at its own phase, so that heartbeats of many do not come together. */
function* beats(
  node: ServerContext,
  memory: ClientMemory,
  { gateway, everyMs }: HeartbeatOptions,
): Process<void> {
  yield* node.sleep(node.stream('phase')() * everyMs);
  memory.heardMs = node.now();
  while (memory.isConnected) {
    node.send(gateway, 'ping');
    yield* node.sleep(everyMs);
  }
}

function* listens(
  node: ServerContext,
  memory: ClientMemory,
  { everyMs, timeoutMs }: HeartbeatOptions,
  gaveUp: (user: string) => void,
): Process<void> {
  yield* node.sleep(everyMs);
  for (;;) {
    const silentMs = node.now() - memory.heardMs;
    if (silentMs >= timeoutMs) {
      memory.isConnected = false;
      note(node, { kind: 'gives-up', silentMs });
      gaveUp(node.self);
      return;
    }
    yield* node.sleep(timeoutMs - silentMs);
  }
}
