/** The rules of the wing: each part has its own list, and each rule the property that fails without it. */
import { defineRules, type RulesOf } from '../../src/check/rules.ts';
import { abdRules } from './abd/rules.ts';
import { chainRules } from './chain/rules.ts';
import { durabilityRules } from './durability/rules.ts';
import { gossipRules } from './gossip/rules.ts';
import { partitionRules } from './partition/rules.ts';
import { primaryRules } from './primary/rules.ts';
import { quorumRules } from './quorum/rules.ts';
import { regionRules } from './regions/rules.ts';
import { siblingRules } from './siblings/rules.ts';

export const replicationRules = defineRules('replication', {
  ...primaryRules,
  ...quorumRules,
  ...siblingRules,
  ...regionRules,
  ...durabilityRules,
  ...partitionRules,
  ...gossipRules,
  ...abdRules,
  ...chainRules,
});

export type ReplicationRules = RulesOf<typeof replicationRules>;
export type ReplicationRule = keyof ReplicationRules;
