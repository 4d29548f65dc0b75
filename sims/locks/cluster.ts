/**
 * Puts a lock system into a world: clients, a lock service, and the stores that the lock protects.
 */
import type { Breaches } from '../../src/check/breaches.ts';
import type { NodeId } from '../../src/world/actor.ts';
import type { Node } from '../../src/world/node.ts';
import type { World } from '../../src/world/world.ts';
import { lockClient } from './client.ts';
import { addConsensus } from './consensus/lock.ts';
import { addDatabase } from './database/lock.ts';
import { Judge } from './judge.ts';
import type { LocksLaw } from './laws.ts';
import type { LocksMetrics } from './metrics.ts';
import { defaultLocksOptions, type LocksOptions, type ServiceKind } from './options.ts';
import type { Parts } from './parts.ts';
import { addFailover } from './redis/failover.ts';
import { redisLock } from './redis/lock.ts';
import { addRedlock } from './redis/redlock.ts';
import { redisServer } from './redis/server.ts';
import type { LocksRules } from './rules.ts';
import type { LockService } from './service.ts';
import { storeIds, storeServer } from './store.ts';
import { addZooKeeper } from './zookeeper/lock.ts';

export interface LocksSystem {
  readonly options: LocksOptions;
  readonly judge: Judge;
  readonly clients: readonly Node[];
  /** Nodes of the lock service. */
  readonly servers: readonly Node[];
  readonly stores: readonly Node[];
  /** How many clients have completed all their rounds. */
  done: number;
}

export interface LocksCluster {
  readonly breaches: Breaches<LocksLaw>;
  readonly systems: readonly LocksSystem[];
  /** Where the explorer’s plain actors run instead of systems. */
  readonly actors?: { readonly nodes: readonly Node[]; readonly writes: number };
}

export interface ClusterParts {
  readonly world: World;
  readonly rules: LocksRules;
  readonly metrics: LocksMetrics;
  readonly breaches: Breaches<LocksLaw>;
}

const services: Readonly<Record<ServiceKind, (parts: Parts) => LockService>> = {
  redis: addRedis,
  failover: addFailover,
  redlock: addRedlock,
  consensus: addConsensus,
  zookeeper: addZooKeeper,
  database: addDatabase,
};

function addRedis(parts: Parts): LockService {
  const { world, options, idOf } = parts;
  const redis = idOf('redis');
  const role = { isMaster: true, isWholeService: true };
  world.addServer(redis, redisServer(parts, role), { diskMs: options.diskMs });
  return redisLock(parts, redis);
}

export function locksSystem(
  { world, rules, metrics, breaches }: ClusterParts,
  options: Partial<LocksOptions>,
): LocksSystem {
  const all = { ...defaultLocksOptions, ...options };
  const judge = new Judge(world, breaches, metrics, all);
  const idOf = (name: string): NodeId => (all.name === '' ? name : `${all.name}/${name}`);
  const givesTokens = all.service !== 'redlock';
  const parts: Parts = { world, rules, options: all, judge, givesTokens, idOf };
  const stores = storeIds(parts).map((id, place) =>
    world.addServer(id, storeServer(parts, all.stores[place] === 'fenced'), { diskMs: all.diskMs }),
  );
  const before = world.nodes.length;
  const service = services[all.service](parts);
  const servers = world.nodes.slice(before);
  const clients: Node[] = [];
  const system: LocksSystem = { options: all, judge, clients, servers, stores, done: 0 };
  const isDone = () => {
    system.done += 1;
  };
  for (let place = 0; place < all.clients; place++) {
    const client = lockClient(parts, service, place, isDone);
    const clock = {
      clockOffsetMs: all.clockOffsetMs(place),
      clockDriftPpm: all.clockDriftPpm(place),
    };
    clients.push(world.addServer(idOf(`client${place + 1}`), client, clock));
  }
  return system;
}
