/**
 * `seedlab/sims/cache`: the sim, its rules, notes and invariants, and what its scenarios are built with.
 *
 * Caches: patterns, invalidation, stampedes.
 *
 * @module sims/cache
 */
export * from '../../../scenarios/cache/common.ts';
export * from '../../../sims/cache/cache.ts';
export * from '../../../sims/cache/invariants.ts';
export * from '../../../sims/cache/notes.ts';
export * from '../../../sims/cache/options.ts';
export * from '../../../sims/cache/rules.ts';
export * from '../../../sims/cache/system.ts';
