/**
 * `seedlab/sims/canary`: the sim, its rules, notes and invariants, and what its scenarios are built with.
 *
 * Canary analysis: rollouts that decide.
 *
 * @module sims/canary
 */
export * from '../../../scenarios/canary/common.ts';
export * from '../../../sims/canary/canary.ts';
export * from '../../../sims/canary/cluster.ts';
export * from '../../../sims/canary/invariants.ts';
export * from '../../../sims/canary/notes.ts';
export * from '../../../sims/canary/rules.ts';
export * from '../../../sims/canary/study.ts';
