import { z } from 'zod';
import { endOf } from '../../sims/kafka/broker/partition.ts';
import { createTopic } from '../../sims/kafka/broker/topic.ts';
import { createGroup, lagOf } from '../../sims/kafka/group/group.ts';
import { jump } from '../../sims/kafka/group/ownership.ts';
import { protocolInvariants } from '../../sims/kafka/invariants.ts';
import type { Cluster, Group } from '../../sims/kafka/model.ts';
import { newProducer, send } from '../../sims/kafka/producer/producer.ts';
import { sometimes } from '../../src/check/goal.ts';
import { gauge } from '../../src/check/metric.ts';
import { scenario } from '../../src/lab/scenario.ts';
import {
  aboutKafka,
  balancedKeys,
  clusterOf,
  firstAssignmentMs,
  inTurn,
  ms,
  startTeam,
  whole,
} from './common.ts';

const params = z.object({
  backlog: z.int().min(100).max(100_000).default(5_000).describe('records that wait'),
  recordMs: z.number().positive().max(1_000).default(20).describe('time to process one record'),
});

const jumpAtMs = firstAssignmentMs + 5_000;

interface Subject {
  readonly cluster: Cluster;
  readonly group: Group;
}

export default scenario({
  ...aboutKafka,
  id: 'kafka/skip-to-latest',
  asks: 'A group is hopelessly behind, and jumps to the latest offset. What does that cost?',
  claims: ['q7-skip-to-latest-loses'],
  params,
  durationMs: () => jumpAtMs + 30_000,
  metrics: {
    behind: gauge('records', 'that were not yet polled when the group jumped'),
    skipped: gauge('records', 'that it never processed'),
    lagAfter: gauge('records', 'of lag in the end'),
  },
  build({ world, rules, params, metrics }) {
    const cluster = clusterOf({ world, rules });
    const topic = createTopic(cluster, 'orders', { partitions: 4 });
    const group = createGroup(cluster, 'billing', [topic]);
    const consumers = startTeam(cluster, group, {
      count: 2,
      work: { commit: 'batch', rows: 10 },
      recordMs: ms(params.recordMs),
      config: { 'max.poll.records': 50 },
    });
    const producer = newProducer(cluster, topic, 'shop', { 'linger.ms': 5 });
    const drawKey = inTurn(balancedKeys(cluster, topic));
    for (let count = 0; count < params.backlog; count++) send(producer, drawKey());
    world.kernel.schedule(
      jumpAtMs,
      () => {
        const all = consumers.flatMap((consumer) =>
          [...consumer.owned.values()].map((owned) => ({ consumer, owned })),
        );
        metrics.behind.set(
          all.reduce((sum, { owned }) => sum + endOf(owned.partition) - owned.position, 0),
        );
        for (const { consumer, owned } of all) jump(consumer, owned, endOf(owned.partition));
      },
      undefined,
    );
    world.kernel.schedule(
      jumpAtMs + 29_000,
      () => {
        metrics.skipped.set(group.effects.skipped);
        metrics.lagAfter.set(lagOf(group));
      },
      undefined,
    );
    return { cluster, group };
  },
  invariants: protocolInvariants,
  goals: () => [
    sometimes<Subject>('jumped', 'the group has jumped', ({ group }) => group.effects.skipped > 0),
    sometimes<Subject>('level', 'the group has no lag after it', ({ cluster, group }) => {
      return cluster.nowMs > jumpAtMs && lagOf(group) === 0;
    }),
  ],
  expect: ({ backlog }) => [
    {
      id: 'skips-the-lag',
      text: 'what is lost is what was not polled yet, to the record',
      claim: 'q7-skip-to-latest-loses',
      measured: ({ behind, skipped }) =>
        behind.value === undefined || skipped.value === undefined
          ? undefined
          : skipped.value - behind.value,
      bound: { atLeast: 0, atMost: 0 },
    },
    {
      id: 'most-of-it',
      text: 'and that is nearly all',
      measured: ({ skipped }) => skipped.value,
      bound: { atLeast: 1, atMost: backlog },
    },
  ],
  tells: ({ metrics }) =>
    `${whole(metrics.behind.value)} records waited when the group jumped to the end. Its lag was ${whole(metrics.lagAfter.value)} ` +
    `afterwards, and ${whole(metrics.skipped.value)} records were never processed: a lag of none says nothing of what was skipped.`,
});

// Left out: reading the skipped stretch later, with a group of its own, as long as the log keeps it.
