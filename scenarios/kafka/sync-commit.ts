import * as z from 'zod';
import { inSeconds, rounded } from '../../src/words/numbers.ts';
import { firstAssignmentMs, KafkaBuilder, latencyMs, whenProcessed } from './builder.ts';
import { aboutKafka, gauge, positive, scenario, whole } from './kit.ts';
import { allProcessed, onceInOrder, within } from './promises.ts';

const params = z.object({
  records: whole(200, 20_000, 2_000, 'number of records'),
  recordMs: positive(100, 1, 'time to process one record'),
  pollRecords: whole(1, 2_000, 500, 'max.poll.records'),
});

type Params = z.output<typeof params>;

const names = ['each', 'batch', 'async'] as const;
type Name = (typeof names)[number];

const polls = ({ records, pollRecords }: Params) => Math.ceil(records / pollRecords) + 1;

const costs = {
  each: 'ms for all records with a commit after every record: a round trip more for each record',
  batch: 'ms for all records with a commit after every poll: a round trip more for each poll',
  async: 'ms for all records with commits that are not waited for',
};

/** The round trips that each way of committing waits for. */
const tripsOf = (params: Params, name: Name) =>
  polls(params) + (name === 'each' ? params.records : name === 'batch' ? polls(params) : 0);

/** A round trip takes between two shortest and two longest latencies. */
function bounds(params: Params, name: Name): { atLeast: number; atMost: number } {
  const workMs = params.records * params.recordMs;
  return {
    atLeast: workMs + (tripsOf(params, name) - 2) * 2 * latencyMs.min,
    atMost: workMs + (tripsOf(params, name) + 3) * 2 * latencyMs.max,
  };
}

export default scenario({
  ...aboutKafka,
  id: 'kafka/sync-commit',
  asks: 'What does a synchronous commit after every record cost?',
  claims: ['q7-sync-commit-cost'],
  code: ['sims/kafka/consumer/commit.ts#commitNow', 'sims/kafka/consumer/commit.ts#commitLater'],
  params,
  durationMs: (params) => firstAssignmentMs + bounds(params, 'each').atMost + 100,
  metrics: {
    eachMs: gauge('ms', 'to process all records, committing after every record'),
    batchMs: gauge('ms', 'committing after every poll'),
    asyncMs: gauge('ms', 'committing after every poll without waiting'),
  },
  build({ world, rules, params, metrics }) {
    const kafka = new KafkaBuilder(world, rules);
    const topic = kafka.topic('orders');
    kafka.backlog(topic, params.records);
    for (const name of names) {
      const group = kafka.group(name, [topic], {
        commit: name === 'async' ? 'batch-async' : name,
        recordMs: params.recordMs,
        config: { 'max.poll.records': params.pollRecords },
      });
      whenProcessed(group, params.records, (spentMs) => metrics[`${name}Ms`].set(spentMs));
    }
    return { cluster: kafka.cluster };
  },
  invariants: onceInOrder,
  goals: (params) => [
    allProcessed('all-done', 'every group has processed every record', params.records),
  ],
  expect: (params) =>
    names.map((name) =>
      within(`${name}Ms`, `${name}-takes`, bounds(params, name)).says(
        costs[name],
        'q7-sync-commit-cost',
      ),
    ),
  tells: ({ params, metrics }) =>
    `A round trip to the coordinator for each record, so commit once per poll, or without waiting (commitAsync): ${rounded(params.records)} records of ${params.recordMs} ms each took ${inSeconds(metrics.eachMs.value)} with a commit after each record, ` +
    `${inSeconds(metrics.batchMs.value)} with one after each poll, and ${inSeconds(metrics.asyncMs.value)} without waiting. After a crash the work since the last commit is repeated.`,
});

// Left out: the load of all those commits on the coordinator, which writes each to a topic of its
// own.
