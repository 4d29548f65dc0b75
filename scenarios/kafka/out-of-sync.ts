/**
 * The in-sync replicas may shrink to the leader alone, and then “all” is one. min.insync.replicas
 * refuses writes before that happens. The disk is lost, so the operator lets any replica lead.
 */

import * as z from 'zod';
import { counted } from '../../src/words/numbers.ts';
import { loseDisk } from '../../src/world/fault.ts';
import { firstHasInSync, type HasTopics, loadEach, mayLose } from './any-leader.ts';
import { KafkaBuilder } from './builder.ts';
import { aboutKafka, gauge, real, scenario, sometimes } from './kit.ts';
import { holdReplication, releaseReplication, together } from './plans.ts';
import { acknowledgedIsKept, none, protocolInvariants, some, within } from './promises.ts';
import { records } from './words.ts';

const params = z.object({
  ratePerSecond: real(5, 500, 20, 'arrival rate of records for each topic'),
});

const holdAtMs = 5_000;
const crashAtMs = holdAtMs + 60_000;
const endMs = crashAtMs + 30_000;

export default scenario({
  ...aboutKafka,
  id: 'kafka/out-of-sync',
  asks: 'All followers fall behind, and then the leader’s disk is lost. What is acks=all worth?',
  claims: [],
  code: [
    'sims/kafka/broker/partition.ts#lacksReplicas',
    'sims/kafka/broker/partition.ts#whenReplicated',
    'sims/kafka/replication/leadership.ts#withoutLaggards',
  ],
  params,
  durationMs: () => endMs,
  plan: () => [
    ...together(holdAtMs, holdReplication, 'b2', 'b3'),
    { atMs: crashAtMs, fault: loseDisk('b1') },
    ...together(crashAtMs + 1, releaseReplication, 'b2', 'b3'),
  ],
  metrics: {
    guardedLost: gauge('records', 'acknowledged and lost with min.insync.replicas=2'),
    unguardedLost: gauge('records', 'acknowledged and lost with min.insync.replicas=1'),
    refused: gauge('tries', 'to write that were refused for lack of in-sync replicas'),
  },
  build({ world, rules, params, metrics }) {
    const kafka = new KafkaBuilder(world, rules, { brokers: 3 });
    const config = { 'replication.factor': 3, 'unclean.leader.election.enable': true };
    const guarded = kafka.topic('guarded', { ...config, 'min.insync.replicas': 2 });
    const unguarded = kafka.topic('unguarded', config, mayLose);
    const topics = [guarded, unguarded];
    const [toGuarded] = loadEach(kafka, topics, params.ratePerSecond, crashAtMs);
    world.at(endMs - 1, () => {
      metrics.guardedLost.set(guarded.acknowledgedLost);
      metrics.unguardedLost.set(unguarded.acknowledgedLost);
      metrics.refused.set(toGuarded?.counts.retries ?? 0);
    });
    return { cluster: kafka.cluster, topics };
  },
  invariants: [...protocolInvariants, acknowledgedIsKept],
  goals: () => [
    firstHasInSync('leader-alone', 'the leader is the only replica in sync', 1),
    sometimes<HasTopics>('another-leads', 'another replica leads in the end', ({ topics }) =>
      topics.every(({ partitions }) =>
        partitions.every(({ leader }) => leader?.broker.name === 'b2'),
      ),
    ),
  ],
  expect: ({ ratePerSecond }) => [
    none('guardedLost', 'guarded-loses-nothing').says(
      'acknowledged records lost, with min.insync.replicas=2',
    ),
    some('refused', 'for-it-refuses').says(
      'writes refused, with min.insync.replicas=2, because no second replica was in sync',
    ),
    within('unguardedLost', 'unguarded-loses', {
      atLeast: Math.floor(((crashAtMs - holdAtMs - 5_000) * ratePerSecond) / 1000 / 2),
      atMost: Math.ceil(((crashAtMs - holdAtMs + 500) * ratePerSecond) / 1000),
    }).says(
      'acknowledged records lost, with min.insync.replicas=1: those since the followers fell behind',
    ),
  ],
  tells: ({ metrics }) =>
    `As much as min.insync.replicas, so set that to 2: when only the leader is in sync, acks=all waits for the leader alone. With min.insync.replicas=1 ${records(metrics.unguardedLost.value)} that had been ` +
    `acknowledged were lost with its disk. With 2 the cluster refused ${counted(metrics.refused.value ?? 0, 'write')} and lost ${records(metrics.guardedLost.value)}.`,
});

// Left out: the leader as the last in-sync replica with an intact disk: then a clean election waits
// for it.
