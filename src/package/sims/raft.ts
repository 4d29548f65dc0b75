/**
 * `seedlab/sims/raft`: the sim, its rules, notes and invariants, and what its scenarios are built with.
 *
 * Raft: elections, the replicated log, clients, membership.
 *
 * @module sims/raft
 */
export * from '../../../scenarios/raft/common.ts';
export * from '../../../sims/raft/cluster.ts';
export * from '../../../sims/raft/goals.ts';
export * from '../../../sims/raft/invariants.ts';
export * from '../../../sims/raft/notes.ts';
export * from '../../../sims/raft/raft.ts';
export * from '../../../sims/raft/rules.ts';
