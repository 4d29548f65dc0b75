/**
 * `seedlab/sims/clocks`: the sim, its rules, notes and invariants, and what its scenarios are built with.
 *
 * Clocks: NTP, TrueTime and commit wait, leases, ids that sort by time.
 *
 * @module sims/clocks
 */
export * from '../../../scenarios/clocks/common.ts';
export * from '../../../sims/clocks/clocks.ts';
export * from '../../../sims/clocks/invariants.ts';
export * from '../../../sims/clocks/notes.ts';
export * from '../../../sims/clocks/rules.ts';
export * from '../../../sims/clocks/subject.ts';
