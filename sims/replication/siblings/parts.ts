/** What every machine of a store of siblings receives. */
import type { QuorumOptions } from '../quorum/parts.ts';
import type { Ring } from '../quorum/ring.ts';
import type { QuorumRules } from '../quorum/rules.ts';
import type { SiblingJudge } from './judge.ts';
import type { SiblingRules } from './rules.ts';

export type SiblingOptions = Pick<
  QuorumOptions,
  'nodes' | 'replicas' | 'reads' | 'writes' | 'timeoutMs'
>;

export interface SiblingParts {
  readonly rules: SiblingRules & QuorumRules;
  readonly options: SiblingOptions;
  readonly ring: Ring;
  readonly judge: SiblingJudge;
}
