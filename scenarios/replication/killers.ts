/** For each rule, a run that shows what happens without it. */
import type { ReplicationRule } from '../../sims/replication/rules.ts';
import type { Killers } from '../../src/lab/catalogue.ts';

export const replicationKillers: Killers<ReplicationRule> = {
  'count-each-request-once': { scenario: 'replication/repeated-requests', seed: '1' },
};
