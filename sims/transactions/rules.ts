/** The rules of the wing: each part has its own list, and each rule the property that fails without it. */
import { defineRules, type RulesOf } from '../../src/check/rules.ts';
import { commitRules } from './commit/rules.ts';
import { deliveryRules } from './delivery/rules.ts';
import { eventRules } from './events/rules.ts';
import { idempotencyRules } from './idempotency/rules.ts';
import { isolationRules } from './isolation/rules.ts';
import { sagaRules } from './saga/rules.ts';

export const transactionsRules = defineRules('transactions', {
  ...deliveryRules,
  ...idempotencyRules,
  ...sagaRules,
  ...commitRules,
  ...eventRules,
  ...isolationRules,
});

export type TransactionsRules = RulesOf<typeof transactionsRules>;
export type TransactionsRule = keyof TransactionsRules;
