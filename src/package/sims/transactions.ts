/**
 * `seedlab/sims/transactions`: the sim, its rules, notes and invariants, and what its scenarios are built with.
 *
 * Transactions: outbox, idempotency keys, sagas, atomic commit, isolation.
 *
 * @module sims/transactions
 */
export * from '../../../scenarios/transactions/common.ts';
export * from '../../../sims/transactions/invariants.ts';
export * from '../../../sims/transactions/notes.ts';
export * from '../../../sims/transactions/rules.ts';
export * from '../../../sims/transactions/subject.ts';
export * from '../../../sims/transactions/transactions.ts';
