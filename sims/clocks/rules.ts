/** The rules of the wing: each part has its own list, and each rule the property that fails without it. */
import { defineRules, type RulesOf } from '../../src/check/rules.ts';
import { idRules } from './ids/rules.ts';
import { leaseRules } from './lease/rules.ts';
import { ntpRules } from './ntp/rules.ts';
import { orderRules } from './order/rules.ts';
import { truetimeRules } from './truetime/rules.ts';
import { uncertaintyRules } from './uncertainty/rules.ts';

export const clocksRules = defineRules('clocks', {
  ...ntpRules,
  ...truetimeRules,
  ...uncertaintyRules,
  ...leaseRules,
  ...orderRules,
  ...idRules,
});

export type ClocksRules = RulesOf<typeof clocksRules>;
export type ClocksRule = keyof ClocksRules;
