import * as z from 'zod';
import { firstAssignmentMs, type HasGroup, KafkaBuilder, shortSession } from './builder.ts';
import { aboutKafka, gauge, real, scenario, sometimes } from './kit.ts';
import { crashesInTurn } from './plans.ts';
import { atLeastOnceInOrder, none, some } from './promises.ts';
import { records } from './words.ts';

const params = z.object({
  recordMs: real(1, 200, 20, 'time to process one record'),
  autoCommitMs: real(100, 60_000, 1_000, 'auto.commit.interval.ms'),
});

const beginMs = firstAssignmentMs + 5_000;
const crashes = { count: 5, fromMs: beginMs, everyMs: 12_000, withinMs: 2_000, downMs: 500 };
const endMs = beginMs + crashes.count * crashes.everyMs + 5_000;

export default scenario({
  ...aboutKafka,
  id: 'kafka/hand-off',
  asks: 'A consumer keeps polling while another thread works. What does a crash lose with automatic commits?',
  claims: ['mq-delivery-table'],
  code: [
    'sims/kafka/consumer/commit.ts#offsetToCommit',
    'sims/kafka/consumer/poll-loop.ts#autoCommit',
  ],
  params,
  durationMs: () => endMs,
  plan: (_params, random) => crashesInTurn(random, ['c1'], crashes),
  metrics: {
    lost: gauge('records', 'committed and never processed'),
    repeated: gauge('records', 'processed twice'),
  },
  build({ world, rules, params, metrics }) {
    const kafka = new KafkaBuilder(world, rules);
    const orders = kafka.topic('orders', { partitions: 2 });
    kafka.backlog(orders, Math.ceil((2 * endMs) / params.recordMs));
    const group = kafka.group('billing', [orders], {
      exempt: ['effects-once'],
      commit: 'auto',
      work: { handsOn: true },
      recordMs: params.recordMs,
      config: {
        ...shortSession,
        'auto.commit.interval.ms': params.autoCommitMs,
        'max.poll.records': 50,
      },
    });
    world.at(endMs - 1, () => {
      metrics.lost.set(group.effects.missed);
      metrics.repeated.set(group.effects.repeated);
    });
    return { cluster: kafka.cluster, group };
  },
  invariants: atLeastOnceInOrder,
  goals: () => [
    sometimes<HasGroup>(
      'goes-on',
      'the consumer continues after its crash',
      ({ group }) => group.generation > 1 && group.state === 'Stable',
    ),
  ],
  expect: () => [
    none('lost', 'nothing-lost').says(
      'records lost in the crashes, if only processed records are committed',
      'mq-delivery-table',
    ),
    some('repeated', 'some-repeated').says(
      'records processed again after the crashes: those since the last commit',
    ),
  ],
  tells: ({ metrics }) =>
    'If automatic commits use the poll’s position, which is ahead of the worker thread, a crash loses the records in the thread’s queue, so commit only what the thread has processed. ' +
    `With only processed offsets committed, the crashes lost ${records(metrics.lost.value)}, and ${records(metrics.repeated.value)} were processed again.`,
});

// Left out: pausing partitions while the queue is long, which is better than blocking the poll.
