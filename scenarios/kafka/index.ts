/** The scenarios of Kafka, with the question that each answers. */
import type { WingEntry } from '../../src/lab/catalogue.ts';

export const kafkaWing: WingEntry = {
  id: 'kafka',
  title: 'Kafka: partitions, groups, lag, delivery',
  scenarios: [
    {
      id: 'kafka/delivery-table',
      asks: 'Consumers crash repeatedly. Which records are lost and which are processed twice, depending on when they commit?',
      load: () => import('./delivery-table.ts'),
    },
    {
      id: 'kafka/ten-consumers',
      asks: 'A topic has 100 partitions and a group 10 consumers. Which consumer reads which partitions?',
      load: () => import('./ten-consumers.ts'),
    },
    {
      id: 'kafka/idle-consumers',
      asks: 'A topic has 100 partitions. Do 200 consumers drain its backlog twice as fast as 100?',
      load: () => import('./idle-consumers.ts'),
    },
    {
      id: 'kafka/scale-out',
      asks: 'Records arrive faster than the group can consume them. How many consumers should an autoscaler start?',
      load: () => import('./scale-out.ts'),
    },
    {
      id: 'kafka/lag-uniform',
      asks: 'Every partition lags about equally. What does that mean?',
      load: () => import('./lag-uniform.ts'),
    },
    {
      id: 'kafka/lag-hot-key',
      asks: 'One partition lags, and the others do not. Is it a hot key?',
      load: () => import('./lag-hot-key.ts'),
    },
    {
      id: 'kafka/lag-stuck-consumer',
      asks: 'A few partitions stand still while the others move. Is a consumer stuck?',
      load: () => import('./lag-stuck-consumer.ts'),
    },
    {
      id: 'kafka/lag-alarm',
      asks: 'When should lag raise an alarm: above a threshold, or by its trend?',
      load: () => import('./lag-alarm.ts'),
    },
    {
      id: 'kafka/batch-insert',
      asks: 'A consumer writes one row per insert. What do batches of 100 to 1,000 rows gain?',
      load: () => import('./batch-insert.ts'),
    },
    {
      id: 'kafka/sync-commit',
      asks: 'What does a synchronous commit after every record cost?',
      load: () => import('./sync-commit.ts'),
    },
    {
      id: 'kafka/catch-up',
      asks: 'All consumers are down for an hour. How long until they have caught up?',
      load: () => import('./catch-up.ts'),
    },
    {
      id: 'kafka/retention-race',
      asks: 'Consumers are down for longer than the log keeps its records. What do they miss?',
      load: () => import('./retention-race.ts'),
    },
    {
      id: 'kafka/skip-to-latest',
      asks: 'A group is hopelessly behind and jumps to the latest offset. What does that cost?',
      load: () => import('./skip-to-latest.ts'),
    },
    {
      id: 'kafka/rebalance-storm',
      asks: 'Processing a poll takes longer than max.poll.interval.ms. What happens to the group?',
      load: () => import('./rebalance-storm.ts'),
    },
    {
      id: 'kafka/rolling-deploy',
      asks: 'Ten consumers are restarted one by one. How long are partitions without a reader with eager, cooperative and static membership?',
      load: () => import('./rolling-deploy.ts'),
    },
    {
      id: 'kafka/add-partitions',
      asks: 'A topic gets more partitions while keyed records wait. What happens to their order?',
      load: () => import('./add-partitions.ts'),
    },
    {
      id: 'kafka/key-hash',
      asks: 'A custom partitioner uses Math.abs(hash) % partitions. When does that go wrong?',
      load: () => import('./key-hash.ts'),
    },
    {
      id: 'kafka/poison-message',
      asks: 'One record fails at every consumer. What happens with and without a dead-letter topic?',
      load: () => import('./poison-message.ts'),
    },
    {
      id: 'kafka/retry-topic',
      asks: 'Some records fail the first time. Retry them in place, or through a retry topic?',
      load: () => import('./retry-topic.ts'),
    },
    {
      id: 'kafka/worker-pool',
      asks: 'A consumer hands its records to a pool of threads. What happens to their order?',
      load: () => import('./worker-pool.ts'),
    },
    {
      id: 'kafka/hand-off',
      asks: 'A consumer keeps polling while another thread works. What does a crash lose with automatic commits?',
      load: () => import('./hand-off.ts'),
    },
    {
      id: 'kafka/zombie-commit',
      asks: 'A consumer pauses for longer than its session timeout, then wakes. Can it commit over its successor?',
      load: () => import('./zombie-commit.ts'),
    },
    {
      id: 'kafka/transactions',
      asks: 'A consumer writes its results to Kafka and crashes halfway. What does the next reader see?',
      load: () => import('./transactions.ts'),
    },
    {
      id: 'kafka/outbox-consumer',
      asks: 'An outbox sends some events twice. How does that affect a consumer, with and without a memory of processed ids?',
      load: () => import('./outbox-consumer.ts'),
    },
    {
      id: 'kafka/dual-write',
      asks: 'A service writes to its database and to Kafka, and crashes in between. What is lost or invented, and what does an outbox change?',
      load: () => import('./dual-write.ts'),
    },
    {
      id: 'kafka/outbox-by-id',
      asks: 'A relay reads the outbox by increasing id. Does it see every row?',
      load: () => import('./outbox-by-id.ts'),
    },
    {
      id: 'kafka/leader-loss',
      asks: 'The leader of a partition crashes. What is lost with acks 0, 1 and all?',
      load: () => import('./leader-loss.ts'),
    },
    {
      id: 'kafka/unclean-election',
      asks: 'Only a replica that has fallen behind is left. Should it lead?',
      load: () => import('./unclean-election.ts'),
    },
    {
      id: 'kafka/out-of-sync',
      asks: 'All followers fall behind, and then the leader’s disk is lost. What is acks=all worth?',
      load: () => import('./out-of-sync.ts'),
    },
    {
      id: 'kafka/retries-reorder',
      asks: 'A producer’s requests, and the answers to them, get lost. What do retries do to the log?',
      load: () => import('./retries-reorder.ts'),
    },
    {
      id: 'kafka/global-order',
      asks: 'All records must be processed in one order. What does that cost?',
      load: () => import('./global-order.ts'),
    },
    {
      id: 'kafka/queue-or-log',
      asks: 'A queue deletes acknowledged messages, a log keeps them. What does that mean for a second reader?',
      load: () => import('./queue-or-log.ts'),
    },
    {
      id: 'kafka/buffer-spike',
      asks: 'A spike arrives at several times a service’s capacity. Call the service directly, or through a log?',
      load: () => import('./buffer-spike.ts'),
    },
    {
      id: 'kafka/random-crashes',
      asks: 'Brokers and consumers crash, pause and lose messages at random. Does Kafka keep its promises?',
      load: () => import('./random-crashes.ts'),
    },
    {
      id: 'kafka/random-transactions',
      asks: 'Brokers and transactional consumers crash and pause at random. Does every result count exactly once?',
      load: () => import('./random-transactions.ts'),
    },
    {
      id: 'kafka/old-leader-returns',
      asks: 'A leader crashes with an aborted transaction that no follower has, and later leads again. What does a late reader see?',
      load: () => import('./old-leader-returns.ts'),
    },
    {
      id: 'kafka/coordinator-cut',
      asks: 'A consumer is cut off from the coordinator, but not from the brokers. Which consumers read its partitions?',
      load: () => import('./coordinator-cut.ts'),
    },
    {
      id: 'kafka/static-twins',
      asks: 'Two consumers are started with the same group.instance.id. Do both read the same partitions?',
      load: () => import('./static-twins.ts'),
    },
    {
      id: 'kafka/broker-bandwidth',
      asks: 'A broker takes in 800 MB/s. How much does it send out?',
      load: () => import('./broker-bandwidth.ts'),
    },
    {
      id: 'kafka/compressed-batches',
      asks: 'A producer compresses its messages. What do batches of 10, 100 and 1,000 gain over each message alone?',
      load: () => import('./compressed-batches.ts'),
    },
    {
      id: 'kafka/compacted-topic',
      asks: 'A topic is compacted. Which records remain, and what does a reader see that starts late or is slow?',
      load: () => import('./compacted-topic.ts'),
    },
    {
      id: 'kafka/late-events',
      asks: 'Events arrive out of order and late. When may a window be closed, and what becomes of later events?',
      load: () => import('./late-events.ts'),
    },
  ],
  load: async () => ({
    sim: (await import('../../sims/kafka/kafka.ts')).kafka,
    killers: (await import('./killers.ts')).kafkaKillers,
  }),
};
