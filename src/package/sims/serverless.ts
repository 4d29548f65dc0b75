/**
 * `seedlab/sims/serverless`: the sim, its rules, notes and invariants, and what its scenarios are built with.
 *
 * Serverless: cold starts, bursts and limits of functions.
 *
 * @module sims/serverless
 */

export * from '../../../sims/serverless/invariants.ts';
export * from '../../../sims/serverless/notes.ts';
export * from '../../../sims/serverless/rules.ts';
export * from '../../../sims/serverless/serverless.ts';
export * from '../../../sims/serverless/study.ts';
