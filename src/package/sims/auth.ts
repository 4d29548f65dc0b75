/**
 * `seedlab/sims/auth`: the sim, its rules, notes and invariants, and what its scenarios are built with.
 *
 * Auth: sessions, tokens, revocation.
 *
 * @module sims/auth
 */

export * from '../../../scenarios/auth/kit.ts';
export * from '../../../sims/auth/auth.ts';
export * from '../../../sims/auth/invariants.ts';
export * from '../../../sims/auth/laws.ts';
export * from '../../../sims/auth/notes.ts';
export * from '../../../sims/auth/rules.ts';
export * from '../../../sims/auth/subject.ts';
