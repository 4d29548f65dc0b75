/**
 * The consumer keeps reading, because brokers do not check group membership. The coordinator hears
 * no heartbeat and gives its partitions to another member; for a while both process them, and only
 * one can commit.
 */

import * as z from 'zod';
import type { Consumer } from '../../sims/kafka/model.ts';
import { kafkaNotes } from '../../sims/kafka/notes.ts';
import { inSeconds } from '../../src/words/numbers.ts';
import { cut, mend } from '../../src/world/fault.ts';
import {
  consumersOf,
  firstAssignmentMs,
  type HasGroup,
  isStableWith,
  KafkaBuilder,
  whenReassigned,
} from './builder.ts';
import { aboutKafka, counter, eventually, gauge, real, scenario, sometimes } from './kit.ts';
import { committedIsProcessed, protocolInvariants, within } from './promises.ts';
import { records } from './words.ts';

const params = z.object({
  cutMs: real(15_000, 120_000, 20_000, 'how long the consumer is cut off'),
  sessionMs: real(6_000, 10_000, 6_000, 'session.timeout.ms'),
  ratePerSecond: real(10, 200, 20, 'arrival rate of records'),
});

type Params = z.output<typeof params>;

const heartbeatMs = 2_000;
const cutAtMs = firstAssignmentMs + 5_000;
const endMs = ({ cutMs }: Params) => cutAtMs + cutMs + 45_000;

export default scenario({
  ...aboutKafka,
  id: 'kafka/coordinator-cut',
  asks: 'A consumer is cut off from the coordinator, but not from the brokers. Which consumers read its partitions?',
  claims: [],
  code: [
    'sims/kafka/group/offsets.ts#storeOffsets',
    'sims/kafka/group/coordinator.ts#expire',
    'sims/kafka/consumer/fetcher.ts#sendFetches',
  ],
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
    const kafka = new KafkaBuilder(world, rules);
    const topic = kafka.topic('orders', { partitions: 4 });
    kafka.load(topic, { everyMs: 1000 / params.ratePerSecond, untilMs: endMs(params) - 5_000 });
    const group = kafka.group('billing', [topic], {
      exempt: ['effects-once', 'keys-in-order'],
      count: 2,
      // Asynchronous commits do not block the poll loop while no answer comes.
      commit: 'batch-async',
      recordMs: 1,
      config: { 'session.timeout.ms': params.sessionMs, 'heartbeat.interval.ms': heartbeatMs },
    });
    kafkaNotes.listen(world.trace, 'commit-refused', () => metrics.refused.add());
    whenReassigned(group, cutAtMs, (afterMs) => metrics.takenOverMs.set(afterMs));
    const [first] = consumersOf(group) as [Consumer, Consumer];
    let before = 0;
    world.at(cutAtMs, () => (before = first.counts.records));
    const polled = () => metrics.readMeanwhile.set(first.counts.records - before);
    world.at(cutAtMs + params.cutMs, polled);
    world.at(endMs(params) - 1, () => metrics.repeated.set(group.effects.repeated));
    return { cluster: kafka.cluster, group };
  },
  invariants: [...protocolInvariants, committedIsProcessed],
  goals: () => [
    sometimes<HasGroup>(
      'both-read',
      'both read a partition that only one of them owns',
      (subject) =>
        subject.group.members.size === 1 &&
        consumersOf(subject.group).every(({ owned }) => owned.size > 0),
    ),
    eventually<HasGroup>(
      'both-members',
      'once the link is repaired both are members, and each owns two partitions',
      0,
      ({ group }) =>
        isStableWith(2, group) && consumersOf(group).every(({ owned }) => owned.size === 2),
    ),
  ],
  expect: ({ cutMs, sessionMs, ratePerSecond }) => [
    within('takenOverMs', 'taken-over-in-time', {
      atLeast: sessionMs - heartbeatMs,
      atMost: sessionMs + heartbeatMs + 1_000,
    }).says(
      'ms from the cut until another member reads the partitions: the session timeout after the last heartbeat, and a rebalance',
    ),
    within('readMeanwhile', 'reads-on', {
      atLeast: Math.floor((0.5 * ratePerSecond * cutMs) / 1000) - ratePerSecond,
      atMost: Math.ceil((0.5 * ratePerSecond * cutMs) / 1000) + ratePerSecond,
    }).says('records that the consumer polled while it was cut off from the coordinator: its half'),
    within('repeated', 'done-twice', {
      atLeast: (0.5 * ratePerSecond * (cutMs - sessionMs - heartbeatMs - 1_000)) / 1000,
      atMost: (0.5 * ratePerSecond * (cutMs + heartbeatMs + 1_000)) / 1000 + ratePerSecond,
    }).says(
      'records processed twice: those that the other member reads as well, and those not yet committed',
    ),
  ],
  tells: ({ params, metrics }) =>
    'Both: the consumer that was cut off still fetches from the brokers, and when its session has timed out the coordinator gives its partitions to another member. ' +
    `It was cut off for ${inSeconds(params.cutMs)} and polled ${records(metrics.readMeanwhile.value)}; another member read its partitions as well after ${inSeconds(metrics.takenOverMs.value)}. Processed twice: ${records(metrics.repeated.value)}. ` +
    'Only the new owner could commit: the old one was fenced when the link was repaired.',
});

// Left out: a consumer that gives up by itself when no heartbeat is answered for a session timeout.
