import * as z from 'zod';
import { assignorNames, assignors } from '../../sims/kafka/assignors/by-name.ts';
import { rounded } from '../../src/words/numbers.ts';
import { firstAssignmentMs, type HasGroup, KafkaBuilder, partitionCounts } from './builder.ts';
import { aboutKafka, gauge, scenario, sometimes, whole } from './kit.ts';
import { exactly, exactlyOnceInOrder, readAll, within } from './promises.ts';

const params = z.object({
  partitions: whole(1, 1000, 100, 'partitions of the topic'),
  consumers: whole(1, 500, 10, 'consumers in the group'),
  assignor: z.enum(assignorNames).default('range').describe('partition.assignment.strategy'),
});

export default scenario({
  ...aboutKafka,
  id: 'kafka/ten-consumers',
  asks: 'A topic has 100 partitions and a group 10 consumers. Which consumer reads which partitions?',
  claims: ['mq-100-partitions-10-consumers', 'mq-consumers-capped-by-partitions'],
  code: [
    'sims/kafka/assignors/sticky.ts#byCounting',
    'sims/kafka/assignors/range.ts#rangeAssignor',
    'sims/kafka/assignors/round-robin.ts#roundRobinAssignor',
  ],
  params,
  durationMs: () => firstAssignmentMs + 4_000,
  metrics: {
    fewest: gauge('partitions', 'of the consumer with the fewest'),
    most: gauge('partitions', 'of the consumer with the most'),
    idle: gauge('consumers', 'without any partition'),
    processed: gauge('records', 'processed by the end'),
  },
  build({ world, rules, params, metrics }) {
    const kafka = new KafkaBuilder(world, rules);
    const topic = kafka.topic('orders', { partitions: params.partitions });
    const group = kafka.group('billing', [topic], {
      assignor: assignors[params.assignor],
      count: params.consumers,
      work: { rows: 100 },
      recordMs: 0.1,
    });
    kafka.load(topic, {
      everyMs: 2,
      drawKey: kafka.atRandom(1_000),
      untilMs: firstAssignmentMs,
      tickMs: 100,
      config: { 'linger.ms': 50 },
    });
    world.at(firstAssignmentMs + 3_900, () => {
      const sizes = partitionCounts(group);
      metrics.fewest.set(Math.min(...sizes));
      metrics.most.set(Math.max(...sizes));
      metrics.idle.set(sizes.filter((size) => size === 0).length);
      metrics.processed.set(group.effects.processed);
    });
    return { cluster: kafka.cluster, group };
  },
  invariants: exactlyOnceInOrder,
  goals: () => [
    sometimes<HasGroup>(
      'all-read',
      'every partition has a reader',
      ({ group: { assignment, topics } }) => assignment.size === topics[0]?.partitions.length,
    ),
    readAll('caught-up', 'the group has read every record', firstAssignmentMs),
  ],
  expect: ({ partitions, consumers }) => [
    within('fewest', 'no-consumer-has-less', { atLeast: Math.floor(partitions / consumers) }).says(
      'partitions of the consumer that has fewest: partitions / consumers, rounded down',
      'mq-100-partitions-10-consumers',
    ),
    within('most', 'no-consumer-has-more', { atMost: Math.ceil(partitions / consumers) }).says(
      'partitions of the consumer that has most: partitions / consumers, rounded up',
      'mq-100-partitions-10-consumers',
    ),
    exactly(Math.max(0, consumers - partitions), 'idle', 'idle-beyond-partitions').says(
      'idle consumers: those beyond the number of partitions',
      'mq-consumers-capped-by-partitions',
    ),
  ],
  tells: ({ params, metrics }) => {
    const [fewest, most] = [metrics.fewest.value, metrics.most.value];
    const each = fewest === most ? `${most}` : `${fewest} or ${most}`;
    return (
      `The group’s assignor divides the partitions evenly, one reader for each partition: each of ${params.consumers} consumers reads ${each} of ${params.partitions} partitions, and ` +
      `${rounded(metrics.idle.value)} have nothing to read. Up to ${params.partitions} consumers have work; every one beyond that is idle.`
    );
  },
});

// Left out: partitions with more load than others. The assignment counts partitions, not records.
