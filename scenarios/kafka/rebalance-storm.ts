/**
 * Two groups read the same topic. One takes as many records per poll as it gets; the other few
 * enough that a poll's work fits into the interval: the rule `batch-fits-poll-interval`.
 */

import * as z from 'zod';
import { consumerDefaults } from '../../sims/kafka/config.ts';
import { pollRecordsFor } from '../../sims/kafka/consumer/tuning.ts';
import type { Cluster, Group } from '../../sims/kafka/model.ts';
import { kafkaNotes } from '../../sims/kafka/notes.ts';
import type { Goal } from '../../src/check/goal.ts';
import { counted, rounded, times } from '../../src/words/numbers.ts';
import { KafkaBuilder, lagOf, type Team } from './builder.ts';
import { aboutKafka, eventually, gauge, real, scenario, series, sometimes } from './kit.ts';
import { followLag, lagPlot } from './lag-plot.ts';
import { atLeastOnceInOrder, none, within } from './promises.ts';

const params = z.object({
  recordMs: real(100, 10_000, 800, 'time to process one record'),
  maxPollIntervalMs: real(10_000, 600_000, 300_000, 'max.poll.interval.ms'),
  minutes: real(10, 600, 60, 'duration of the run'),
});

type Params = z.output<typeof params>;

const consumers = 3;

/** Enough that every poll is full. */
const backlog = ({ minutes, recordMs }: Params) =>
  Math.ceil((1.5 * consumers * minutes * 60_000) / recordMs) + 6 * 500;

const endMs = ({ minutes }: Params) => minutes * 60_000;

/** With the rule, whatever the run has: so many fit. */
const tunedPollRecords = ({ recordMs, maxPollIntervalMs }: Params) =>
  pollRecordsFor(
    { 'batch-fits-poll-interval': true },
    { ...consumerDefaults, 'max.poll.interval.ms': maxPollIntervalMs },
    recordMs,
  );

interface Subject {
  readonly cluster: Cluster;
  readonly tuned: Group;
  readonly untuned: Group;
  /** When the tuned group last began to rebalance. */
  lastRebalanceMs: number;
}

/**
 * For the group that is not tuned. Nothing is certain if a poll takes about the interval, or in a
 * short run.
 */
function stormOrCalm(params: Params): Goal<Subject>[] {
  const pollMs = 500 * params.recordMs;
  const isLong = endMs(params) > 3 * params.maxPollIntervalMs;
  const rebalances = ({ untuned }: Subject) => untuned.rebalances;
  if (pollMs > 1.1 * params.maxPollIntervalMs && isLong) {
    const says = 'the other group rebalances again and again';
    return [sometimes('storm', says, (subject) => rebalances(subject) >= 3)];
  }
  if (pollMs < 0.9 * params.maxPollIntervalMs) {
    const says = 'the other group’s polls fit as well: it rebalances once, when it starts';
    return [eventually('calm', says, 0, (subject) => rebalances(subject) === 1)];
  }
  return [];
}

export default scenario({
  ...aboutKafka,
  id: 'kafka/rebalance-storm',
  asks: 'Processing a poll takes longer than max.poll.interval.ms. What happens to the group?',
  claims: ['q7-rebalance-storm'],
  code: ['sims/kafka/group/member.ts#heartbeats', 'sims/kafka/consumer/tuning.ts#pollRecordsFor'],
  params,
  durationMs: endMs,
  metrics: {
    stormRebalances: gauge('rebalances', 'of the group whose polls take too long'),
    stormRepeated: gauge('records', 'that it processed again'),
    stormLag: series('records', 'of the group whose polls take too long', 60_000),
    rebalances: gauge('rebalances', 'of the group whose polls fit'),
    repeated: gauge('records', 'that it processed again'),
    lag: series('records', 'of the group whose polls fit', 60_000),
    done: gauge('records', 'that it had processed at the end'),
    stormDone: gauge('records', 'that the other had committed at the end'),
  },
  build({ world, rules, params, metrics }) {
    const kafka = new KafkaBuilder(world, rules);
    const topic = kafka.topic('orders', { partitions: 6, 'retention.ms': Infinity });
    kafka.backlog(topic, backlog(params));
    const { recordMs, maxPollIntervalMs } = params;
    const config = { 'max.poll.interval.ms': maxPollIntervalMs };
    const pollRecords = pollRecordsFor(rules, { ...consumerDefaults, ...config }, recordMs);
    const team: Team = { exempt: ['effects-once'], count: consumers, recordMs };
    const tuned = kafka.group('tuned', [topic], {
      ...team,
      config: { ...config, 'max.poll.records': pollRecords },
    });
    const untuned = kafka.group('untuned', [topic], { ...team, config });
    followLag(tuned, metrics.lag);
    followLag(untuned, metrics.stormLag);
    const subject: Subject = { cluster: kafka.cluster, tuned, untuned, lastRebalanceMs: 0 };
    kafkaNotes.listen(world.trace, 'rebalance', (_note, by, atMs) => {
      if (by === 'tuned') subject.lastRebalanceMs = atMs;
    });
    world.at(endMs(params) - 1, () => {
      metrics.stormRebalances.set(untuned.rebalances);
      metrics.stormRepeated.set(untuned.effects.repeated);
      metrics.rebalances.set(tuned.rebalances);
      metrics.repeated.set(tuned.effects.repeated);
      metrics.done.set(backlog(params) - lagOf(tuned));
      metrics.stormDone.set(backlog(params) - lagOf(untuned));
    });
    return subject;
  },
  invariants: atLeastOnceInOrder,
  goals: (params) => [
    eventually<Subject>(
      'group-settles',
      'the tuned group stops rebalancing and drains its lag',
      0,
      ({ cluster, tuned, lastRebalanceMs }) =>
        tuned.state === 'Stable' &&
        lagOf(tuned) < backlog(params) &&
        cluster.nowMs - lastRebalanceMs > Math.min(cluster.nowMs, endMs(params)) / 2,
    ),
    ...stormOrCalm(params),
  ],
  expect: () => [
    within('rebalances', 'tuned-group-settles', { atMost: 1 }).says(
      'rebalances of the group whose polls fit into max.poll.interval.ms: the one at its start',
      'q7-rebalance-storm',
    ),
    none('repeated', 'tuned-group-repeats-nothing').says('records that this group processed twice'),
  ],
  tells: ({ params, metrics }) =>
    'A consumer that does not poll within max.poll.interval.ms leaves the group, and its partitions go to another, which is too slow as well (a rebalance storm), so lower max.poll.records until the work of a poll fits, or raise the interval. ' +
    `A poll of 500 records takes ${rounded((500 * params.recordMs) / 1000)} s where ${rounded(params.maxPollIntervalMs / 1000)} s are allowed: the group rebalanced ${times(metrics.stormRebalances.value ?? 0)} in ${params.minutes} minutes, ` +
    `processed ${counted(metrics.stormRepeated.value ?? 0, 'record')} again and committed ${rounded(metrics.stormDone.value)}. ` +
    `With polls of ${counted(tunedPollRecords(params), 'record')} the other group rebalanced ${times(metrics.rebalances.value ?? 0)}, and committed ${rounded(metrics.done.value)} at the same speed per record.`,
  plots: ({ metrics }) => [lagPlot({ untuned: metrics.stormLag, tuned: metrics.lag })],
});

// Left out: consumers that also run out of memory and crash, and operators who restart them.
