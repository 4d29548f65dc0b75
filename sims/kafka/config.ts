/**
 * Configuration under Kafka's own names, with its defaults (Apache Kafka, ProducerConfig,
 * ConsumerConfig and TopicConfig, October 2024). Only options that the sim uses are here.
 */

export interface ProducerConfig {
  /**
   * When a write counts as done: at once, when the leader has it, or when all in-sync replicas have
   * it.
   */
  readonly acks: '0' | '1' | 'all';
  /** How long a batch waits for more records; 5 since Kafka 4.0. */
  readonly 'linger.ms': number;
  /** In bytes; a batch is sent as soon as it is full. */
  readonly 'batch.size': number;
  readonly retries: number;
  readonly 'retry.backoff.ms': number;
  readonly 'enable.idempotence': boolean;
  /** How many batches may be in flight to one partition. */
  readonly 'max.in.flight.requests.per.connection': number;
  /** How long a producer waits for an answer before it retries. */
  readonly 'request.timeout.ms': number;
  /** How long it retries in all. */
  readonly 'delivery.timeout.ms': number;
}

export const producerDefaults: ProducerConfig = {
  acks: 'all',
  'linger.ms': 0,
  'batch.size': 16_384,
  retries: 2 ** 31 - 1,
  'retry.backoff.ms': 100,
  'enable.idempotence': true,
  'max.in.flight.requests.per.connection': 5,
  'request.timeout.ms': 30_000,
  'delivery.timeout.ms': 120_000,
};

export interface ConsumerConfig {
  /** How many records one poll returns at most. */
  readonly 'max.poll.records': number;
  /** If the time between two polls is longer than this, the consumer leaves the group. */
  readonly 'max.poll.interval.ms': number;
  /** After this long without a heartbeat the coordinator removes the member. */
  readonly 'session.timeout.ms': number;
  readonly 'heartbeat.interval.ms': number;
  readonly 'auto.commit.interval.ms': number;
  /** How much a fetch waits for, and for how long at most. */
  readonly 'fetch.min.bytes': number;
  readonly 'fetch.max.wait.ms': number;
  readonly 'request.timeout.ms': number;
  readonly 'retry.backoff.ms': number;
  /** Where to begin if no offset is committed, or the committed one is gone. */
  readonly 'auto.offset.reset': 'earliest' | 'latest';
  readonly 'isolation.level': 'read_uncommitted' | 'read_committed';
}

export const consumerDefaults: ConsumerConfig = {
  'max.poll.records': 500,
  'max.poll.interval.ms': 300_000,
  'session.timeout.ms': 45_000,
  'heartbeat.interval.ms': 3_000,
  'auto.commit.interval.ms': 5_000,
  'fetch.min.bytes': 1,
  'fetch.max.wait.ms': 500,
  'request.timeout.ms': 30_000,
  'retry.backoff.ms': 100,
  'auto.offset.reset': 'latest',
  'isolation.level': 'read_uncommitted',
};

export interface TopicConfig {
  readonly partitions: number;
  readonly 'replication.factor': number;
  /** With fewer replicas in sync a write with acks=all is refused. */
  readonly 'min.insync.replicas': number;
  /** Whether an out-of-sync replica may lead if no other is left. */
  readonly 'unclean.leader.election.enable': boolean;
  /** How long records are kept; Infinity for ever (in Kafka: -1). */
  readonly 'retention.ms': number;
  /** What becomes of old records: dropped after retention.ms, or only if a later one has their key. */
  readonly 'cleanup.policy': 'delete' | 'compact';
  /** How long a tombstone stays at least after the first cleaning that met it. */
  readonly 'delete.retention.ms': number;
  /** A batch so much later than the first one of its segment begins another segment. */
  readonly 'segment.ms': number;
  /** A log is cleaned when more than this share of it was written since the last cleaning. */
  readonly 'min.cleanable.dirty.ratio': number;
}

export const topicDefaults: TopicConfig = {
  partitions: 1,
  'replication.factor': 1,
  'min.insync.replicas': 1,
  'unclean.leader.election.enable': false,
  'retention.ms': 7 * 24 * 3_600_000,
  'cleanup.policy': 'delete',
  'delete.retention.ms': 24 * 3_600_000,
  'segment.ms': 7 * 24 * 3_600_000,
  'min.cleanable.dirty.ratio': 0.5,
};

export interface BrokerConfig {
  /** A follower that was not caught up for this long leaves the in-sync replicas. */
  readonly 'replica.lag.time.max.ms': number;
  /** How long a follower's fetch waits for new records, and for an answer at all. */
  readonly 'replica.fetch.wait.max.ms': number;
  readonly 'replica.socket.timeout.ms': number;
  /** How long a follower waits after a failed fetch. */
  readonly 'replica.fetch.backoff.ms': number;
  readonly 'broker.heartbeat.interval.ms': number;
  /** How long the controller waits for a heartbeat of a broker. */
  readonly 'broker.session.timeout.ms': number;
  /** How long the first rebalance of a group waits for more members. */
  readonly 'group.initial.rebalance.delay.ms': number;
  readonly 'log.retention.check.interval.ms': number;
  /** How often the cleaner looks whether a compacted log is dirty enough. */
  readonly 'log.cleaner.backoff.ms': number;
  readonly 'transaction.timeout.ms': number;
}

export const brokerDefaults: BrokerConfig = {
  'replica.lag.time.max.ms': 30_000,
  'replica.fetch.wait.max.ms': 500,
  'replica.socket.timeout.ms': 30_000,
  'replica.fetch.backoff.ms': 1_000,
  'broker.heartbeat.interval.ms': 2_000,
  'broker.session.timeout.ms': 9_000,
  'group.initial.rebalance.delay.ms': 3_000,
  'log.retention.check.interval.ms': 300_000,
  'log.cleaner.backoff.ms': 15_000,
  'transaction.timeout.ms': 60_000,
};
