/**
 * `seedlab/sims/slo`: the sim, its rules, notes and invariants, and what its scenarios are built with.
 *
 * Objectives: burn rates, alerts, and what they do not see.
 *
 * @module sims/slo
 */

export * from '../../../sims/slo/invariants.ts';
export * from '../../../sims/slo/notes.ts';
export * from '../../../sims/slo/rules.ts';
export * from '../../../sims/slo/slo.ts';
export * from '../../../sims/slo/study.ts';
