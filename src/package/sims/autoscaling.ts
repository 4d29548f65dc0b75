/**
 * `seedlab/sims/autoscaling`: the sim, its rules, notes and invariants, and what its scenarios are built with.
 *
 * Autoscaling and scheduling: how many pods, where, and how long they live.
 *
 * @module sims/autoscaling
 */
export * from '../../../sims/autoscaling/autoscaling.ts';
export * from '../../../sims/autoscaling/invariants.ts';
export * from '../../../sims/autoscaling/notes.ts';
export * from '../../../sims/autoscaling/rules.ts';
export * from '../../../sims/autoscaling/study.ts';
