/**
 * `seedlab/sims/kafka`: the sim, its rules, notes and invariants, and what its scenarios are built with.
 *
 * Kafka: partitions, groups, lag, delivery.
 *
 * @module sims/kafka
 */
export * from '../../../sims/kafka/cluster.ts';
export * from '../../../sims/kafka/invariants.ts';
export * from '../../../sims/kafka/kafka.ts';
export * from '../../../sims/kafka/notes.ts';
export * from '../../../sims/kafka/rules.ts';
