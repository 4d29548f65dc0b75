/**
 * `seedlab/kernel`: virtual time, seeded randomness, processes and charts. It knows no network and no algorithm.
 *
 * Time is a number of virtual milliseconds. The same seed and the same calls give the same events on every engine.
 *
 * @module kernel
 */
export * from '../kernel/chart.ts';
export * from '../kernel/combinators.ts';
export * from '../kernel/distribution.ts';
export * from '../kernel/kernel.ts';
export * from '../kernel/must.ts';
export * from '../kernel/process.ts';
export * from '../kernel/queue.ts';
export * from '../kernel/random.ts';
export * from '../kernel/resource.ts';
export * from '../kernel/signal.ts';
export * from '../kernel/timeout.ts';
