/**
 * Several Raft groups in one world: the ranges of a key space, each with a log and a leader of its
 * own (CockroachDB, TiKV). Every invariant of a cluster must hold for each group.
 */
import type { Invariant } from '../../src/check/invariant.ts';
import { must } from '../../src/kernel/must.ts';
import type { Node } from '../../src/world/node.ts';
import type { World } from '../../src/world/world.ts';
import type { ClientState } from './client/client.ts';
import { linearizable } from './client/linearizable.ts';
import { type ClusterOptions, type RaftCluster, raftCluster } from './cluster.ts';
import { raftInvariants } from './invariants.ts';
import type { RaftRules } from './rules.ts';
import type { RaftState } from './server/state.ts';

export interface RaftGroups {
  readonly groups: readonly RaftCluster[];
  readonly groupOf: ReadonlyMap<Node, RaftCluster>;
  readonly servers: readonly Node<RaftState>[];
  readonly clients: readonly Node<ClientState>[];
}

export const groupName = (group: number): string => `r${group + 1}`;

/**
 * Groups r1, r2 and so on, with servers r1n1, r1n2 and clients r1c1, r1c2; each has these options.
 */
export function raftGroups(
  world: World,
  rules: RaftRules,
  count: number,
  options: ClusterOptions,
): RaftGroups {
  const { clients = 0 } = options;
  const groups = Array.from({ length: count }, (_, group) =>
    raftCluster(world, rules, {
      ...options,
      group: groupName(group),
      clientsBefore: group * clients,
      clientsInAll: count * clients,
    }),
  );
  return {
    groups,
    groupOf: new Map(groups.flatMap((group) => group.servers.map((node) => [node, group]))),
    servers: groups.flatMap(({ servers }) => servers),
    clients: groups.flatMap(({ clients }) => clients),
  };
}

const groupOf = ({ groupOf }: RaftGroups, node: Node) =>
  must(groupOf.get(node), 'group of the server');

function ofEachGroup(invariant: Invariant<RaftCluster>): Invariant<RaftGroups> {
  const { id, says } = invariant;
  if ('check' in invariant) {
    return { id, says, check: ({ groups }) => firstOf(groups, invariant.check) };
  }
  if ('checkAtEnd' in invariant) {
    return { id, says, checkAtEnd: ({ groups }) => firstOf(groups, invariant.checkAtEnd) };
  }
  const { kind, remember, checkNode } = invariant;
  return {
    ...{ id, says, kind },
    remember: () => new Map<RaftCluster, unknown>(),
    checkNode(node: Node, memories: Map<RaftCluster, unknown>, subject: RaftGroups) {
      const group = groupOf(subject, node);
      if (!memories.has(group)) memories.set(group, remember());
      return checkNode(node, memories.get(group), group);
    },
  };
}

function firstOf<Answer>(
  groups: readonly RaftCluster[],
  check: (group: RaftCluster) => Answer | undefined,
): Answer | undefined {
  for (const group of groups) {
    const answer = check(group);
    if (answer !== undefined) return answer;
  }
  return undefined;
}

export const invariantsOfGroups: readonly Invariant<RaftGroups>[] = [
  ...raftInvariants,
  linearizable,
].map(ofEachGroup);
