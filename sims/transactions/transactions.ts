/** Transactions as the lab knows it. */
import type { Sim } from '../../src/check/sim.ts';
import type { Request } from './counter.ts';
import { transactionsInvariants } from './invariants.ts';
import { transactionsNotes } from './notes.ts';
import { type TransactionsRule, transactionsRules } from './rules.ts';
import { viewOf } from './view.ts';

export const transactions: Sim<TransactionsRule> = {
  id: 'transactions',
  title: 'Transactions: a counter, to be replaced',
  about: 'A client repeats requests until it gets a reply, and a server counts each of them once.',
  sources: ['RFC 9110, HTTP Semantics, 2022'],
  rules: transactionsRules,
  invariants: transactionsInvariants,
  files: ['rules.ts', 'notes.ts', 'counter.ts', 'cluster.ts', 'invariants.ts', 'view.ts'],
  notes: transactionsNotes,
  arrowText: (message) =>
    typeof message === 'object' ? `request ${(message as Request).id}` : `total ${message}`,
  view: viewOf,
};
