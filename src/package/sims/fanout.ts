/**
 * `seedlab/sims/fanout`: the sim, its rules, notes and invariants, and what its scenarios are built with.
 *
 * Real-time fan-out: timelines, gateways, streams.
 *
 * @module sims/fanout
 */

export * from '../../../scenarios/fanout/kit.ts';
export * from '../../../sims/fanout/fanout.ts';
export * from '../../../sims/fanout/invariants.ts';
export * from '../../../sims/fanout/laws.ts';
export * from '../../../sims/fanout/notes.ts';
export * from '../../../sims/fanout/rules.ts';
export * from '../../../sims/fanout/subject.ts';
