/**
 * `seedlab/sims/paxos`: the sim, its rules, notes and invariants, and what its scenarios are built with.
 *
 * Paxos: one value from servers that crash.
 *
 * @module sims/paxos
 */
export * from '../../../sims/paxos/invariants.ts';
export * from '../../../sims/paxos/notes.ts';
export * from '../../../sims/paxos/paxos.ts';
export * from '../../../sims/paxos/rules.ts';
export * from '../../../sims/paxos/subject.ts';
