/** The rules of the wing: each part has its own list, and each rule the property that fails without it. */
import { defineRules, type RulesOf } from '../../src/check/rules.ts';
import { balancingRules } from './balancing/rules.ts';
import { connectionRules } from './connections/rules.ts';
import { hashingRules } from './hashing/rules.ts';
import { httpRules } from './http/rules.ts';
import { limitRules } from './limits/rules.ts';
import { queueRules } from './queues/rules.ts';
import { tailRules } from './tail/rules.ts';

export const trafficRules = defineRules('traffic', {
  ...limitRules,
  ...hashingRules,
  ...balancingRules,
  ...connectionRules,
  ...queueRules,
  ...tailRules,
  ...httpRules,
});

export type TrafficRules = RulesOf<typeof trafficRules>;
export type TrafficRule = keyof TrafficRules;
