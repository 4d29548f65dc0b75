import { z } from 'zod';
import { createTopic } from '../../sims/kafka/broker/topic.ts';
import type { CommitPolicy } from '../../sims/kafka/consumer/work.ts';
import { createGroup } from '../../sims/kafka/group/group.ts';
import { effectsOnce, keysInOrder, protocolInvariants } from '../../sims/kafka/invariants.ts';
import type { Cluster, Group } from '../../sims/kafka/model.ts';
import { newProducer, send } from '../../sims/kafka/producer/producer.ts';
import { sometimes } from '../../src/check/goal.ts';
import { gauge } from '../../src/check/metric.ts';
import { scenario } from '../../src/lab/scenario.ts';
import {
  aboutKafka,
  balancedKeys,
  clusterOf,
  firstAssignmentMs,
  inSeconds,
  latencyMs,
  ms,
  startTeam,
  whenProcessed,
} from './common.ts';

const params = z.object({
  records: z.int().min(200).max(20_000).default(2_000).describe('how many there are'),
  recordMs: z.number().positive().max(100).default(1).describe('time to process one record'),
  pollRecords: z.int().min(1).max(2_000).default(500).describe('max.poll.records'),
});

type Params = z.output<typeof params>;

const names: Readonly<Record<'each' | 'batch' | 'async', CommitPolicy>> = {
  each: 'each',
  batch: 'batch',
  async: 'batch-async',
};
type Name = keyof typeof names;

const polls = ({ records, pollRecords }: Params) => Math.ceil(records / pollRecords) + 1;

/** The round trips that each way waits for. */
const tripsOf = (params: Params, name: Name) =>
  polls(params) + (name === 'each' ? params.records : name === 'batch' ? polls(params) : 0);

/** A round trip takes twice something between the shortest and the longest latency. */
function bounds(params: Params, name: Name): { atLeast: number; atMost: number } {
  const workMs = params.records * params.recordMs;
  return {
    atLeast: workMs + (tripsOf(params, name) - 2) * 2 * latencyMs.min,
    atMost: workMs + (tripsOf(params, name) + 3) * 2 * latencyMs.max,
  };
}

interface Subject {
  readonly cluster: Cluster;
  readonly groups: readonly Group[];
}

export default scenario({
  ...aboutKafka,
  id: 'kafka/sync-commit',
  asks: 'What does it cost to commit synchronously after every record?',
  claims: ['q7-sync-commit-cost'],
  params,
  durationMs: (params) => firstAssignmentMs + bounds(params, 'each').atMost + 100,
  metrics: {
    eachMs: gauge('ms', 'to process all, committing after every record'),
    batchMs: gauge('ms', 'committing after every poll'),
    asyncMs: gauge('ms', 'committing after every poll without waiting'),
  },
  build({ world, rules, params, metrics }) {
    const cluster = clusterOf({ world, rules });
    const topic = createTopic(cluster, 'orders');
    const producer = newProducer(cluster, topic, 'shop', { 'linger.ms': 5 });
    const [key] = balancedKeys(cluster, topic);
    for (let count = 0; count < params.records; count++) send(producer, key);
    const groups = Object.entries(names).map(([name, commit]) => {
      const group = createGroup(cluster, name, [topic]);
      startTeam(cluster, group, {
        count: 1,
        work: { commit },
        recordMs: ms(params.recordMs),
        config: { 'max.poll.records': params.pollRecords },
      });
      whenProcessed(cluster, group, params.records, (spentMs) =>
        metrics[`${name as Name}Ms`].set(spentMs),
      );
      return group;
    });
    return { cluster, groups };
  },
  invariants: [...protocolInvariants, effectsOnce, keysInOrder],
  goals: (params) => [
    sometimes<Subject>('all-done', 'every group has processed everything', ({ groups }) =>
      groups.every(({ effects }) => effects.processed === params.records),
    ),
  ],
  expect: (params) =>
    (Object.keys(names) as Name[]).map((name) => ({
      id: `${name}-takes`,
      text:
        name === 'each'
          ? 'a commit after every record costs a round trip for every record'
          : name === 'batch'
            ? 'after every poll it costs a round trip for every poll'
            : 'and without waiting nothing at all',
      claim: 'q7-sync-commit-cost',
      measured: (metrics: Readonly<Record<`${Name}Ms`, { readonly value: number | undefined }>>) =>
        metrics[`${name}Ms`].value,
      bound: bounds(params, name),
    })),
  tells: ({ params, metrics }) =>
    `${params.records} records of ${params.recordMs} ms: ${inSeconds(metrics.eachMs.value)} with a commit after each, ` +
    `${inSeconds(metrics.batchMs.value)} with one after each poll, ${inSeconds(metrics.asyncMs.value)} without waiting for it. A crash costs as much repeated work as lies between two commits.`,
});

// Left out: the load that all those commits are for the coordinator, which writes each to a topic of its own.
