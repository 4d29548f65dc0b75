/**
 * In-sync replicas may be down to the leader alone, and then “all” is one. min.insync.replicas refuses
 * writes before it comes to that. The disk is lost, so the operator lets any replica lead.
 */
import { z } from 'zod';
import type { Topic } from '../../sims/kafka/broker/replica.ts';
import { createTopic } from '../../sims/kafka/broker/topic.ts';
import { acknowledgedIsKept, protocolInvariants } from '../../sims/kafka/invariants.ts';
import type { Cluster, Producer } from '../../sims/kafka/model.ts';
import { load } from '../../sims/kafka/producer/load.ts';
import { newProducer } from '../../sims/kafka/producer/producer.ts';
import { sometimes } from '../../src/check/goal.ts';
import { gauge } from '../../src/check/metric.ts';
import { scenario } from '../../src/lab/scenario.ts';
import { hold, loseDisk, release } from '../../src/world/fault.ts';
import { aboutKafka, balancedKeys, clusterOf, inTurn, ms, records, whole } from './common.ts';

const params = z.object({
  ratePerSecond: z
    .number()
    .min(5)
    .max(500)
    .default(20)
    .describe('records that come in for each topic'),
});

const holdAtMs = 5_000;
const crashAtMs = holdAtMs + 60_000;
const endMs = crashAtMs + 30_000;

interface Subject {
  readonly cluster: Cluster;
  readonly guarded: Topic;
  readonly unguarded: Topic;
}

export default scenario({
  ...aboutKafka,
  id: 'kafka/out-of-sync',
  asks: 'All followers fall behind, and then the leader’s disk dies. What was acks=all worth?',
  claims: [],
  params,
  durationMs: () => endMs,
  plan: () => [
    ...['b2', 'b3'].map((broker) => ({
      atMs: holdAtMs,
      fault: hold(broker, 'broker'),
    })),
    { atMs: crashAtMs, fault: loseDisk('b1') },
    ...['b2', 'b3'].map((broker) => ({
      atMs: crashAtMs + 1,
      fault: release(broker, 'broker'),
    })),
  ],
  metrics: {
    guardedLost: gauge('records', 'acknowledged and gone with min.insync.replicas=2'),
    unguardedLost: gauge('records', 'acknowledged and gone with min.insync.replicas=1'),
    refused: gauge('tries', 'to write that were refused for want of replicas in sync'),
  },
  build({ world, rules, params, metrics }) {
    const cluster = clusterOf({ world, rules }, { brokers: 3 });
    const config = { 'replication.factor': 3, 'unclean.leader.election.enable': true };
    const guarded = createTopic(cluster, 'guarded', { ...config, 'min.insync.replicas': 2 });
    const exempt = ['acknowledged-is-kept', 'appended-once-in-order'] as const;
    const unguarded = createTopic(cluster, 'unguarded', config, { exempt });
    const producers = [guarded, unguarded].map((topic): Producer => {
      const producer = newProducer(cluster, topic, `producer-${topic.name}`, {
        'linger.ms': 50,
        'retry.backoff.ms': 500,
      });
      const drawKey = inTurn(balancedKeys(cluster, topic, topic.name));
      world.spawn(
        load(producer, {
          everyMs: ms(1000 / params.ratePerSecond),
          drawKey,
          untilMs: crashAtMs,
          tickMs: 50,
        }),
      );
      return producer;
    });
    world.kernel.schedule(
      endMs - 1,
      () => {
        metrics.guardedLost.set(guarded.acknowledgedLost);
        metrics.unguardedLost.set(unguarded.acknowledgedLost);
        metrics.refused.set(producers[0]?.counts.retries ?? 0);
      },
      undefined,
    );
    return { cluster, guarded, unguarded };
  },
  invariants: [...protocolInvariants, acknowledgedIsKept],
  goals: () => [
    sometimes<Subject>('leader-alone', 'the leader is the only replica in sync', ({ guarded }) => {
      return guarded.partitions.every(({ isr }) => isr.length === 1);
    }),
    sometimes<Subject>(
      'another-leads',
      'another replica leads in the end',
      ({ guarded, unguarded }) =>
        [guarded, unguarded].every(({ partitions }) =>
          partitions.every(({ leader }) => leader?.broker.name === 'b2'),
        ),
    ),
  ],
  expect: ({ ratePerSecond }) => [
    {
      id: 'guarded-loses-nothing',
      text: 'with min.insync.replicas=2 nothing that was acknowledged is lost',
      measured: ({ guardedLost }) => guardedLost.value,
      bound: { atMost: 0 },
    },
    {
      id: 'for-it-refuses',
      text: 'for it refuses to write while it cannot copy',
      measured: ({ refused }) => refused.value,
      bound: { atLeast: 1 },
    },
    {
      id: 'unguarded-loses',
      text: 'with 1 all that was acknowledged since the followers fell out of sync, or was waiting for it, is lost',
      measured: ({ unguardedLost }) => unguardedLost.value,
      bound: {
        atLeast: Math.floor(((crashAtMs - holdAtMs - 5_000) * ratePerSecond) / 1000 / 2),
        atMost: Math.ceil(((crashAtMs - holdAtMs + 500) * ratePerSecond) / 1000),
      },
    },
  ],
  tells: ({ metrics }) =>
    `With only the leader in sync, acks=all asks one replica. With min.insync.replicas=1 ${records(metrics.unguardedLost.value ?? 0)} that had been ` +
    `acknowledged went with its disk. With 2 it refused to write (${whole(metrics.refused.value)} tries), and lost ${records(metrics.guardedLost.value ?? 0)}.`,
});

// Left out: the leader as the last one in sync whose disk is well: then a clean election waits for it.
