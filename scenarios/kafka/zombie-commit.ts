import * as z from 'zod';
import { kafkaNotes } from '../../sims/kafka/notes.ts';
import { counted, inSeconds } from '../../src/words/numbers.ts';
import { pause } from '../../src/world/fault.ts';
import {
  firstAssignmentMs,
  type HasGroup,
  isStableWith,
  KafkaBuilder,
  whenReassigned,
} from './builder.ts';
import { aboutKafka, counter, eventually, gauge, real, scenario, sometimes } from './kit.ts';
import { atLeastOnceInOrder, exactly, within } from './promises.ts';
import { records } from './words.ts';

const params = z.object({
  pauseMs: real(50_000, 300_000, 60_000, 'how long it pauses, for example for garbage collection'),
  sessionMs: real(6_000, 45_000, 45_000, 'session.timeout.ms'),
});

type Params = z.output<typeof params>;

const pauseAtMs = firstAssignmentMs + 5_000;
const endMs = ({ pauseMs }: Params) => pauseAtMs + pauseMs + 30_000;

export default scenario({
  ...aboutKafka,
  id: 'kafka/zombie-commit',
  asks: 'A consumer pauses for longer than its session timeout, then wakes. Can it commit over its successor?',
  claims: [],
  code: ['sims/kafka/group/offsets.ts#storeOffsets', 'sims/kafka/group/coordinator.ts#expire'],
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
    const kafka = new KafkaBuilder(world, rules);
    const topic = kafka.topic('orders', { partitions: 4 });
    const group = kafka.group('billing', [topic], {
      exempt: ['effects-once'],
      count: 2,
      commit: 'each',
      recordMs: 40,
      config: { 'session.timeout.ms': params.sessionMs, 'max.poll.records': 20 },
    });
    const untilMs = endMs(params) - 10_000;
    kafka.load(topic, { everyMs: 5, untilMs, tickMs: 100, config: { 'linger.ms': 10 } });
    kafkaNotes.listen(world.trace, 'commit-refused', () => metrics.refused.add());
    kafkaNotes.listen(world.trace, 'fenced', () => metrics.fenced.add());
    whenReassigned(group, pauseAtMs, (afterMs) => metrics.takenOverMs.set(afterMs));
    world.at(endMs(params) - 1, () => metrics.repeated.set(group.effects.repeated));
    return { cluster: kafka.cluster, group };
  },
  invariants: atLeastOnceInOrder,
  goals: (params) => [
    sometimes<HasGroup>(
      'taken-over',
      'the other consumer reads everything in the meantime',
      (subject) =>
        subject.cluster.nowMs < pauseAtMs + params.pauseMs && isStableWith(1, subject.group),
    ),
    eventually<HasGroup>(
      'joined-again',
      'in the end both are members again',
      0,
      (subject) =>
        subject.cluster.nowMs > pauseAtMs + params.pauseMs && isStableWith(2, subject.group),
    ),
  ],
  expect: (params) => [
    exactly(1, 'fenced', 'is-fenced').says(
      'times that the consumer that woke was told that its generation is over',
    ),
    within('takenOverMs', 'taken-over-in-time', {
      atLeast: params.sessionMs - 3_100,
      atMost: params.sessionMs + 3_100,
    }).says(
      'ms from the pause until others read its partitions: a session timeout and a rebalance after the last heartbeat',
    ),
  ],
  tells: ({ params, metrics }) =>
    `No: each rebalance begins a new generation of the group, and the coordinator refuses commits of an old one (zombie fencing), here ${counted(metrics.refused.value, 'commit')}. Others had its partitions ${inSeconds(metrics.takenOverMs.value)} after it paused, a session timeout and a rebalance later. It paused for ${inSeconds(params.pauseMs)}. When it woke it finished ` +
    `its records in progress (${records(metrics.repeated.value)} processed twice), learned that a newer generation had begun, and joined again.`,
});

// Left out: what it wrote elsewhere for its records in progress. Fencing guards the offsets, and
// nothing else.
