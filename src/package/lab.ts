/**
 * `seedlab/lab`: scenarios, runs, sessions, sweeps, hunts and tokens.
 *
 * `z` is the part of zod that the lab itself uses: write the parameters of your own scenarios with it.
 *
 * @module lab
 */

export * from '../lab/catalogue.ts';
export * from '../lab/hunt.ts';
export * from '../lab/input-error.ts';
export * from '../lab/intervention.ts';
export * from '../lab/other-version-error.ts';
export * from '../lab/param.ts';
export * from '../lab/params.ts';
export * from '../lab/run.ts';
export * from '../lab/scenario.ts';
export * as z from '../lab/schemas.ts';
export * from '../lab/session.ts';
export * from '../lab/token.ts';
export * from '../lab/version.ts';
export * from '../lab/why.ts';
export * from '../words/numbers.ts';
