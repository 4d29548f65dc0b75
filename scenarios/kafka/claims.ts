/** Statements about Kafka in the lab's own words, with the verdicts of its runs. */
import type { Claims } from '../../src/lab/claim.ts';

export const kafkaClaims: Claims = {
  'mq-delivery-table': {
    says: 'Kafka delivers at least once or exactly once, RabbitMQ at least once or at most once.',
    verdict: 'depends',
    instead:
      'The time of the consumer’s commit decides: before the work at most once, after it at least once, on either system.',
  },
  'qf-at-least-once-dups': {
    says: 'At-least-once delivery repeats work if the acknowledgement is lost.',
    verdict: 'confirmed',
  },
  'qf-exactly-once-dedup': {
    says: 'Exactly-once effects take deduplication.',
    verdict: 'confirmed',
  },
  'q7-rabbit-exactly-once-worker': {
    says: 'In a work queue one worker does every task exactly once.',
    verdict: 'refuted',
    instead:
      'Acknowledgements give at least once: after a crash before the acknowledgement the task is done again.',
  },
  'q12-offset-in-db-transaction': {
    says: 'Keeping the offset in the database’s transaction gives exactly-once effects.',
    verdict: 'depends',
    instead:
      'Only if the consumer resumes from the offset in the database; the broker’s offset cannot be part of that transaction.',
  },
  'q12-kafka-eos-inside': {
    says: 'Kafka’s transactions cover effects inside Kafka, not elsewhere.',
    verdict: 'confirmed',
  },
  'q12-dedup-unique': {
    says: 'A table of processed ids with a unique key keeps effects from repeating.',
    verdict: 'depends',
    instead: 'Only if the id and the effect are stored in one transaction.',
  },
  'mq-100-partitions-10-consumers': {
    says: 'Of 100 partitions, ten consumers read ten each.',
    verdict: 'confirmed',
  },
  'mq-consumers-capped-by-partitions': {
    says: 'A consumer beyond the number of partitions is idle.',
    verdict: 'confirmed',
  },
  'q7-adding-consumers-beyond-p': {
    says: 'More consumers than partitions drain a backlog no faster.',
    verdict: 'confirmed',
  },
  'q7-lag-uniform-vs-skewed': {
    says: 'Lag on every partition points to throughput; lag on a few points to a hot key or a stuck consumer.',
    verdict: 'confirmed',
  },
  'q7-batch-insert-10-50x': {
    says: 'Inserts of 100 to 1,000 rows are 10 to 50 times as fast.',
    verdict: 'depends',
    instead:
      'It depends on the cost of a statement relative to a row: that ratio is the most that batches can gain.',
  },
  'q7-batching-amortises': {
    says: 'A batch shares the cost of a call among its records.',
    verdict: 'confirmed',
  },
  'q7-batch-compression-better': {
    says: 'Similar messages compress better in a batch than each alone.',
    verdict: 'confirmed',
  },
  'q7-groups-independent': {
    says: 'A slow consumer group does not hold up another.',
    verdict: 'confirmed',
  },
  'q7-sync-commit-cost': {
    says: 'A commit after each record slows a consumer down.',
    verdict: 'confirmed',
  },
  'mq-downstream-down-tolerated': {
    says: 'A queue bridges an outage of its consumer.',
    verdict: 'depends',
    instead: 'Only as long as retention is longer than the backlog is old.',
  },
  'q7-rabbit-deletes-kafka-retains': {
    says: 'A queue forgets acknowledged messages; a log keeps them for another reader.',
    verdict: 'confirmed',
  },
  'q7-skip-to-latest-loses': {
    says: 'Skipping to the newest offset gives up the records in between.',
    verdict: 'confirmed',
  },
  'q7-rebalance-storm': {
    says: 'Batches longer than max.poll.interval.ms get consumers removed again and again.',
    verdict: 'confirmed',
  },
  'q7-rebalance-stops-consumption': {
    says: 'During a rebalance nothing is consumed.',
    verdict: 'depends',
    instead:
      'It depends on the protocol: an eager rebalance stops every member, a cooperative one pauses only the partitions that move.',
  },
  'q7-more-partitions-breaks-keys': {
    says: 'With more partitions a key’s records may overtake one another.',
    verdict: 'confirmed',
  },
  'mq-kafka-order-per-partition': {
    says: 'Order holds within a partition, not across partitions.',
    verdict: 'confirmed',
  },
  'q7-thread-pool-loses-order': {
    says: 'A pool of workers on one partition loses its order.',
    verdict: 'confirmed',
  },
  'mq-partition-by-entity': {
    says: 'A partition key keeps an entity’s records in order while others go on in parallel.',
    verdict: 'confirmed',
  },
  'q12-poll-100ms': {
    says: 'Polling every 100 ms delays an event by up to 100 ms.',
    verdict: 'confirmed',
  },
  'q12-absolute-set-idempotent': {
    says: 'Setting a value may be repeated safely, adding may not.',
    verdict: 'depends',
    instead: 'A late duplicate still overwrites a newer value: versions are needed too.',
  },
  'q12-dual-orders': {
    says: 'Writing to database and broker separately loses or invents events, whichever comes first.',
    verdict: 'confirmed',
  },
  'q12-outbox-zero-lost': { says: 'With an outbox no event is lost.', verdict: 'confirmed' },
  'q12-cdc-commit-order': {
    says: 'Change data capture keeps the order of commits; polling by id can skip some.',
    verdict: 'confirmed',
  },
  'mq-global-order-single-partition': {
    says: 'One order of all records takes one partition, and therefore one consumer.',
    verdict: 'confirmed',
  },
  'mq-queue-buffers-spikes': {
    says: 'A queue absorbs spikes that its consumer is too slow for.',
    verdict: 'confirmed',
  },
  'mq-queue-adds-latency': {
    says: 'A request takes longer through a queue than by a direct call.',
    verdict: 'confirmed',
  },
  'num-kafka-800mbs': {
    says: 'A broker takes in 800 MB/s.',
    verdict: 'depends',
    instead:
      'With three replicas twice as much goes out again, before any consumer reads: the network card is the limit.',
  },
};
