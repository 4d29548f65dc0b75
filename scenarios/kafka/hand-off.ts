import { z } from 'zod';
import { createTopic } from '../../sims/kafka/broker/topic.ts';
import { createGroup } from '../../sims/kafka/group/group.ts';
import {
  committedIsProcessed,
  keysInOrder,
  protocolInvariants,
} from '../../sims/kafka/invariants.ts';
import type { Cluster, Group } from '../../sims/kafka/model.ts';
import { newProducer, send } from '../../sims/kafka/producer/producer.ts';
import { sometimes } from '../../src/check/goal.ts';
import { gauge } from '../../src/check/metric.ts';
import { randomInteger } from '../../src/kernel/random.ts';
import { scenario } from '../../src/lab/scenario.ts';
import { crash, restart } from '../../src/world/fault.ts';
import {
  aboutKafka,
  balancedKeys,
  clusterOf,
  firstAssignmentMs,
  inTurn,
  ms,
  records,
  startTeam,
} from './common.ts';

const params = z.object({
  recordMs: z.number().min(1).max(200).default(20).describe('time to process one record'),
  autoCommitMs: z.number().min(100).max(60_000).default(1_000).describe('auto.commit.interval.ms'),
});

const beginMs = firstAssignmentMs + 5_000;
const crashes = 5;
const everyMs = 12_000;
const endMs = beginMs + crashes * everyMs + 5_000;

interface Subject {
  readonly cluster: Cluster;
  readonly group: Group;
}

export default scenario({
  ...aboutKafka,
  id: 'kafka/hand-off',
  asks: 'A consumer polls on while another thread works. What does a crash lose with automatic commits?',
  claims: ['mq-delivery-table'],
  params,
  durationMs: () => endMs,
  plan: (_params, random) => {
    const stream = random.stream('plan');
    return Array.from({ length: crashes }, (_, place) => {
      const atMs = beginMs + place * everyMs + randomInteger(stream, 0, 2_000);
      return [
        { atMs, fault: crash('c1') },
        { atMs: atMs + 500, fault: restart('c1') },
      ];
    }).flat();
  },
  metrics: {
    lost: gauge('records', 'committed and never processed'),
    repeated: gauge('records', 'processed twice'),
  },
  build({ world, rules, params, metrics }) {
    const cluster = clusterOf({ world, rules });
    const topic = createTopic(cluster, 'orders', { partitions: 2 });
    const group = createGroup(cluster, 'billing', [topic], { exempt: ['effects-once'] });
    const producer = newProducer(cluster, topic, 'shop', { 'linger.ms': 5 });
    const drawKey = inTurn(balancedKeys(cluster, topic));
    const count = Math.ceil((2 * endMs) / params.recordMs);
    for (let sent = 0; sent < count; sent++) send(producer, drawKey());
    startTeam(cluster, group, {
      count: 1,
      work: { commit: 'auto', handsOn: true },
      recordMs: ms(params.recordMs),
      config: {
        'auto.commit.interval.ms': params.autoCommitMs,
        'max.poll.records': 50,
        'session.timeout.ms': 6_000,
        'heartbeat.interval.ms': 2_000,
      },
    });
    world.kernel.schedule(
      endMs - 1,
      () => {
        metrics.lost.set(group.effects.missed);
        metrics.repeated.set(group.effects.repeated);
      },
      undefined,
    );
    return { cluster, group };
  },
  invariants: [...protocolInvariants, committedIsProcessed, keysInOrder],
  goals: () => [
    sometimes<Subject>(
      'goes-on',
      'the consumer goes on after its crash',
      ({ group }) => group.generation > 1 && group.state === 'Stable',
    ),
  ],
  expect: () => [
    {
      id: 'nothing-lost',
      text: 'where only what is processed is committed, nothing is lost',
      claim: 'mq-delivery-table',
      measured: ({ lost }) => lost.value,
      bound: { atMost: 0 },
    },
    {
      id: 'some-repeated',
      text: 'and what was done since the last commit is done again',
      measured: ({ repeated }) => repeated.value,
      bound: { atLeast: 1 },
    },
  ],
  tells: ({ metrics }) =>
    `With only processed offsets committed its crashes lost ${records(metrics.lost.value ?? 0)}, and ${records(metrics.repeated.value ?? 0)} were done again. ` +
    `Automatic commits of the poll’s position, which runs ahead of the thread that works, would have lost what was in its line.`,
});

// Left out: pausing partitions while the line is long, as one would rather do than block the poll.
