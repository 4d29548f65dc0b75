/**
 * `seedlab/sims/io`: the sim, its rules, notes and invariants, and what its scenarios are built with.
 *
 * I/O models: threads, select, epoll, event loops.
 *
 * @module sims/io
 */

export * from '../../../scenarios/io/kit.ts';
export * from '../../../sims/io/cluster.ts';
export * from '../../../sims/io/invariants.ts';
export * from '../../../sims/io/io.ts';
export * from '../../../sims/io/laws.ts';
export * from '../../../sims/io/machine.ts';
export * from '../../../sims/io/notes.ts';
export * from '../../../sims/io/rules.ts';
