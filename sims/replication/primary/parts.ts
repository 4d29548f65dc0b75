/** What every part of one system of primary and replicas receives. */
import type { NodeId } from '../../../src/world/actor.ts';
import type { World } from '../../../src/world/world.ts';
import type { PrimaryJudge } from './judge.ts';
import type { PrimaryOptions } from './options.ts';
import type { PrimaryRules } from './rules.ts';

export interface PrimaryParts {
  readonly world: World;
  readonly rules: PrimaryRules;
  readonly options: PrimaryOptions;
  readonly judge: PrimaryJudge;
  /** Nodes that hold data, in order. */
  readonly nodeIds: readonly NodeId[];
  readonly firstPrimary: NodeId;
  readonly managerId: NodeId;
}
