import * as z from 'zod';
import { endOf } from '../../sims/kafka/broker/partition.ts';
import { jump } from '../../sims/kafka/group/ownership.ts';
import { rounded } from '../../src/words/numbers.ts';
import { consumersOf, firstAssignmentMs, type HasGroup, KafkaBuilder, lagOf } from './builder.ts';
import { aboutKafka, gauge, positive, scenario, sometimes, whole } from './kit.ts';
import { difference, exactly, protocolInvariants, within } from './promises.ts';

const params = z.object({
  backlog: whole(100, 100_000, 5_000, 'records that wait'),
  recordMs: positive(1_000, 20, 'time to process one record'),
});

const jumpAtMs = firstAssignmentMs + 5_000;

export default scenario({
  ...aboutKafka,
  id: 'kafka/skip-to-latest',
  asks: 'A group is hopelessly behind and jumps to the latest offset. What does that cost?',
  claims: ['q7-skip-to-latest-loses'],
  code: ['sims/kafka/group/ownership.ts#jump', 'sims/kafka/group/starts.ts#startOf'],
  params,
  durationMs: () => jumpAtMs + 30_000,
  metrics: {
    behind: gauge('records', 'that were not yet polled when the group jumped'),
    skipped: gauge('records', 'that it never processed'),
    lagAfter: gauge('records', 'of lag at the end'),
  },
  build({ world, rules, params, metrics }) {
    const kafka = new KafkaBuilder(world, rules);
    const orders = kafka.topic('orders', { partitions: 4 });
    const group = kafka.group('billing', [orders], {
      count: 2,
      work: { rows: 10 },
      recordMs: params.recordMs,
      config: { 'max.poll.records': 50 },
    });
    kafka.backlog(orders, params.backlog);
    world.at(jumpAtMs, () => {
      let behind = 0;
      for (const consumer of consumersOf(group)) {
        for (const owned of [...consumer.owned.values()]) {
          behind += endOf(owned.partition) - owned.position;
          jump(consumer, owned, endOf(owned.partition));
        }
      }
      metrics.behind.set(behind);
    });
    world.at(jumpAtMs + 29_000, () => {
      metrics.skipped.set(group.effects.skipped);
      metrics.lagAfter.set(lagOf(group));
    });
    return { cluster: kafka.cluster, group };
  },
  invariants: protocolInvariants,
  goals: () => [
    sometimes<HasGroup>('jumped', 'the group has jumped', ({ group }) => group.effects.skipped > 0),
    sometimes<HasGroup>(
      'level',
      'the group has no lag afterwards',
      ({ cluster, group }) => cluster.nowMs > jumpAtMs && lagOf(group) === 0,
    ),
  ],
  expect: ({ backlog }) => [
    exactly(0, difference('skipped', 'behind'), 'skips-the-lag').says(
      'records skipped, less those of the lag that were not polled yet',
      'q7-skip-to-latest-loses',
    ),
    within('skipped', 'most-of-it', { atLeast: 1, atMost: backlog }).says(
      'records skipped by the jump to the latest offset',
    ),
  ],
  tells: ({ metrics }) =>
    `The jump costs every record between the old offset and the new one: ${rounded(metrics.skipped.value)} of ${rounded(metrics.behind.value)} waiting records were never processed. The lag was ${rounded(metrics.lagAfter.value)} ` +
    'after the jump, because lag does not show what was skipped.',
});

// Left out: reading the skipped range later, with a group of its own, as long as the log keeps it.
