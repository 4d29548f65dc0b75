/** A store that keeps copies of each key on several nodes of a ring, and loses nodes for ever. */
import type { Breaches } from '../../../src/check/breaches.ts';
import type { Process } from '../../../src/kernel/process.ts';
import {
  client,
  isCallFailure,
  type Server,
  type ServerContext,
} from '../../../src/world/server.ts';
import type { World } from '../../../src/world/world.ts';
import { note } from '../notes.ts';
import { stateRow, type TrafficSubject } from '../subject.ts';
import type { HashingLaw } from './laws.ts';
import { mixed } from './murmur3.ts';
import { Ring } from './ring.ts';
import type { HashingRules } from './rules.ts';

export interface ReplicaOptions {
  readonly nodes: number;
  readonly replicas: number;
  readonly keys: number;
  /** When the app reads all keys again. */
  readonly readAtMs: number;
}

export interface ReplicaCluster extends TrafficSubject {
  read: number;
  lost: number;
  /** Keys whose next points do not all belong to different nodes. */
  sharing: number;
}

const storeServer: Server<Map<number, number>, { readonly key: number; readonly row?: number }> = {
  kind: 'store',
  start: () => new Map(),
  serve(rows, { key, row }) {
    if (row === undefined) return rows.get(key) ?? null;
    rows.set(key, row);
    return 'stored';
  },
  shown: (rows) => ({ rows: rows.size }),
};

/** Points per node: few, because the order of a hundred is as random as that of thousands. */
export const pointsEach = 100;

export const storeIds = (nodes: number): string[] =>
  Array.from({ length: nodes }, (_, node) => `store-${node + 1}`);

export function replicaCluster(
  world: World,
  rules: HashingRules,
  options: ReplicaOptions,
  breaches: Breaches<HashingLaw>,
): ReplicaCluster {
  const ids = storeIds(options.nodes);
  for (const id of ids) world.addServer(id, storeServer);
  const ring = new Ring(ids, pointsEach);
  const cluster: ReplicaCluster = {
    breaches,
    read: 0,
    lost: 0,
    sharing: 0,
    rows: () => world.nodes.map(stateRow),
  };
  world.addServer(
    'app',
    client('app', (node) => node.spawn(storeAndRead(node))),
  );
  return cluster;

  function* storeAndRead(node: ServerContext): Process<void> {
    const offset = Math.floor(node.stream('keys')() * 2 ** 31);
    const keys = Array.from({ length: options.keys }, (_, key) => offset + key);
    for (const key of keys) {
      const at = placesOf(key);
      note(node, { kind: 'places', key, copies: new Set(at).size });
      for (const id of at) yield* node.call(id, { key, row: key });
    }
    yield* node.sleep(options.readAtMs - node.now());
    for (const key of keys) {
      cluster.read += 1;
      if (yield* isFound(node, key)) continue;
      cluster.lost += 1;
      note(node, { kind: 'key-lost', key });
      breaches.report(
        'survives-lost-nodes',
        `key ${key} is lost with its nodes, because its copies were on ${placesOf(key).join(', ')}`,
      );
    }
  }

  function placesOf(key: number): string[] {
    const next = nextPoints(mixed(key));
    if (new Set(next).size < options.replicas) cluster.sharing += 1;
    return rules['next-distinct-node-for-replicas']
      ? ring.distinctFrom(mixed(key), options.replicas)
      : next;
  }

  function nextPoints(position: number): string[] {
    const points: string[] = [];
    for (const owner of ring.walk(position)) {
      if (points.push(owner) === options.replicas) break;
    }
    return points;
  }

  function* isFound(node: ServerContext, key: number): Process<boolean> {
    for (const id of ring.distinctFrom(mixed(key), options.nodes)) {
      try {
        if ((yield* node.call<number | null>(id, { key }, { timeoutMs: 10 })) !== null) return true;
      } catch (failure) {
        if (!isCallFailure(failure)) throw failure;
      }
    }
    return false;
  }
}
