/** The rules of the wing, each with the property that fails without it. */
import { defineRules, type RulesOf } from '../../src/check/rules.ts';

export const paxosRules = defineRules('paxos', {
  'count-each-request-once': {
    protects: 'counted-once',
    source: 'RFC 9110 §9.2.2',
    because: 'a request whose reply was lost is sent again, and would count twice',
  },
});

export type PaxosRules = RulesOf<typeof paxosRules>;
export type PaxosRule = keyof PaxosRules;
