/**
 * It goes on reading, because brokers do not check group membership. The coordinator hears no heartbeat, and gives
 * its partitions to another member; so for a while both process them, and only one can commit.
 */

import { z } from 'zod';
import { createTopic } from '../../sims/kafka/broker/topic.ts';
import { createGroup } from '../../sims/kafka/group/group.ts';
import { committedIsProcessed, protocolInvariants } from '../../sims/kafka/invariants.ts';
import type { Cluster, Consumer, Group } from '../../sims/kafka/model.ts';
import { kafkaNotes } from '../../sims/kafka/notes.ts';
import { load } from '../../sims/kafka/producer/load.ts';
import { newProducer } from '../../sims/kafka/producer/producer.ts';
import { eventually, sometimes } from '../../src/check/goal.ts';
import { counter, gauge } from '../../src/check/metric.ts';
import { scenario } from '../../src/lab/scenario.ts';
import { cut, mend } from '../../src/world/fault.ts';
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
  cutMs: z.number().min(15_000).max(120_000).default(20_000).describe('how long it is cut off'),
  sessionMs: z.number().min(6_000).max(10_000).default(6_000).describe('session.timeout.ms'),
  ratePerSecond: z.number().min(10).max(200).default(20).describe('records that come in'),
});

type Params = z.output<typeof params>;

const heartbeatMs = 2_000;
const cutAtMs = firstAssignmentMs + 5_000;
const endMs = ({ cutMs }: Params) => cutAtMs + cutMs + 45_000;

interface Subject {
  readonly cluster: Cluster;
  readonly group: Group;
  readonly consumers: readonly Consumer[];
}

export default scenario({
  ...aboutKafka,
  id: 'kafka/coordinator-cut',
  asks: 'A consumer is cut off from the coordinator, but not from the brokers. Which consumers read its partitions?',
  claims: [],
  params,
  durationMs: endMs,
  plan: ({ cutMs }) => [
    { atMs: cutAtMs, fault: cut('billing/c1', 'coordinator') },
    { atMs: cutAtMs, fault: cut('coordinator', 'billing/c1') },
    { atMs: cutAtMs + cutMs, fault: mend('billing/c1', 'coordinator') },
    { atMs: cutAtMs + cutMs, fault: mend('coordinator', 'billing/c1') },
  ],
  metrics: {
    takenOverMs: gauge('ms', 'from the cut until another member has its partitions'),
    readMeanwhile: gauge('records', 'that the consumer polled while it was cut off'),
    repeated: gauge('records', 'that both processed'),
    refused: counter('commits', 'that the coordinator refused'),
  },
  build({ world, rules, params, metrics }) {
    const cluster = clusterOf({ world, rules });
    const topic = createTopic(cluster, 'orders', { partitions: 4 });
    const shop = newProducer(cluster, topic, 'shop', { 'linger.ms': 5 });
    const drawKey = inTurn(balancedKeys(cluster, topic));
    const everyMs = ms(1000 / params.ratePerSecond);
    world.spawn(load(shop, { everyMs, drawKey, untilMs: endMs(params) - 5_000 }));
    const group = createGroup(cluster, 'billing', [topic], {
      exempt: ['effects-once', 'keys-in-order'],
    });
    const consumers = startTeam(cluster, group, {
      count: 2,
      // Asynchronous commits do not hold up the poll loop while no answer comes.
      work: { commit: 'batch-async' },
      recordMs: ms(1),
      config: { 'session.timeout.ms': params.sessionMs, 'heartbeat.interval.ms': heartbeatMs },
    });
    kafkaNotes.listen(world.trace, 'commit-refused', () => metrics.refused.add());
    kafkaNotes.listen(world.trace, 'assigned', (_note, by, atMs) => {
      if (by === group.name && atMs > cutAtMs) {
        metrics.takenOverMs.set(metrics.takenOverMs.value ?? atMs - cutAtMs);
      }
    });
    const [first] = consumers as [Consumer, Consumer];
    let before = 0;
    world.kernel.schedule(cutAtMs, () => (before = first.counts.records), undefined);
    const polled = () => metrics.readMeanwhile.set(first.counts.records - before);
    world.kernel.schedule(cutAtMs + params.cutMs, polled, undefined);
    world.kernel.schedule(
      endMs(params) - 1,
      () => metrics.repeated.set(group.effects.repeated),
      undefined,
    );
    return { cluster, group, consumers };
  },
  invariants: [...protocolInvariants, committedIsProcessed],
  goals: () => [
    sometimes<Subject>(
      'both-read',
      'both read a partition that only one of them owns',
      ({ consumers, group }) =>
        group.members.size === 1 && consumers.every(({ owned }) => owned.size > 0),
    ),
    eventually<Subject>(
      'both-members',
      'once the link is mended both are members, and each owns two partitions',
      0,
      ({ consumers, group }) =>
        group.members.size === 2 &&
        group.state === 'Stable' &&
        consumers.every(({ owned }) => owned.size === 2),
    ),
  ],
  expect: ({ cutMs, sessionMs, ratePerSecond }) => [
    {
      id: 'taken-over-in-time',
      text: 'another member has its partitions a session after its last heartbeat, and a rebalance of one heartbeat',
      measured: ({ takenOverMs }) => takenOverMs.value,
      bound: { atLeast: sessionMs - heartbeatMs, atMost: sessionMs + heartbeatMs + 1_000 },
    },
    {
      id: 'reads-on',
      text: 'the consumer that is cut off reads its half of the records all the while',
      measured: ({ readMeanwhile }) => readMeanwhile.value,
      bound: {
        atLeast: Math.floor((0.5 * ratePerSecond * cutMs) / 1000) - ratePerSecond,
        atMost: Math.ceil((0.5 * ratePerSecond * cutMs) / 1000) + ratePerSecond,
      },
    },
    {
      id: 'done-twice',
      text: 'and what the other reads of them from then on, and what was not committed before, is done twice',
      measured: ({ repeated }) => repeated.value,
      bound: {
        atLeast: (0.5 * ratePerSecond * (cutMs - sessionMs - heartbeatMs - 1_000)) / 1000,
        atMost: (0.5 * ratePerSecond * (cutMs + heartbeatMs + 1_000)) / 1000 + ratePerSecond,
      },
    },
  ],
  tells: ({ params, metrics }) =>
    `Both. Cut off for ${inSeconds(params.cutMs)}, the consumer went on and polled ${records(metrics.readMeanwhile.value ?? 0)}; after ${inSeconds(metrics.takenOverMs.value)} another member ` +
    `had its partitions as well. Done twice: ${records(metrics.repeated.value ?? 0)}. Only the owner could commit: the other was fenced when the link was mended.`,
});

// Left out: a consumer that gives up by itself when no heartbeat was answered for a session.
