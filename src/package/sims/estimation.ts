/**
 * `seedlab/sims/estimation`: the sim, its rules, notes and invariants, and what its scenarios are built with.
 *
 * Estimation: figures on the back of an envelope, held to simulations.
 *
 * @module sims/estimation
 */
export * from '../../../sims/estimation/estimation.ts';
export * from '../../../sims/estimation/invariants.ts';
export * from '../../../sims/estimation/notes.ts';
export * from '../../../sims/estimation/rules.ts';
export * from '../../../sims/estimation/study.ts';
