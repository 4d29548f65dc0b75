/** Kafka as the lab knows it. */
import type { Sim } from '../../src/check/sim.ts';
import { memberChart } from './group/member-chart.ts';
import { kafkaInvariants } from './invariants.ts';
import { kafkaArrowText } from './network/messages.ts';
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
    'broker/replica.ts',
    'records.ts',
    'broker/record-batch.ts',
    'broker/log.ts',
    'broker/producer-state.ts',
    'broker/partition.ts',
    'network/metadata.ts',
    'broker/fetch.ts',
    'replication/leadership.ts',
    'replication/in-sync.ts',
    'replication/replication.ts',
    'broker/brokers.ts',
    'replication/controller.ts',
    'replication/election.ts',
    'producer/murmur2.ts',
    'producer/partitioner.ts',
    'producer/lane.ts',
    'producer/producer.ts',
    'group/group.ts',
    'group/coordinator-node.ts',
    'group/coordinator.ts',
    'group/offsets.ts',
    'group/member-chart.ts',
    'group/member.ts',
    'assignors/sticky.ts',
    'assignors/cooperative-sticky.ts',
    'consumer/consumer.ts',
    'consumer/poll-loop.ts',
    'consumer/fetcher.ts',
    'consumer/processing.ts',
    'consumer/commit.ts',
    'transaction/transaction-coordinator.ts',
    'transaction/transactions.ts',
    'lag/burrow.ts',
    'lag/judge.ts',
    'lag/cause.ts',
    'queue.ts',
    'observer.ts',
    'invariants.ts',
  ],
  notes: kafkaNotes,
  arrowText: kafkaArrowText,
  view: kafkaView,
};
