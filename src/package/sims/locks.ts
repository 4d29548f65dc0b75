/**
 * `seedlab/sims/locks`: the sim, its rules, notes and invariants, and what its scenarios are built with.
 *
 * Locks: leases, Redlock, ZooKeeper, fencing tokens.
 *
 * @module sims/locks
 */
export * from '../../../scenarios/locks/common.ts';
export * from '../../../sims/locks/cluster.ts';
export * from '../../../sims/locks/invariants.ts';
export * from '../../../sims/locks/locks.ts';
export * from '../../../sims/locks/notes.ts';
export * from '../../../sims/locks/options.ts';
export * from '../../../sims/locks/rules.ts';
