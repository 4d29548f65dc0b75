/** A balancer that restarts, and the clients whose connections it held. */

import { constant } from '../../../src/kernel/distribution.ts';
import type { Process } from '../../../src/kernel/process.ts';
import {
  client,
  isCallFailure,
  type Server,
  type ServerContext,
} from '../../../src/world/server.ts';
import { Station } from '../../../src/world/station.ts';
import { note } from '../notes.ts';
import type { FanoutRules } from '../rules.ts';

export interface BalancerOptions {
  readonly clients: string;
  /** Connections that it holds when it restarts. */
  readonly connections: number;
  readonly restartMs: number;
  readonly acceptsPerSecond: number;
  /** Connections that may wait to be accepted. */
  readonly backlog: number;
}

interface BalancerMemory {
  readonly station: Station;
  accepted: number;
}

/** `attempted` is called with each attempt to connect. */
export const balancerServer = (
  options: BalancerOptions,
  attempted: (atMs: number) => void,
): Server<BalancerMemory, { readonly connect: number }> => ({
  kind: 'balancer',
  start(node) {
    const { acceptsPerSecond, backlog } = options;
    node.spawn(restarts(node, options));
    const serviceMs = constant(1_000 / acceptsPerSecond);
    const station = new Station(node, { servers: 1, queueCapacity: backlog, serviceMs });
    return { station, accepted: 0 };
  },
  *serve(memory, _request, _from, node): Process<boolean> {
    attempted(node.now());
    yield* memory.station.serve();
    memory.accepted += 1;
    return true;
  },
  shown: ({ accepted, station: { waiting } }) => ({ accepted, waiting }),
});

/** Every connection ends with the process that held it, and its client is told so. */
function* restarts(
  node: ServerContext,
  { clients, connections, restartMs }: BalancerOptions,
): Process<void> {
  yield* node.sleep(restartMs);
  for (let connection = 0; connection < connections; connection++) node.send(clients, connection);
}

export interface ReconnectOptions {
  readonly balancer: string;
  /** Whether clients are to spread themselves at all. */
  readonly isSpread: boolean;
  /** The first attempt comes at a random time within it. */
  readonly windowMs: number;
  /** After the first refusal; doubled after each. */
  readonly backoffMs: number;
  readonly backoffMaxMs: number;
}

/** What became of the attempts. */
export interface Storm {
  severed: number;
  refused: number;
  connected: number;
  lastMs: number;
}

/** `refused` is called for each client that is turned away. */
export const reconnectClients = (
  rules: FanoutRules,
  options: ReconnectOptions,
  storm: Storm,
  refused: (client: number) => void,
): Server<object, never> => ({
  ...client('clients', () => ({})),
  receive(_memory, message, _from, node) {
    storm.severed += 1;
    node.spawn(reconnects(node, message as number, rules, options, storm, refused));
  },
});

function* reconnects(
  node: ServerContext,
  id: number,
  rules: FanoutRules,
  { balancer, isSpread, windowMs, backoffMs, backoffMaxMs }: ReconnectOptions,
  storm: Storm,
  refused: (client: number) => void,
): Process<void> {
  const random = node.stream('jitter');
  const jitters = isSpread && rules['reconnect-jitters'];
  // Full jitter: anywhere between nothing and the whole span.
  if (jitters) yield* node.sleep(random() * windowMs);
  for (let spanMs = backoffMs; ; spanMs = Math.min(2 * spanMs, backoffMaxMs)) {
    try {
      yield* node.call(balancer, { connect: id });
      storm.connected += 1;
      storm.lastMs = node.now();
      return;
    } catch (failure) {
      if (!isCallFailure(failure)) throw failure;
      storm.refused += 1;
      refused(id);
      note(node, { kind: 'is-turned-away', client: id });
    }
    yield* node.sleep(jitters ? random() * spanMs : spanMs);
  }
}
