/** The rules of the wing, each with the property that fails without it. */
import { defineRules, type RulesOf } from '../../src/check/rules.ts';

export const trafficRules = defineRules('traffic', {
  'count-each-request-once': {
    protects: 'counted-once',
    source: 'RFC 9110 §9.2.2',
    because: 'a request whose reply was lost is sent again, and would count twice',
  },
});

export type TrafficRules = RulesOf<typeof trafficRules>;
export type TrafficRule = keyof TrafficRules;
