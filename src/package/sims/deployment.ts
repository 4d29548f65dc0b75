/**
 * `seedlab/sims/deployment`: the sim, its rules, notes and invariants, and what its scenarios are built with.
 *
 * Deployment: schema changes, flags, bisection, rollbacks, HTTP caches.
 *
 * @module sims/deployment
 */

export * from '../../../scenarios/deployment/kit.ts';
export * from '../../../sims/deployment/deployment.ts';
export * from '../../../sims/deployment/invariants.ts';
export * from '../../../sims/deployment/laws.ts';
export * from '../../../sims/deployment/notes.ts';
export * from '../../../sims/deployment/rules.ts';
