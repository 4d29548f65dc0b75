/** Puts nodes that gossip into a world, and counts rounds, messages and nodes that know the update. */
import type { World } from '../../../src/world/world.ts';
import { type GossipOptions, gossipNode, type Spreading } from './node.ts';
import type { GossipRules } from './rules.ts';

export interface GossipClusterOptions extends Omit<GossipOptions, 'ids'> {
  readonly nodes: number;
  /** Nodes that are up: the first ones. */
  readonly up: number;
}

export interface GossipCluster {
  readonly options: GossipClusterOptions;
  /** Nodes that know the update, and those of them that are up from the start. */
  known: number;
  knownUp: number;
  /** The round in which the last of these has learned it. */
  lastRound: number | undefined;
  /** Until then. */
  messages: number;
}

export const gossiperId = (spreading: Spreading, number: number): string =>
  `${spreading}-${number}`;

export function gossipCluster(
  world: World,
  rules: GossipRules,
  options: GossipClusterOptions,
): GossipCluster {
  const { nodes, up, spreading } = options;
  const ids = Array.from({ length: nodes }, (_, at) => gossiperId(spreading, at + 1));
  const upIds = new Set(ids.slice(0, up));
  const cluster: GossipCluster = {
    options,
    known: 1,
    knownUp: 1,
    lastRound: undefined,
    messages: 0,
  };
  const events = {
    sends() {
      cluster.messages += 1;
    },
    learns(node: string, round: number) {
      cluster.known += 1;
      if (upIds.has(node)) cluster.knownUp += 1;
      if (cluster.knownUp === up) cluster.lastRound ??= round;
    },
    // Nodes cannot know it: the run ends here, because more rounds would show nothing. A rumour ends
    // by itself.
    isOver: (round: number) =>
      spreading === 'rumour'
        ? cluster.known === nodes && round >= options.antiEntropyFrom
        : cluster.lastRound !== undefined,
  };
  for (const id of ids) world.addServer(id, gossipNode(rules, { ...options, ids }, events));
  return cluster;
}
