/**
 * `seedlab/sims/resilience`: the sim, its rules, notes and invariants, and what its scenarios are built with.
 *
 * Resilience: timeout, retry, circuit breaker, bulkhead, and their order.
 *
 * @module sims/resilience
 */
export * from '../../../sims/resilience/invariants.ts';
export * from '../../../sims/resilience/notes.ts';
export * from '../../../sims/resilience/resilience.ts';
export * from '../../../sims/resilience/rules.ts';
export * from '../../../sims/resilience/system.ts';
