/** For each rule, a run that shows what happens without it. */
import type { PaxosRule } from '../../sims/paxos/rules.ts';
import type { Killers } from '../../src/lab/catalogue.ts';

export const paxosKillers: Killers<PaxosRule> = {
  'count-each-request-once': { scenario: 'paxos/repeated-requests', seed: '1' },
};
