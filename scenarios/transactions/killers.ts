/** For each rule, a run that shows what happens without it. */
import type { TransactionsRule } from '../../sims/transactions/rules.ts';
import type { Killers } from '../../src/lab/catalogue.ts';

const everyCrash = { scenario: 'transactions/crash-at-every-point', seed: '1' };
const slowTransaction = { scenario: 'transactions/slow-transaction', seed: '1' };
const inbox = { scenario: 'transactions/inbox', seed: '1' };
const keyCrash = { scenario: 'transactions/idempotency-crash', seed: '1' };
const keyContract = { scenario: 'transactions/key-contract', seed: '1' };

export const transactionsKillers: Killers<TransactionsRule> = {
  // Deliveries.
  'event-in-same-transaction': everyCrash,
  'relay-marks-after-publish': everyCrash,
  'relay-reads-in-commit-order': slowTransaction,
  'dedup-with-effect-atomic': inbox,
  'offset-after-effect': inbox,

  // Idempotency keys.
  'retry-keeps-key': keyCrash,
  'key-binds-request': keyContract,
  'key-scoped-to-account': keyContract,
  'key-in-flight-blocks': keyContract,
  'failures-are-stored': keyContract,
  'refusals-are-not-stored': keyContract,
  'recovery-point-with-effect': keyCrash,
  'provider-gets-key': keyCrash,
  'key-outlives-retries': keyContract,
};
