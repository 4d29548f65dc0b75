/**
 * The rules of Kafka, and of its operators and clients, each with the property that fails without
 * it.
 */

import { defineRules, type RulesOf } from '../../src/check/rules.ts';

export const kafkaRules = defineRules('kafka', {
  // Producers and partitions
  'drop-the-sign-bit': {
    protects: 'partition-exists',
    source: 'Kafka, Utils.toPositive',
    because:
      'a key whose hash is the smallest integer gets a negative partition, because Math.abs of that is negative',
  },
  'broker-checks-sequence': {
    protects: 'appended-once-in-order',
    source: 'KIP-98, idempotent producer',
    because:
      'a batch that is retried because its answer was lost is written twice, or after a later one',
  },
  'drain-before-repartitioning': {
    protects: 'keys-in-order',
    source: 'Kafka documentation, Modifying topics',
    because: 'a key moves to another partition while its earlier records still wait in the old one',
  },
  // Compaction
  'keep-latest-of-key': {
    protects: 'latest-is-kept',
    source: 'Kafka documentation, Design, Log Compaction',
    because:
      'a key that has not changed for retention.ms is dropped by its age, and a reader that starts later never learns of it',
  },
  'keep-tombstones': {
    protects: 'deletes-are-seen',
    source: 'Kafka documentation, TopicConfig delete.retention.ms',
    because:
      'a reader that had the value before the cleaning never learns that the key was deleted',
  },
  'retain-from-first-cleaning': {
    protects: 'deletes-are-seen',
    source: 'KIP-534, deleteHorizonMs; KAFKA-4545',
    because:
      'a tombstone older than delete.retention.ms goes with the very cleaning that removes the value, which a reader may just have read',
  },
  'leave-active-segment': {
    protects: 'head-is-whole',
    source: 'Kafka, LogCleanerManager.cleanableOffsets; documentation, Log Compaction, guarantee 1',
    because: 'a reader at the head of the log would miss values that another one soon replaced',
  },
  // Replication
  'acknowledge-when-replicated': {
    protects: 'acknowledged-is-kept',
    source: 'Kafka documentation, ProducerConfig acks',
    because: 'a leader that acknowledges records which only it holds can lose them when it crashes',
  },
  'refuse-below-min-isr': {
    protects: 'acknowledged-is-kept',
    source: 'Kafka documentation, TopicConfig min.insync.replicas',
    because:
      'a write would be acknowledged when the only in-sync replica has it, and its disk has the only copy',
  },
  'elect-in-sync-only': {
    protects: 'acknowledged-is-kept',
    source: 'Kafka documentation, TopicConfig unclean.leader.election.enable',
    because: 'a replica that lags behind would lead, and the records that it misses would be gone',
  },
  'watermark-waits-for-isr': {
    protects: 'watermark-is-replicated',
    source: 'Kafka documentation, Replication',
    because: 'consumers would see records that not every in-sync replica holds',
  },
  'read-below-high-watermark': {
    protects: 'read-stays-written',
    source: 'Kafka documentation, Replication',
    because: 'a consumer would act on a record that vanishes with the leader',
  },
  'read-committed-only': {
    protects: 'aborted-is-not-read',
    source: 'KIP-98, isolation.level',
    because: 'a consumer would act on records of an aborted transaction',
  },
  'truncate-aborted-index': {
    protects: 'committed-is-visible',
    source: 'Kafka, ProducerStateManager and LogSegment.truncateTo, TransactionIndex',
    because:
      'a replica that dropped an aborted transaction would hide committed records at its offsets',
  },
  'repeat-markers': {
    protects: 'stable-follows-watermark',
    source: 'KIP-98, WriteTxnMarkers; Kafka, TransactionMarkerChannelManager',
    because:
      'a transaction that ends while a partition has no leader would stay open there, and hide all later records',
  },
  'fence-old-producers': {
    protects: 'fenced-is-refused',
    source: 'KIP-98, Fencing zombies; Kafka, ProducerAppendInfo, INVALID_PRODUCER_EPOCH',
    because:
      'a batch that arrives after its transaction has ended opens another one, which nothing ends',
  },
  // Groups
  'fence-static-members': {
    protects: 'one-owner',
    source: 'KIP-345, FENCED_INSTANCE_ID',
    because: 'two consumers with one group.instance.id would both read the same partitions',
  },
  'fence-old-generations': {
    protects: 'owners-commit',
    source: 'Kafka, GroupCoordinator, ILLEGAL_GENERATION',
    because: 'a member that was declared dead would wake up and commit over its successor',
  },
  'revoke-before-assigning': {
    protects: 'one-owner',
    source: 'KIP-429',
    because:
      'a partition would have a new reader before the old one has committed its work and given it up',
  },
  'keep-unmoved-partitions': {
    protects: 'unmoved-go-on',
    source: 'KIP-429',
    because: 'every member stops reading everything at every rebalance',
  },
  'batch-fits-poll-interval': {
    protects: 'group-settles',
    source: 'Kafka documentation, ConsumerConfig max.poll.interval.ms and max.poll.records',
    because:
      'a member that takes too long for a poll is declared dead, and the next one repeats its work',
  },
  'no-more-members-than-partitions': {
    protects: 'members-have-work',
    source: 'Kafka documentation, Consumers',
    because:
      'members beyond the number of partitions are idle, because a partition has one reader in a group',
  },
  // Committing and processing
  'process-before-commit': {
    protects: 'committed-is-processed',
    source: 'Kafka documentation, Message delivery semantics',
    because: 'a crash between the commit and the work loses the records in progress',
  },
  'commit-only-processed': {
    protects: 'committed-is-processed',
    source: 'Kafka, KafkaConsumer, Automatic offset committing',
    because: 'a crash loses what the position of the poll is ahead of the worker threads',
  },
  'commit-next-offset': {
    protects: 'effects-once',
    source: 'Kafka, KafkaConsumer.commitSync: lastProcessedMessageOffset + 1',
    because: 'the last record is read again after every restart, however orderly',
  },
  'commit-without-gaps': {
    protects: 'committed-is-processed',
    source: 'Kafka documentation, KafkaConsumer, Multi-threaded processing',
    because:
      'a crash loses lower offsets than the highest processed one that other threads still work on',
  },
  'deduplicate-by-id': {
    protects: 'effects-once',
    source: 'Hohpe and Woolf, Enterprise Integration Patterns, Idempotent Receiver',
    because: 'a record that at-least-once delivery brings twice would have its effect twice',
  },
  'store-offset-with-result': {
    protects: 'effects-once',
    source: 'Kafka, KafkaConsumer, Storing offsets outside Kafka',
    because: 'a crash between the result and the offset repeats the work',
  },
  'one-lane-per-key': {
    protects: 'keys-in-order',
    source: 'Kafka, KafkaConsumer, Decouple consumption and processing',
    because: 'threads overtake one another within a partition',
  },
  'retry-in-place': {
    protects: 'keys-in-order',
    source: 'Kreps, Kafka: ordering guarantees; Confluent, Kafka retry topics',
    because: 'a record that waits in a retry topic is overtaken by the later ones of its key',
  },
  'dead-letter-after-retries': {
    protects: 'log-is-drained',
    source: 'Hohpe and Woolf, Enterprise Integration Patterns, Dead Letter Channel',
    because: 'a record that no consumer can process blocks all records behind it in its partition',
  },
  // Windows by event time
  'minimum-over-partitions': {
    protects: 'in-order-is-counted',
    source: 'Flink documentation, Timely Stream Processing, Watermarks in Parallel Streams',
    because:
      'the fastest partition would close windows whose events a slower one still has to deliver',
  },
  'leave-idle-partitions-out': {
    protects: 'results-come',
    source: 'Flink documentation, Generating Watermarks, Dealing With Idle Sources',
    because: 'one partition without events holds back the results of all others',
  },
  'count-within-lateness': {
    protects: 'allowed-is-counted',
    source: 'Flink documentation, Windows, Allowed Lateness; Dataflow Model, section 2.3',
    because: 'every event that the watermark, an estimate, did not expect would be lost at once',
  },
  'drop-beyond-lateness': {
    protects: 'results-only-grow',
    source: 'Flink, WindowOperator.isWindowLate; Kafka Streams, TimeWindows.grace',
    because:
      'an event that comes when its window is gone opens it anew, and the result becomes that one event',
  },
  // Watching
  'alarm-by-trend': {
    protects: 'alarms-are-true',
    source: 'LinkedIn, Burrow, Consumer Lag Evaluation Rules',
    because:
      'a threshold raises an alarm for a burst that is draining, and none for a small lag that stands still',
  },
});

export type KafkaRules = RulesOf<typeof kafkaRules>;
export type KafkaRule = keyof KafkaRules;
