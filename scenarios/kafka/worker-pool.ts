/**
 * Two groups read the same topic: one keeps each key on one thread (the rule `one-lane-per-key`),
 * the other lets any free thread take the next record. One consumer crashes during the run.
 */

import * as z from 'zod';
import type { HasCluster } from '../../sims/kafka/model.ts';
import { drawnAround, exponential, meanOf } from '../../src/kernel/distribution.ts';
import { typical } from '../../src/lab/params.ts';
import { counted, inSeconds, rounded } from '../../src/words/numbers.ts';
import {
  firstAssignmentMs,
  KafkaBuilder,
  lagOf,
  roundTripMs,
  shortSession,
  type Team,
  whenProcessed,
} from './builder.ts';
import { aboutKafka, eventually, gauge, scenario, whole } from './kit.ts';
import { crash, restart } from './plans.ts';
import { pollsTime, quotientBound } from './pool-time.ts';
import { atLeastOnceInOrder, none, quotient, some, within } from './promises.ts';

const params = z.object({
  workers: whole(2, 64, 8, 'threads of each consumer'),
  keys: whole(20, 10_000, 200, 'keys'),
  records: whole(500, 20_000, 2_000, 'number of records'),
  recordMs: typical(z.number().positive().max(100), 10).describe('mean time to process one record'),
});

type Params = z.output<typeof params>;

const crashAtMs = firstAssignmentMs + 1_000;
/** Even without any help from threads, and with all costs of a crash. */
const endMs = ({ records, recordMs }: Params) =>
  crashAtMs + 60_000 + 2 * records * meanOf(recordMs);

const pollMax = 250;

/** How much faster the pool is than one thread: see `pool-time.ts`. */
function quickerThanOne({ workers, records, recordMs }: Params) {
  const alone = pollsTime({ records, threads: 1, recordMs }, pollMax);
  const pool = pollsTime({ records, threads: workers, recordMs }, pollMax);
  // For each poll a fetch and a commit; at the start the assignment, the offsets and the first
  // fetch.
  const roundTrips = 2 * Math.ceil(records / pollMax) + 4;
  return quotientBound(alone, pool, roundTrips * roundTripMs);
}

export default scenario({
  ...aboutKafka,
  id: 'kafka/worker-pool',
  asks: 'A consumer hands its records to a pool of threads. What happens to their order?',
  claims: ['q7-thread-pool-loses-order', 'mq-partition-by-entity'],
  code: [
    'sims/kafka/consumer/processing.ts#inParallel',
    'sims/kafka/consumer/commit.ts#offsetToCommit',
    'sims/kafka/consumer/processing.ts#isDone',
  ],
  params,
  durationMs: endMs,
  plan: () => [
    { atMs: crashAtMs, fault: crash('lanes/c1') },
    { atMs: crashAtMs + 500, fault: restart('lanes/c1') },
  ],
  metrics: {
    aloneMs: gauge('ms', 'until one thread had processed all records'),
    poolMs: gauge('ms', 'until a pool that shares one queue had'),
    poolOutOfOrder: gauge('records', 'that came after a later one of their key, in that pool'),
    lanesOutOfOrder: gauge('records', 'the same, with a lane for each key'),
    lanesMissed: gauge('records', 'lost in the crash, with a lane for each key'),
  },
  build({ world, rules, params, metrics }) {
    const kafka = new KafkaBuilder(world, rules);
    const topic = kafka.topic('orders', { partitions: 2 });
    kafka.backlog(topic, params.records, { drawKey: kafka.atRandom(params.keys) });
    const team: Team = {
      exempt: ['effects-once'],
      recordMs: drawnAround(params.recordMs, exponential),
      config: { ...shortSession, 'max.poll.records': pollMax },
    };
    const { workers } = params;
    const alone = kafka.group('alone', [topic], team);
    const lanes = kafka.group('lanes', [topic], { ...team, commit: 'each', work: { workers } });
    const pool = kafka.group('pool', [topic], {
      ...team,
      // The pool shows what happens; it promises nothing.
      exempt: ['keys-in-order', 'committed-is-processed', 'effects-once'],
      work: { workers, sharesLine: true },
    });
    whenProcessed(alone, params.records, (spentMs) => metrics.aloneMs.set(spentMs));
    whenProcessed(pool, params.records, (spentMs) => metrics.poolMs.set(spentMs));
    world.at(endMs(params) - 1, () => {
      metrics.poolOutOfOrder.set(pool.effects.outOfOrder);
      metrics.lanesOutOfOrder.set(lanes.effects.outOfOrder);
      metrics.lanesMissed.set(lanes.effects.missed);
    });
    return { cluster: kafka.cluster };
  },
  invariants: atLeastOnceInOrder,
  goals: (params) => [
    eventually<HasCluster>('all-done', 'every group has processed every record', 0, ({ cluster }) =>
      [...cluster.groups.values()].every(
        (group) => group.effects.processed >= params.records && lagOf(group) === 0,
      ),
    ),
  ],
  expect: (params) => [
    some('poolOutOfOrder', 'pool-loses-order').says(
      'records processed after a later one of their key, if threads share a queue',
      'q7-thread-pool-loses-order',
    ),
    none('lanesOutOfOrder', 'lanes-keep-order').says(
      'records processed after a later one of their key, if each key has its thread',
      'mq-partition-by-entity',
    ),
    within(quotient('aloneMs', 'poolMs'), 'pool-is-quicker', quickerThanOne(params)).says(
      'times as fast as one thread: the number of threads, less the wait for the last records of a poll',
    ),
  ],
  tells: ({ params, metrics }) =>
    `Give all records of a key to the same thread (a lane for each key), because threads that share a queue overtake one another: without lanes ${counted(metrics.poolOutOfOrder.value ?? 0, 'record')} of ${rounded(params.records)} were processed after a later one of their key, with lanes ${rounded(metrics.lanesOutOfOrder.value)}. ` +
    `${params.workers} threads took ${inSeconds(metrics.poolMs.value)}, one took ${inSeconds(metrics.aloneMs.value)}. ` +
    `The crash of a consumer lost ${counted(metrics.lanesMissed.value ?? 0, 'record')}, because a consumer commits only up to the first gap in what its threads have finished.`,
});

// Left out: keys with very different load, which fill one lane and leave the others idle.
