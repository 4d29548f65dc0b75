/**
 * `seedlab/sims/traffic`: the sim, its rules, notes and invariants, and what its scenarios are built with.
 *
 * Traffic: limits, hashing, balancing, queues, gateways.
 *
 * @module sims/traffic
 */
export * from '../../../scenarios/traffic/common.ts';
export * from '../../../sims/traffic/invariants.ts';
export * from '../../../sims/traffic/notes.ts';
export * from '../../../sims/traffic/rules.ts';
export * from '../../../sims/traffic/subject.ts';
export * from '../../../sims/traffic/traffic.ts';
