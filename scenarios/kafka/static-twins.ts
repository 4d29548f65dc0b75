/**
 * As happens when a deployment copies its configuration: the second takes the place of the first, which
 * learns so with its next heartbeat, and ends.
 */

import { z } from 'zod';
import { createTopic } from '../../sims/kafka/broker/topic.ts';
import { isRunning, newConsumer } from '../../sims/kafka/consumer/consumer.ts';
import { createGroup } from '../../sims/kafka/group/group.ts';
import { protocolInvariants } from '../../sims/kafka/invariants.ts';
import type { Cluster, Consumer, Group } from '../../sims/kafka/model.ts';
import { kafkaNotes } from '../../sims/kafka/notes.ts';
import { load } from '../../sims/kafka/producer/load.ts';
import { newProducer } from '../../sims/kafka/producer/producer.ts';
import { sometimes } from '../../src/check/goal.ts';
import { gauge } from '../../src/check/metric.ts';
import { uniform } from '../../src/kernel/distribution.ts';
import { scenario } from '../../src/lab/scenario.ts';
import { restart } from '../../src/world/fault.ts';
import {
  aboutKafka,
  balancedKeys,
  clusterOf,
  firstAssignmentMs,
  inSeconds,
  inTurn,
  records,
  roundTripMs,
  startTeam,
} from './common.ts';

const params = z.object({
  heartbeatMs: z
    .number()
    .min(500)
    .max(10_000)
    .default(3_000)
    .describe('heartbeat.interval.ms of every consumer'),
  ratePerSecond: z.number().min(10).max(500).default(50).describe('records that come in'),
});

type Params = z.output<typeof params>;

const twinAtMs = firstAssignmentMs + 10_000;
const endMs = ({ heartbeatMs }: Params) => twinAtMs + 3 * heartbeatMs + 5_000;

interface Subject {
  readonly cluster: Cluster;
  readonly group: Group;
  readonly first: Consumer;
  readonly twin: Consumer;
}

export default scenario({
  ...aboutKafka,
  id: 'kafka/static-twins',
  asks: 'Two consumers are started with the same group.instance.id. Do both read the same partitions?',
  claims: [],
  params,
  durationMs: endMs,
  plan: () => [{ atMs: twinAtMs, fault: restart('billing/twin') }],
  metrics: {
    fencedAfterMs: gauge('ms', 'from the start of the second to the end of the first'),
    rebalances: gauge('rebalances', 'of the group, with the first one'),
    repeated: gauge('records', 'that were processed again'),
  },
  build({ world, rules, params, metrics }) {
    const cluster = clusterOf({ world, rules });
    const topic = createTopic(cluster, 'orders', { partitions: 4 });
    const shop = newProducer(cluster, topic, 'shop', { 'linger.ms': 5 });
    const drawKey = inTurn(balancedKeys(cluster, topic));
    const gapMs = 1000 / params.ratePerSecond;
    world.spawn(
      load(shop, { everyMs: uniform(0, 2 * gapMs), drawKey, untilMs: endMs(params) - 2_000 }),
    );
    const group = createGroup(cluster, 'billing', [topic], {
      exempt: ['effects-once', 'keys-in-order'],
    });
    const config = {
      'heartbeat.interval.ms': params.heartbeatMs,
      'session.timeout.ms': Math.max(6_000, 3 * params.heartbeatMs),
      'auto.offset.reset': 'earliest',
    } as const;
    const work = { commit: 'batch' } as const;
    const recordMs = uniform(1, 3);
    const [first] = startTeam(cluster, group, {
      count: 2,
      work,
      recordMs,
      config,
      isStatic: true,
    }) as [Consumer, Consumer];
    const twin = newConsumer(group, 'billing/twin', {
      config,
      work: { ...work, drawRecordMs: first.work.drawRecordMs },
      instanceId: first.name,
    });
    kafkaNotes.listen(world.trace, 'fenced', (_note, by, atMs) => {
      if (by === first.name) metrics.fencedAfterMs.set(atMs - twinAtMs);
    });
    world.kernel.schedule(
      endMs(params) - 1,
      () => {
        metrics.rebalances.set(group.rebalances);
        metrics.repeated.set(group.effects.repeated);
      },
      undefined,
    );
    return { cluster, group, first, twin };
  },
  invariants: protocolInvariants,
  goals: () => [
    sometimes<Subject>(
      'replaced',
      'the second reads what the first did, which has ended',
      (subject) => {
        return subject.twin.owned.size > 0 && !isRunning(subject.first);
      },
    ),
  ],
  expect: ({ heartbeatMs }) => [
    {
      id: 'fenced-in-time',
      text: 'the first learns that it is fenced with a request of its own: its next commit or heartbeat',
      measured: ({ fencedAfterMs }) => fencedAfterMs.value,
      bound: { atLeast: 0, atMost: heartbeatMs + 2 * roundTripMs },
    },
    {
      id: 'no-rebalance',
      text: 'the place is taken over without a rebalance',
      measured: ({ rebalances }) => rebalances.value,
      bound: { atLeast: 1, atMost: 1 },
    },
  ],
  tells: ({ metrics }) =>
    `No: the second took the place of the first, which was fenced ${inSeconds(metrics.fencedAfterMs.value)} later (FENCED_INSTANCE_ID) and ended. ` +
    `The group did not rebalance for it; processed twice: ${records(metrics.repeated.value ?? 0)}.`,
});

// Left out: a supervisor that starts the first one again, so that the two fence each other in turn.
