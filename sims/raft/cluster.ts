/**
 * A cluster of Raft servers in a world, and what an observer who sees all of it can say.
 */
import { interned } from '../../src/kernel/interned.ts';
import type { NodeId } from '../../src/world/actor.ts';
import type { Node, NodeOptions } from '../../src/world/node.ts';
import type { World } from '../../src/world/world.ts';
import type { Role } from './chart.ts';
import { raftNode } from './node.ts';
import type { RaftRules } from './rules.ts';
import { majorityOf, type RaftOptions } from './server.ts';
import type { RaftState, Term } from './state.ts';

export interface RaftCluster {
  readonly servers: readonly Node<RaftState>[];
  readonly majority: number;
  /**
   * The terms of the entries that were committed before the run started; in index order, from 1.
   */
  readonly committed: readonly Term[];
}

export interface ClusterOptions extends Omit<RaftOptions, 'servers' | 'initialLogs'> {
  /** How many servers, named n1, n2 and so on. */
  readonly nodes: number;
  readonly initialLogs?: RaftOptions['initialLogs'];
  readonly committed?: readonly Term[];
  readonly nodeOptions?: (id: NodeId) => Partial<NodeOptions>;
}

/** Adds the servers to the world, and tells it who is `leader`, `old-leader` and `follower`. */
export function raftCluster(world: World, rules: RaftRules, options: ClusterOptions): RaftCluster {
  const ids = serverIds(options.nodes);
  const raftOptions: RaftOptions = { initialLogs: {}, ...options, servers: ids };
  const servers = ids.map((id) =>
    world.addNode(id, raftNode(rules, raftOptions), options.nodeOptions?.(id)),
  );
  const cluster = { servers, majority: majorityOf(ids), committed: options.committed ?? [] };
  world.nameRole('leader', () =>
    leaders(cluster)
      .slice(0, 1)
      .map(({ self }) => self),
  );
  world.nameRole('old-leader', () =>
    leaders(cluster)
      .slice(1)
      .map(({ self }) => self),
  );
  world.nameRole('follower', () => inRole(cluster, 'follower').map(({ self }) => self));
  return cluster;
}

/** n1, n2, … */
export function serverIds(nodes: number): NodeId[] {
  return Array.from({ length: nodes }, (_, index) => interned(`n${index + 1}`));
}

/** The servers that take themselves for leader, the one of the latest term first. */
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
 * The leader that a majority, itself included, follows in its own term; undefined where there is
 * none.
 */
export function acknowledgedLeader(cluster: RaftCluster): Node<RaftState> | undefined {
  for (const leader of cluster.servers) {
    if (leader.state?.role !== 'leader') continue;
    let followers = 0;
    for (const { state } of cluster.servers) {
      const follows = state?.leaderId === leader.self;
      if (follows && state.currentTerm === leader.state.currentTerm) followers += 1;
    }
    if (followers >= cluster.majority) return leader;
  }
  return undefined;
}

/**
 * Can this server exchange messages with a majority, itself included, over links that are whole
 * both ways?
 */
export function reachesMajority({ network }: World, cluster: RaftCluster, id: NodeId): boolean {
  const reachable = cluster.servers.filter(
    ({ self }) => self === id || !(network.isCut(id, self) || network.isCut(self, id)),
  );
  return reachable.length >= cluster.majority;
}
