/** What the generators of one fleet share. */
import type { NodeId } from '../../../src/world/actor.ts';
import type { IdJudge } from './laws.ts';
import type { IdRules } from './rules.ts';
import type { BackPolicy } from './snowflake.ts';

export interface IdParts {
  readonly rules: IdRules;
  readonly judge: IdJudge;
  /** Number of node ids. */
  readonly nodeIds: number;
  /** The node id of a generator that leases none. */
  readonly fixedNodeId: (generator: NodeId) => number | undefined;
  readonly leaseMs: number;
  /** How far ahead a generator records which times it may use. */
  readonly reserveMs: number;
  readonly whenBack: BackPolicy;
  /** The sequence of a millisecond begins below this. */
  readonly startsBelow: number;
  /** For the judge only. */
  readonly trueMs: () => number;
}
