/**
 * `seedlab/sims/crdt`: the sim, its rules, notes and invariants, and what its scenarios are built with.
 *
 * CRDTs: replicated data that merges without coordination.
 *
 * @module sims/crdt
 */
export * from '../../../scenarios/crdt/common.ts';
export * from '../../../sims/crdt/crdt.ts';
export * from '../../../sims/crdt/invariants.ts';
export * from '../../../sims/crdt/notes.ts';
export * from '../../../sims/crdt/rules.ts';
