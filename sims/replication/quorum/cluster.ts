/** Puts the nodes of a quorum store, and its clients, into a world. */
import { Breaches, watched } from '../../../src/check/breaches.ts';
import { eventually, type Goal } from '../../../src/check/goal.ts';
import type { Invariant } from '../../../src/check/invariant.ts';
import { constant, type Distribution } from '../../../src/kernel/distribution.ts';
import type { Process } from '../../../src/kernel/process.ts';
import type { NodeId } from '../../../src/world/actor.ts';
import type { Node } from '../../../src/world/node.ts';
import { client, type ServerContext } from '../../../src/world/server.ts';
import type { World } from '../../../src/world/world.ts';
import { type ReplicationSubject, stateRow } from '../subject.ts';
import { Coordinator } from './coordinator.ts';
import { QuorumJudge } from './judge.ts';
import { type QuorumLaw, quorumLaws } from './laws.ts';
import { defaultQuorumOptions, homeOf, type QuorumOptions, type QuorumParts } from './parts.ts';
import { replicaServer } from './replica.ts';
import { Ring } from './ring.ts';
import type { QuorumRules } from './rules.ts';
import type { Item } from './versions.ts';

type Items = Readonly<Record<string, Item>>;

export interface QuorumCluster extends ReplicationSubject {
  readonly breaches: Breaches<QuorumLaw>;
  readonly parts: QuorumParts;
  readonly nodes: readonly Node[];
  /** What a node holds, by key; nothing while it is down. */
  itemsAt(node: NodeId): Items;
}

export interface QuorumClusterOptions extends QuorumOptions {
  /** Prefix of its nodes’ names, if a world has several. */
  readonly name: string;
  readonly diskMs: Distribution;
}

const pointsPerNode = 16;

export const replicaNames = (name: string, nodes: number): NodeId[] =>
  Array.from({ length: nodes }, (_, place) => `${name}n${place + 1}`);

export const ringOf = (nodes: readonly NodeId[]): Ring => new Ring(nodes, pointsPerNode);

export function quorumCluster(
  world: World,
  rules: QuorumRules,
  { name = '', diskMs = constant(1), ...given }: Partial<QuorumClusterOptions>,
): QuorumCluster {
  const options = { ...defaultQuorumOptions, ...given };
  const breaches = new Breaches<QuorumLaw>();
  const ids = replicaNames(name, options.nodes);
  const ring = ringOf(ids);
  const parts: QuorumParts = { rules, options, ring, judge: new QuorumJudge(breaches) };
  const nodes = ids.map((id) => {
    const others = ids.filter((other) => other !== id);
    return world.addServer(id, replicaServer(parts, others), { diskMs });
  });
  return {
    breaches,
    parts,
    nodes,
    itemsAt: (id) => (world.node(id).state as { items: Items } | undefined)?.items ?? {},
    rows: () => nodes.map(stateRow),
  };
}

/** A client with its own coordinator, and its program. */
export function addQuorumClient(
  world: World,
  { parts }: QuorumCluster,
  id: NodeId,
  does: (coordinator: Coordinator, node: ServerContext) => Process<void>,
): Node {
  const start = (node: ServerContext) => node.spawn(does(new Coordinator(parts, node), node));
  return world.addServer(id, client('coordinator', start));
}

export const quorumInvariants = watched(
  quorumLaws,
  ({ breaches }: Pick<QuorumCluster, 'breaches'>) => breaches,
);

export const allQuorumInvariants: readonly Invariant<QuorumCluster>[] =
  Object.values(quorumInvariants);

/**
 * Every replica of every key is up and holds the same; a missing item counts as the same as a
 * tombstone.
 */
export const replicasAgree = (keys: readonly string[], withinMs: number): Goal<QuorumCluster> =>
  eventually(
    'replicas-agree',
    'all replicas of a key hold the same version',
    withinMs,
    (cluster) => {
      const held = new Map(cluster.nodes.map(({ self }) => [self, cluster.itemsAt(self)]));
      return keys.every((key) => {
        const items = homeOf(cluster.parts, key).map((id) => held.get(id)?.[key]);
        return new Set(items.map((item) => (item?.value ? JSON.stringify(item) : null))).size === 1;
      });
    },
  );
