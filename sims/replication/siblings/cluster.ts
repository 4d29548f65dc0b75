/** Puts the nodes of a store of siblings, and its clients, into a world. */
import { Breaches, watched } from '../../../src/check/breaches.ts';
import type { Invariant } from '../../../src/check/invariant.ts';
import { constant, type Distribution } from '../../../src/kernel/distribution.ts';
import type { Process } from '../../../src/kernel/process.ts';
import type { NodeId } from '../../../src/world/actor.ts';
import type { Node } from '../../../src/world/node.ts';
import { client, type ServerContext } from '../../../src/world/server.ts';
import type { World } from '../../../src/world/world.ts';
import { replicaNames, ringOf } from '../quorum/cluster.ts';
import { type ReplicationSubject, stateRow } from '../subject.ts';
import { SiblingClient } from './coordinator.ts';
import { SiblingJudge } from './judge.ts';
import { type SiblingLaw, siblingLaws } from './laws.ts';
import type { SiblingOptions, SiblingParts } from './parts.ts';
import { siblingServer } from './replica.ts';

export interface SiblingCluster extends ReplicationSubject {
  readonly breaches: Breaches<SiblingLaw>;
  readonly parts: SiblingParts;
}

interface SiblingClusterOptions extends SiblingOptions {
  /** Prefix of its nodes’ names, if a world has several. */
  readonly name?: string;
  readonly diskMs?: Distribution;
}

export function siblingCluster(
  world: World,
  rules: SiblingParts['rules'],
  { name = '', diskMs = constant(1), ...options }: SiblingClusterOptions,
): SiblingCluster {
  const breaches = new Breaches<SiblingLaw>();
  const ids = replicaNames(name, options.nodes);
  const judge = new SiblingJudge(breaches);
  const parts: SiblingParts = { rules, options, ring: ringOf(ids), judge };
  const nodes = ids.map((id) => world.addServer(id, siblingServer(parts), { diskMs }));
  return { breaches, parts, rows: () => nodes.map(stateRow) };
}

/** A client, and its program. */
export function addSiblingClient(
  world: World,
  { parts }: SiblingCluster,
  id: NodeId,
  does: (client: SiblingClient, node: ServerContext) => Process<void>,
): Node {
  const start = (node: ServerContext) => node.spawn(does(new SiblingClient(parts, node), node));
  return world.addServer(id, client('client', start));
}

const invariants = watched(siblingLaws, ({ breaches }: SiblingCluster) => breaches);

export const siblingInvariants: readonly Invariant<SiblingCluster>[] = Object.values(invariants);
