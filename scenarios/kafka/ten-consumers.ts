import { z } from 'zod';
import type { Assignor } from '../../sims/kafka/assignors/assignment.ts';
import { rangeAssignor } from '../../sims/kafka/assignors/range.ts';
import { roundRobinAssignor } from '../../sims/kafka/assignors/round-robin.ts';
import { stickyAssignor } from '../../sims/kafka/assignors/sticky.ts';
import { createTopic } from '../../sims/kafka/broker/topic.ts';
import { createGroup, lagOf } from '../../sims/kafka/group/group.ts';
import {
  committedIsProcessed,
  effectsOnce,
  keysInOrder,
  protocolInvariants,
} from '../../sims/kafka/invariants.ts';
import type { Cluster, Group } from '../../sims/kafka/model.ts';
import { load } from '../../sims/kafka/producer/load.ts';
import { newProducer } from '../../sims/kafka/producer/producer.ts';
import { addKeys } from '../../sims/kafka/records.ts';
import { sometimes } from '../../src/check/goal.ts';
import { gauge } from '../../src/check/metric.ts';
import { scenario } from '../../src/lab/scenario.ts';
import {
  aboutKafka,
  atRandom,
  clusterOf,
  consumersParam,
  firstAssignmentMs,
  ms,
  partitionsParam,
  startTeam,
  whole,
} from './common.ts';

const params = z.object({
  partitions: partitionsParam(100),
  consumers: consumersParam(10),
  assignor: z
    .enum(['range', 'round-robin', 'sticky'])
    .default('range')
    .describe('partition.assignment.strategy'),
});

const assignors: Record<string, Assignor> = {
  range: rangeAssignor,
  'round-robin': roundRobinAssignor,
  sticky: stickyAssignor,
};

interface Subject {
  readonly cluster: Cluster;
  readonly group: Group;
}

const sizesOf = ({ group }: Subject): number[] => {
  const owners = [...group.assignment.values()];
  return [...group.members.keys()].map((member) => owners.filter((id) => id === member).length);
};

export default scenario({
  ...aboutKafka,
  id: 'kafka/ten-consumers',
  asks: 'A topic has 100 partitions and a group 10 consumers. Who reads what?',
  claims: ['mq-100-partitions-10-consumers', 'mq-consumers-capped-by-partitions'],
  params,
  durationMs: () => firstAssignmentMs + 4_000,
  metrics: {
    fewest: gauge('partitions', 'of the consumer with the fewest'),
    most: gauge('partitions', 'of the consumer with the most'),
    idle: gauge('consumers', 'with no partition at all'),
    processed: gauge('records', 'processed in the end'),
  },
  build({ world, rules, params, metrics }) {
    const cluster = clusterOf({ world, rules });
    const topic = createTopic(cluster, 'orders', { partitions: params.partitions });
    const assignor = assignors[params.assignor] ?? rangeAssignor;
    const group = createGroup(cluster, 'billing', [topic], { assignor });
    startTeam(cluster, group, {
      count: params.consumers,
      work: { commit: 'batch', rows: 100 },
      recordMs: ms(0.1),
    });
    const producer = newProducer(cluster, topic, 'shop', { 'linger.ms': 50 });
    const drawKey = atRandom(cluster, 'shop', addKeys(cluster.records, 'order', 1_000));
    world.spawn(
      load(producer, { everyMs: ms(2), drawKey, untilMs: firstAssignmentMs, tickMs: 100 }),
    );
    const subject = { cluster, group };
    world.kernel.schedule(
      firstAssignmentMs + 3_900,
      () => {
        const sizes = sizesOf(subject);
        metrics.fewest.set(Math.min(...sizes));
        metrics.most.set(Math.max(...sizes));
        metrics.idle.set(sizes.filter((size) => size === 0).length);
        metrics.processed.set(group.effects.processed);
      },
      undefined,
    );
    return subject;
  },
  invariants: [...protocolInvariants, committedIsProcessed, effectsOnce, keysInOrder],
  goals: () => [
    sometimes<Subject>('all-read', 'every partition has a reader', ({ group }) => {
      return group.assignment.size === group.topics[0]?.partitions.length;
    }),
    sometimes<Subject>('caught-up', 'the group has read everything', ({ cluster, group }) => {
      return cluster.nowMs > firstAssignmentMs && lagOf(group) === 0;
    }),
  ],
  expect: ({ partitions, consumers }) => [
    {
      id: 'no-consumer-has-less',
      text: 'every consumer gets at least partitions / consumers, rounded down',
      claim: 'mq-100-partitions-10-consumers',
      measured: ({ fewest }) => fewest.value,
      bound: { atLeast: Math.floor(partitions / consumers) },
    },
    {
      id: 'no-consumer-has-more',
      text: 'and none more than that, rounded up',
      claim: 'mq-100-partitions-10-consumers',
      measured: ({ most }) => most.value,
      bound: { atMost: Math.ceil(partitions / consumers) },
    },
    {
      id: 'idle-beyond-partitions',
      text: 'idle are exactly the consumers beyond the partitions',
      claim: 'mq-consumers-capped-by-partitions',
      measured: ({ idle }) => idle.value,
      bound: {
        atLeast: Math.max(0, consumers - partitions),
        atMost: Math.max(0, consumers - partitions),
      },
    },
  ],
  tells: ({ params, metrics }) => {
    const [fewest, most] = [metrics.fewest.value, metrics.most.value];
    const each = fewest === most ? `${most}` : `${fewest} or ${most}`;
    return (
      `${params.partitions} partitions and ${params.consumers} consumers: each consumer reads ${each}, and ` +
      `${whole(metrics.idle.value)} have nothing to read. With up to ${params.partitions} consumers each has something; every one beyond that is idle.`
    );
  },
});

// Left out: partitions that carry more than others. The assignment counts partitions, not records.
