/**
 * This happens when a deployment copies its configuration: the second consumer takes the place of
 * the first, which learns of that with its next heartbeat and stops.
 */

import * as z from 'zod';
import type { Consumer } from '../../sims/kafka/model.ts';
import { uniform } from '../../src/kernel/distribution.ts';
import { inSeconds } from '../../src/words/numbers.ts';
import { consumersOf, firstAssignmentMs, KafkaBuilder, roundTripMs } from './builder.ts';
import { aboutKafka, gauge, real, scenario, sometimes } from './kit.ts';
import { restart } from './plans.ts';
import { exactly, protocolInvariants, within } from './promises.ts';
import { type HasTwins, hasTakenOver, twinOf, whenFenced } from './twins.ts';
import { records } from './words.ts';

const params = z.object({
  heartbeatMs: real(500, 10_000, 3_000, 'heartbeat.interval.ms of every consumer'),
  ratePerSecond: real(10, 500, 50, 'arrival rate of records'),
});

type Params = z.output<typeof params>;

const twinAtMs = firstAssignmentMs + 10_000;
const endMs = ({ heartbeatMs }: Params) => twinAtMs + 3 * heartbeatMs + 5_000;

export default scenario({
  ...aboutKafka,
  id: 'kafka/static-twins',
  asks: 'Two consumers are started with the same group.instance.id. Do both read the same partitions?',
  claims: [],
  code: ['sims/kafka/group/coordinator.ts#takePlace', 'sims/kafka/group/group.ts#errorOf'],
  params,
  durationMs: endMs,
  plan: () => [{ atMs: twinAtMs, fault: restart('billing/twin') }],
  metrics: {
    fencedAfterMs: gauge('ms', 'from the start of the second to the end of the first'),
    rebalances: gauge('rebalances', 'of the group, including the first one'),
    repeated: gauge('records', 'that were processed again'),
  },
  build({ world, rules, params, metrics }) {
    const kafka = new KafkaBuilder(world, rules);
    const topic = kafka.topic('orders', { partitions: 4 });
    const gapMs = 1000 / params.ratePerSecond;
    kafka.load(topic, { everyMs: uniform(0, 2 * gapMs), untilMs: endMs(params) - 2_000 });
    const group = kafka.group('billing', [topic], {
      exempt: ['effects-once', 'keys-in-order'],
      count: 2,
      recordMs: uniform(1, 3),
      config: {
        'heartbeat.interval.ms': params.heartbeatMs,
        'session.timeout.ms': Math.max(6_000, 3 * params.heartbeatMs),
      },
      isStatic: true,
    });
    const [first] = consumersOf(group) as [Consumer, Consumer];
    const twin = twinOf(first, 'billing/twin');
    whenFenced(first, (atMs) => metrics.fencedAfterMs.set(atMs - twinAtMs));
    world.at(endMs(params) - 1, () => {
      metrics.rebalances.set(group.rebalances);
      metrics.repeated.set(group.effects.repeated);
    });
    return { cluster: kafka.cluster, first, twin };
  },
  invariants: protocolInvariants,
  goals: () => [
    sometimes<HasTwins>(
      'replaced',
      'the second reads the partitions of the first, which has stopped',
      hasTakenOver,
    ),
  ],
  expect: ({ heartbeatMs }) => [
    within('fencedAfterMs', 'fenced-in-time', {
      atLeast: 0,
      atMost: heartbeatMs + 2 * roundTripMs,
    }).says(
      'ms until the first consumer learns that it is fenced: at its next commit or heartbeat',
    ),
    exactly(1, 'rebalances', 'no-rebalance').says(
      'rebalances: the one at the start, and none when the place is taken over',
    ),
  ],
  tells: ({ metrics }) =>
    `No: the second took the place of the first, which was fenced ${inSeconds(metrics.fencedAfterMs.value)} later (FENCED_INSTANCE_ID) and stopped. ` +
    `The group did not rebalance. Processed twice: ${records(metrics.repeated.value)}.`,
});

// Left out: a supervisor that restarts the first one, so that the two fence each other in turn.
