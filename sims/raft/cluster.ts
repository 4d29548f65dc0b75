/**
 * A cluster of Raft servers in a world, with its clients, and what an observer of the whole cluster
 * can say about it.
 */
import { interned } from '../../src/kernel/interned.ts';
import type { NodeId } from '../../src/world/actor.ts';
import type { Node, NodeOptions } from '../../src/world/node.ts';
import type { World } from '../../src/world/world.ts';
import { type ClientOptions, type ClientState, raftClient } from './client/client.ts';
import { type HistoryEvent, recordHistory } from './client/history.ts';
import { noOp, type Term } from './log/entry.ts';
import { majorityOf } from './membership/membership.ts';
import { type Observer, observer } from './observer.ts';
import type { RaftRules } from './rules.ts';
import type { Role } from './server/chart.ts';
import { raftNode } from './server/node.ts';
import { basicRaft, type RaftOptions } from './server/server.ts';
import type { RaftState } from './server/state.ts';

export interface RaftCluster {
  readonly servers: readonly Node<RaftState>[];
  readonly clients: readonly Node<ClientState>[];
  /** Voters of the initial cluster. */
  readonly majority: number;
  readonly history: readonly HistoryEvent[];
  readonly options: RaftOptions;
  readonly observer: Observer;
  /** The true time. */
  readonly nowMs: () => number;
}

/** Options default to basic Raft. */
export interface ClusterOptions extends Partial<Omit<RaftOptions, 'servers' | 'voters'>> {
  /** How many servers vote at first; they are named n1, n2 and so on. */
  readonly nodes: number;
  /** How many more servers may be added. */
  readonly spares?: number;
  readonly electionTimeoutMs: RaftOptions['electionTimeoutMs'];
  readonly heartbeatMs: number;
  /**
   * The terms of the entries that were committed before the run started; in index order, from 1.
   */
  readonly committed?: readonly Term[];
  readonly nodeOptions?: (id: NodeId) => Partial<NodeOptions>;
  /** How many clients there are, named c1, c2 and so on, and what they do. */
  readonly clients?: number;
  readonly clientOptions?: Partial<ClientOptions>;
  /**
   * A prefix for the names of servers and clients, if the world holds several groups; no node has a
   * role there.
   */
  readonly group?: string;
  /**
   * How many clients precede these in other groups, and how many there are in all: no two clients
   * share a process.
   */
  readonly clientsBefore?: number;
  readonly clientsInAll?: number;
  /** Options that differ for the first client. */
  readonly firstClientOptions?: Partial<ClientOptions>;
}

/**
 * Adds the servers and the clients to the world, and defines the roles `leader`, `old-leader` and
 * `follower`.
 */
export function raftCluster(world: World, rules: RaftRules, options: ClusterOptions): RaftCluster {
  const { nodes, spares = 0, committed = [], group = '' } = options;
  const ids = serverIds(nodes + spares, group);
  const voters = ids.slice(0, nodes);
  const raftOptions: RaftOptions = { ...basicRaft, ...options, servers: ids, voters };
  const servers = ids.map((id) =>
    world.addNode(id, raftNode(rules, raftOptions), options.nodeOptions?.(id)),
  );
  const history = recordHistory(world.trace, group);
  const initialLogs = Object.fromEntries(
    Object.entries(raftOptions.initialLogs).map(([id, terms]) => [
      id,
      terms.map((term) => ({ term, command: noOp })),
    ]),
  );
  const cluster: RaftCluster = {
    servers,
    clients: addClients(world, ids, options),
    majority: majorityOf(voters),
    history,
    options: raftOptions,
    observer: observer(servers, initialLogs, committed),
    nowMs: () => world.kernel.nowMs,
  };
  if (group === '') nameRoles(world, cluster);
  return cluster;
}

function nameRoles(world: World, cluster: RaftCluster): void {
  const { servers, clients } = cluster;
  const idsOf = (nodes: readonly Node[]) => nodes.map(({ self }) => self);
  world.nameRole('leader', () => idsOf(leaders(cluster).slice(0, 1)));
  world.nameRole('old-leader', () => idsOf(leaders(cluster).slice(1)));
  world.nameRole('follower', () => idsOf(inRole(cluster, 'follower')));
  world.nameRole('server', () => idsOf(servers));
  world.nameRole('client', () => idsOf(clients));
}

function addClients(
  world: World,
  servers: readonly NodeId[],
  { clients = 0, clientOptions, firstClientOptions, ...options }: ClusterOptions,
): Node<ClientState>[] {
  const { group = '', clientsBefore = 0, clientsInAll = clients } = options;
  return Array.from({ length: clients }, (_, number) =>
    world.addNode(
      interned(`${group}c${number + 1}`),
      raftClient({
        retryMs: 100,
        backoffMs: 25,
        triesMax: 20,
        readsFrom: 'leader',
        workload: undefined,
        ...clientOptions,
        ...(number === 0 ? firstClientOptions : undefined),
        servers,
        number: clientsBefore + number,
        clients: clientsInAll,
      }),
    ),
  );
}

/** n1, n2, … */
export function serverIds(nodes: number, group = ''): NodeId[] {
  return Array.from({ length: nodes }, (_, index) => interned(`${group}n${index + 1}`));
}

/** The servers that believe that they lead, the latest term first. */
export function leaders(cluster: RaftCluster): Node<RaftState>[] {
  const termOf = ({ state }: Node<RaftState>) => state?.currentTerm ?? 0;
  return inRole(cluster, 'leader').sort((a, b) => termOf(b) - termOf(a));
}

export function candidates(cluster: RaftCluster): Node<RaftState>[] {
  return inRole(cluster, 'candidate');
}

function inRole({ servers }: RaftCluster, role: Role): Node<RaftState>[] {
  return servers.filter(({ state }) => state?.role === role);
}

/**
 * The leader that a majority of its voters, itself included, follows in its own term; undefined if
 * there is none.
 */
export function acknowledgedLeader(cluster: RaftCluster): Node<RaftState> | undefined {
  for (const leader of cluster.servers) {
    if (leader.state?.role !== 'leader') continue;
    const { currentTerm, configurations } = leader.state;
    const { voters = [] } = configurations.at(-1)?.configuration ?? {};
    let followers = 0;
    for (const { self, state } of cluster.servers) {
      const follows = state?.leaderId === leader.self && state.currentTerm === currentTerm;
      if (follows && voters.includes(self)) followers += 1;
    }
    if (followers >= majorityOf(voters)) return leader;
  }
  return undefined;
}

/**
 * Can this server exchange messages with a majority, itself included, over links that work in both
 * directions?
 */
export function reachesMajority({ network }: World, cluster: RaftCluster, id: NodeId): boolean {
  const reachable = cluster.servers.filter(
    ({ self }) => self === id || !(network.isCut(id, self) || network.isCut(self, id)),
  );
  return reachable.length >= cluster.majority;
}
