/** Puts clients, a balancer and hosts into a world, changes the hosts, and counts who gets requests. */
import type { Breaches } from '../../../src/check/breaches.ts';
import type { NodeId } from '../../../src/world/actor.ts';
import type { World } from '../../../src/world/world.ts';
import {
  type ClientOptions,
  type ClientTotals,
  type Connecting,
  connectionClients,
  emptyClientTotals,
} from './clients.ts';
import { partsOfAge } from './formulas.ts';
import { connectionFront, type Front } from './front.ts';
import { type ConnectionHost, type ConnectionHostOptions, connectionHost } from './host.ts';
import type { ConnectionLaw } from './laws.ts';
import type { ConnectionRules } from './rules.ts';

export interface ConnectionClusterOptions
  extends Omit<ClientOptions, 'front'>,
    ConnectionHostOptions {
  /** Distinguishes the machines of several clusters: `aged` makes aged-host-1. */
  readonly name: string;
  readonly connecting: Connecting;
  readonly hosts: number;
  readonly added: number;
  readonly leaving: number;
  readonly changeAtMs: number;
  /** Times from which requests are counted, and how many each time. */
  readonly countFromMs: readonly number[];
  readonly requests: number;
}

/** The first requests after some time, and how many of them the new hosts got. */
export interface Counted {
  readonly fromMs: number;
  all: number;
  toNew: number;
}

export interface ConnectionCluster {
  readonly totals: ClientTotals;
  readonly counts: readonly Counted[];
  cutOff: number;
  /** Connections that reached their age, in each part of the maximum age. */
  readonly reachedAge: number[];
}

export function connectionCluster(
  world: World,
  rules: ConnectionRules,
  options: ConnectionClusterOptions,
  breaches: Breaches<ConnectionLaw>,
): ConnectionCluster {
  const { name, hosts, added, leaving, connecting, maxAgeMs } = options;
  const ids = Array.from({ length: hosts + added }, (_, at) => `${name}-host-${at + 1}`);
  const [old, joining] = [ids.slice(0, hosts), ids.slice(hosts)];
  const cluster: ConnectionCluster = {
    totals: emptyClientTotals(),
    counts: options.countFromMs.map((fromMs) => ({ fromMs, all: 0, toNew: 0 })),
    cutOff: 0,
    reachedAge: [],
  };
  const running = new Map<NodeId, ConnectionHost>();
  const events = { takesCall, reachesAge, cutsOff };
  for (const id of ids) {
    const started = (host: ConnectionHost) => running.set(id, host);
    world.addServer(id, connectionHost(rules, options, events, started));
  }
  const front = `${name}-balancer`;
  let balancer: Front | undefined;
  const server = connectionFront(rules, old, (started) => {
    balancer = started;
  });
  world.addServer(front, server);
  world.addServer(
    `${name}-clients`,
    connectionClients({ ...options, connecting, front }, cluster.totals),
  );
  world.at(options.changeAtMs, () => {
    const gone = old.slice(hosts - leaving);
    balancer?.change(joining, gone);
    for (const id of gone) running.get(id)?.leave();
  });
  return cluster;

  function takesCall(host: NodeId): void {
    const nowMs = world.kernel.nowMs;
    for (const count of cluster.counts) {
      if (nowMs < count.fromMs || count.all === options.requests) continue;
      count.all += 1;
      if (joining.includes(host)) count.toNew += 1;
    }
  }

  function reachesAge(): void {
    const part = Math.floor((world.kernel.nowMs / (maxAgeMs ?? Infinity)) * partsOfAge);
    cluster.reachedAge[part] = (cluster.reachedAge[part] ?? 0) + 1;
  }

  function cutsOff(host: NodeId, isGraceOver: boolean): void {
    cluster.cutOff += 1;
    if (!isGraceOver)
      breaches.report(
        'no-call-cut-off-within-grace',
        `a call at host ${host} is cut off before the grace period is over`,
      );
  }
}
