/** The rules of the wing: each part has its own list, and each rule the property that fails without it. */
import { defineRules, type RulesOf } from '../../src/check/rules.ts';
import { multiRules } from './multi/rules.ts';
import { synodRules } from './synod/rules.ts';
import { zabRules } from './zab/rules.ts';

export const paxosRules = defineRules('paxos', { ...synodRules, ...multiRules, ...zabRules });

export type PaxosRules = RulesOf<typeof paxosRules>;
export type PaxosRule = keyof PaxosRules;
