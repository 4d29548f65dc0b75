/** The rules of the wing: each part has its own list, and each rule the property that fails without it. */
import { defineRules, type RulesOf } from '../../src/check/rules.ts';
import { idRules } from './ids/rules.ts';
import { truetimeRules } from './truetime/rules.ts';

export const clocksRules = defineRules('clocks', { ...truetimeRules, ...idRules });

export type ClocksRules = RulesOf<typeof clocksRules>;
export type ClocksRule = keyof ClocksRules;
