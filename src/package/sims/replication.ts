/**
 * `seedlab/sims/replication`: the sim, its rules, notes and invariants, and what its scenarios are built with.
 *
 * Replication: primary and replicas, quorums, durability, partitions.
 *
 * @module sims/replication
 */
export * from '../../../scenarios/replication/common.ts';
export * from '../../../sims/replication/invariants.ts';
export * from '../../../sims/replication/notes.ts';
export * from '../../../sims/replication/replication.ts';
export * from '../../../sims/replication/rules.ts';
export * from '../../../sims/replication/subject.ts';
