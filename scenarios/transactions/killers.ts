/** For each rule, a run that shows what happens without it. */
import type { TransactionsRule } from '../../sims/transactions/rules.ts';
import type { Killers } from '../../src/lab/catalogue.ts';

export const transactionsKillers: Killers<TransactionsRule> = {
  'count-each-request-once': { scenario: 'transactions/repeated-requests', seed: '1' },
};
