/** Puts a server and its client into a world. */
import type { Process } from '../../src/kernel/process.ts';
import type { Node } from '../../src/world/node.ts';
import { client, isCallFailure, type ServerContext } from '../../src/world/server.ts';
import type { World } from '../../src/world/world.ts';
import { counterServer } from './counter.ts';
import type { TrafficRules } from './rules.ts';

export interface ClusterOptions {
  readonly requests: number;
  readonly timeoutMs: number;
}

export interface Cluster {
  readonly server: Node;
  readonly client: Node;
  /** How many different requests the client has sent, and how many of them were answered. */
  sent: number;
  answered: number;
}

export function trafficCluster(
  world: World,
  rules: TrafficRules,
  options: ClusterOptions,
): Cluster {
  const server = world.addServer('server', counterServer(rules));
  const caller = client('client', (node) => node.spawn(sendAll(node)));
  const cluster: Cluster = {
    server,
    client: world.addServer('client', caller),
    sent: 0,
    answered: 0,
  };

  function* sendAll(node: ServerContext): Process<void> {
    while (cluster.sent < options.requests) {
      cluster.sent += 1;
      yield* sendUntilAnswered(node, cluster.sent);
      cluster.answered += 1;
    }
  }

  function* sendUntilAnswered(node: ServerContext, id: number): Process<void> {
    for (;;) {
      try {
        yield* node.call('server', { id }, { timeoutMs: options.timeoutMs });
        return;
      } catch (failure) {
        if (!isCallFailure(failure)) throw failure;
        const note = { kind: 'no-reply', id };
        node.note(note);
      }
    }
  }

  return cluster;
}

/** Undefined while the server is down. */
export const totalOf = ({ server }: Cluster): number | undefined =>
  (server.state as { readonly total: number } | undefined)?.total;
