/** For each rule of Kafka, a run that shows what happens without it. */
import type { KafkaRule } from '../../sims/kafka/rules.ts';
import type { Killers } from '../../src/lab/catalogue.ts';

export const kafkaKillers: Killers<KafkaRule> = {
  'drop-the-sign-bit': { scenario: 'kafka/key-hash', seed: '1' },
  'broker-checks-sequence': { scenario: 'kafka/retries-reorder', seed: '1' },
  'drain-before-repartitioning': { scenario: 'kafka/add-partitions', seed: '1' },
  'acknowledge-when-replicated': { scenario: 'kafka/leader-loss', seed: '1' },
  'refuse-below-min-isr': { scenario: 'kafka/out-of-sync', seed: '1' },
  'elect-in-sync-only': { scenario: 'kafka/unclean-election', seed: '1' },
  'watermark-waits-for-isr': { scenario: 'kafka/leader-loss', seed: '1' },
  'read-below-high-watermark': { scenario: 'kafka/leader-loss', seed: '1' },
  'read-committed-only': { scenario: 'kafka/transactions', seed: '1' },
  'truncate-aborted-index': { scenario: 'kafka/old-leader-returns', seed: '1' },
  'repeat-markers': { scenario: 'kafka/random-transactions', seed: '1' },
  'fence-old-producers': { scenario: 'kafka/random-transactions', seed: '6' },
  'fence-static-members': { scenario: 'kafka/static-twins', seed: '1' },
  'fence-old-generations': { scenario: 'kafka/zombie-commit', seed: '1' },
  'revoke-before-assigning': { scenario: 'kafka/rolling-deploy', seed: '0' },
  'keep-unmoved-partitions': { scenario: 'kafka/rolling-deploy', seed: '1' },
  'batch-fits-poll-interval': { scenario: 'kafka/rebalance-storm', seed: '1' },
  'no-more-members-than-partitions': { scenario: 'kafka/scale-out', seed: '1' },
  'process-before-commit': { scenario: 'kafka/delivery-table', seed: '1' },
  'commit-only-processed': { scenario: 'kafka/hand-off', seed: '1' },
  'commit-next-offset': { scenario: 'kafka/rolling-deploy', seed: '1' },
  'commit-without-gaps': { scenario: 'kafka/worker-pool', seed: '1' },
  'deduplicate-by-id': { scenario: 'kafka/outbox-consumer', seed: '1' },
  'store-offset-with-result': { scenario: 'kafka/delivery-table', seed: '1' },
  'one-lane-per-key': { scenario: 'kafka/worker-pool', seed: '1' },
  'retry-in-place': { scenario: 'kafka/retry-topic', seed: '1' },
  'dead-letter-after-retries': { scenario: 'kafka/poison-message', seed: '1' },
  'alarm-by-trend': { scenario: 'kafka/lag-alarm', seed: '1' },
};
