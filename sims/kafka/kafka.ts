/** Kafka as the lab knows it. */
import type { Sim } from '../../src/check/sim.ts';
import { kafkaInvariants } from './invariants.ts';
import { memberChart } from './member-chart.ts';
import { kafkaArrowText } from './messages.ts';
import { kafkaNotes } from './notes.ts';
import { type KafkaRule, kafkaRules } from './rules.ts';
import { kafkaView } from './view.ts';

export const kafka: Sim<KafkaRule> = {
  id: 'kafka',
  title: 'Kafka: partitions, groups, lag, delivery',
  about:
    'Topics are split into partitions: logs that are replicated on brokers, written to by producers, and read by groups of ' +
    'consumers, each partition by one member of a group. Lag is how far a group is behind. What a crash costs depends on who ' +
    'acknowledges, commits and processes in which order.',
  sources: [
    'Kreps, Narkhede and Rao, Kafka: a Distributed Messaging System for Log Processing, NetDB 2011',
    'Apache Kafka documentation and source, October 2024; KIP-54, 98, 101, 345, 429, 447, 480, 794',
    'LinkedIn, Burrow: consumer lag evaluation rules',
  ],
  rules: kafkaRules,
  invariants: kafkaInvariants,
  charts: [memberChart],
  files: [
    'config.ts',
    'model.ts',
    'replica.ts',
    'records.ts',
    'record-batch.ts',
    'log.ts',
    'producer-state.ts',
    'partition.ts',
    'metadata.ts',
    'fetch.ts',
    'leadership.ts',
    'in-sync.ts',
    'replication.ts',
    'brokers.ts',
    'controller.ts',
    'election.ts',
    'murmur2.ts',
    'partitioner.ts',
    'lane.ts',
    'producer.ts',
    'group.ts',
    'coordinator-node.ts',
    'coordinator.ts',
    'offsets.ts',
    'member-chart.ts',
    'member.ts',
    'assignors/sticky.ts',
    'assignors/cooperative-sticky.ts',
    'consumer.ts',
    'poll-loop.ts',
    'fetcher.ts',
    'processing.ts',
    'commit.ts',
    'transaction-coordinator.ts',
    'transactions.ts',
    'lag/burrow.ts',
    'lag/judge.ts',
    'lag/cause.ts',
    'queue.ts',
    'observer.ts',
    'invariants.ts',
  ],
  inWords: (note) => kafkaNotes.inWords(note),
  arrowText: kafkaArrowText,
  view: kafkaView,
};
