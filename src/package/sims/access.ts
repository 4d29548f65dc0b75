/**
 * `seedlab/sims/access`: the sim, its rules, notes and invariants, and what its scenarios are built with.
 *
 * Access to data: N+1, loaders, indexes, plans.
 *
 * @module sims/access
 */

export * from '../../../scenarios/access/kit.ts';
export * from '../../../sims/access/access.ts';
export * from '../../../sims/access/invariants.ts';
export * from '../../../sims/access/laws.ts';
export * from '../../../sims/access/notes.ts';
export * from '../../../sims/access/rules.ts';
