import { z } from 'zod';
import { createTopic } from '../../sims/kafka/broker/topic.ts';
import { createGroup } from '../../sims/kafka/group/group.ts';
import {
  committedIsProcessed,
  keysInOrder,
  protocolInvariants,
} from '../../sims/kafka/invariants.ts';
import type { Cluster, Group } from '../../sims/kafka/model.ts';
import { kafkaNotes } from '../../sims/kafka/notes.ts';
import { load } from '../../sims/kafka/producer/load.ts';
import { newProducer } from '../../sims/kafka/producer/producer.ts';
import { eventually, sometimes } from '../../src/check/goal.ts';
import { counter, gauge } from '../../src/check/metric.ts';
import { scenario } from '../../src/lab/scenario.ts';
import { pause } from '../../src/world/fault.ts';
import {
  aboutKafka,
  balancedKeys,
  clusterOf,
  firstAssignmentMs,
  inSeconds,
  inTurn,
  ms,
  records,
  startTeam,
} from './common.ts';

const params = z.object({
  pauseMs: z
    .number()
    .min(50_000)
    .max(300_000)
    .default(60_000)
    .describe('how long it pauses, as for garbage collection'),
  sessionMs: z.number().min(6_000).max(45_000).default(45_000).describe('session.timeout.ms'),
});

type Params = z.output<typeof params>;

const pauseAtMs = firstAssignmentMs + 5_000;
const endMs = ({ pauseMs }: Params) => pauseAtMs + pauseMs + 30_000;

interface Subject {
  readonly cluster: Cluster;
  readonly group: Group;
}

export default scenario({
  ...aboutKafka,
  id: 'kafka/zombie-commit',
  asks: 'A consumer pauses for longer than its session, and wakes. Can it commit over its successor?',
  claims: [],
  params,
  durationMs: endMs,
  plan: ({ pauseMs }) => [{ atMs: pauseAtMs, fault: pause('c1', pauseMs) }],
  metrics: {
    refused: counter('commits', 'of the consumer that woke, refused by the coordinator'),
    fenced: counter('times', 'that a consumer learned that it is out of the group'),
    takenOverMs: gauge('ms', 'from the pause until others read its partitions'),
    repeated: gauge('records', 'that both processed'),
  },
  build({ world, rules, params, metrics }) {
    const cluster = clusterOf({ world, rules });
    const topic = createTopic(cluster, 'orders', { partitions: 4 });
    const group = createGroup(cluster, 'billing', [topic], { exempt: ['effects-once'] });
    startTeam(cluster, group, {
      count: 2,
      work: { commit: 'each' },
      recordMs: ms(40),
      config: { 'session.timeout.ms': params.sessionMs, 'max.poll.records': 20 },
    });
    const producer = newProducer(cluster, topic, 'shop', { 'linger.ms': 10 });
    const drawKey = inTurn(balancedKeys(cluster, topic));
    world.spawn(
      load(producer, { everyMs: ms(5), drawKey, untilMs: endMs(params) - 10_000, tickMs: 100 }),
    );
    kafkaNotes.listen(world.trace, 'commit-refused', () => metrics.refused.add());
    kafkaNotes.listen(world.trace, 'fenced', () => metrics.fenced.add());
    kafkaNotes.listen(world.trace, 'assigned', (_note, by, atMs) => {
      if (by !== group.name || atMs <= pauseAtMs) return;
      metrics.takenOverMs.set(metrics.takenOverMs.value ?? atMs - pauseAtMs);
    });
    world.kernel.schedule(
      endMs(params) - 1,
      () => metrics.repeated.set(group.effects.repeated),
      undefined,
    );
    return { cluster, group };
  },
  invariants: [...protocolInvariants, committedIsProcessed, keysInOrder],
  goals: (params) => [
    sometimes<Subject>(
      'taken-over',
      'the other consumer reads everything meanwhile',
      ({ cluster, group }) => {
        return (
          cluster.nowMs < pauseAtMs + params.pauseMs &&
          group.members.size === 1 &&
          group.state === 'Stable'
        );
      },
    ),
    eventually<Subject>(
      'joined-again',
      'in the end both are members again',
      0,
      ({ cluster, group }) => {
        return (
          cluster.nowMs > pauseAtMs + params.pauseMs &&
          group.members.size === 2 &&
          group.state === 'Stable'
        );
      },
    ),
  ],
  expect: (params) => [
    {
      id: 'is-fenced',
      text: 'the consumer that wakes is told that its generation is over, by its heartbeat or when it commits',
      measured: ({ fenced }) => fenced.value,
      bound: { atLeast: 1, atMost: 1 },
    },
    {
      id: 'taken-over-in-time',
      text: 'others have its partitions a session and a rebalance after its last heartbeat',
      measured: ({ takenOverMs }) => takenOverMs.value,
      bound: { atLeast: params.sessionMs - 3_100, atMost: params.sessionMs + 3_100 },
    },
  ],
  tells: ({ params, metrics }) =>
    `The consumer paused for ${inSeconds(params.pauseMs)}. Others had its partitions after ${inSeconds(metrics.takenOverMs.value)}. When it woke it finished ` +
    `what it had in hand (${records(metrics.repeated.value ?? 0)} done twice), was told that its generation was over (${metrics.refused.value} commits refused), and joined again.`,
});

// Left out: what it wrote elsewhere with what it had in hand. Fencing guards the offsets, and nothing else.
