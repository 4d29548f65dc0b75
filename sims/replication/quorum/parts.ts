/** What every machine of a quorum store receives. */
import type { NodeId } from '../../../src/world/actor.ts';
import type { QuorumJudge } from './judge.ts';
import type { Ring } from './ring.ts';
import type { QuorumRules } from './rules.ts';

export interface QuorumOptions {
  readonly nodes: number;
  /** N: how many of them are home to a key. */
  readonly replicas: number;
  /** How many answers reads and writes wait for; by default a quorum. */
  readonly reads?: number;
  readonly writes?: number;
  readonly timeoutMs: number;
  /** Writes go to stand-ins too if a home node does not answer: hinted hand-off. */
  readonly keepsHints: boolean;
  readonly handOffEveryMs: number;
  readonly repairsReads: boolean;
  /** 0: never. */
  readonly antiEntropyEveryMs: number;
  /** Depth of the Merkle tree, which has 2^depth leaves. */
  readonly treeDepth: number;
  /** How long a tombstone is kept at least. */
  readonly graceMs: number;
}

export const defaultQuorumOptions: QuorumOptions = {
  nodes: 5,
  replicas: 3,
  timeoutMs: 40,
  keepsHints: true,
  handOffEveryMs: 100,
  repairsReads: true,
  antiEntropyEveryMs: 200,
  treeDepth: 6,
  graceMs: Infinity,
};

export interface QuorumParts {
  readonly rules: QuorumRules;
  readonly options: QuorumOptions;
  readonly ring: Ring;
  readonly judge: QuorumJudge;
}

/** What the sizes of quorums depend on. */
interface Sized {
  readonly rules: QuorumRules;
  readonly options: Pick<QuorumOptions, 'replicas' | 'reads' | 'writes'>;
}

/** The N home nodes of a key. */
export const homeOf = (
  { ring, options }: { ring: Ring; options: { replicas: number } },
  key: string,
): NodeId[] => ring.nodesFor(key).slice(0, options.replicas);

/** W: any two sets of this size share a replica. */
export function writesNeeded({ rules, options: { writes, replicas } }: Sized): number {
  if (writes !== undefined) return writes;
  const half = Math.floor(replicas / 2);
  return rules['write-quorums-intersect'] ? half + 1 : Math.max(1, half);
}

/** R: a set of this size shares a replica with every set of W. */
export function readsNeeded(parts: Sized): number {
  const { rules, options } = parts;
  if (options.reads !== undefined) return options.reads;
  const others = options.replicas - writesNeeded(parts);
  return rules['quorums-intersect'] ? others + 1 : Math.max(1, others);
}
