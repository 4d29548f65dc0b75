import { z } from 'zod';
import { createTopic } from '../../sims/kafka/broker/topic.ts';
import { createGroup, lagOf } from '../../sims/kafka/group/group.ts';
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
  consumersParam,
  firstAssignmentMs,
  inSeconds,
  ms,
  partitionsParam,
  roundTripMs,
  startTeam,
  whenProcessed,
} from './common.ts';

const params = z.object({
  partitions: partitionsParam(100),
  consumers: consumersParam(200).describe(
    'consumers in the larger group; the other has one for each partition',
  ),
  backlog: z.int().min(1).max(10_000).default(50).describe('records that wait in each partition'),
  recordMs: z.number().positive().max(1_000).default(10).describe('time to process one record'),
});

const rows = 25;
const workMs = ({ backlog, recordMs }: z.output<typeof params>) => backlog * recordMs;

/** Beside the work: polls, commits, and what the start takes. */
const slackMs = ({ backlog }: z.output<typeof params>) =>
  firstAssignmentMs + (Math.ceil(backlog / 500) + 2) * 2 * roundTripMs;

interface Subject {
  readonly cluster: Cluster;
  readonly matched: Group;
  readonly larger: Group;
}

export default scenario({
  ...aboutKafka,
  id: 'kafka/idle-consumers',
  asks: 'A topic has 100 partitions. Do 200 consumers work its backlog off twice as fast as 100?',
  claims: ['mq-consumers-capped-by-partitions', 'q7-adding-consumers-beyond-p'],
  params,
  durationMs: (params) => workMs(params) + slackMs(params) + 1_000,
  metrics: {
    matchedMs: gauge('ms', 'until a consumer for each partition had worked the backlog off'),
    largerMs: gauge('ms', 'until the larger group had'),
    idle: gauge('consumers', 'of the larger group that never read anything'),
  },
  build({ world, rules, params, metrics }) {
    const cluster = clusterOf({ world, rules });
    const topic = createTopic(cluster, 'orders', { partitions: params.partitions });
    const producer = newProducer(cluster, topic, 'shop', { 'linger.ms': 1 });
    const keys = balancedKeys(cluster, topic);
    for (let count = 0; count < params.backlog; count++)
      for (const key of keys) send(producer, key);
    const work = { commit: 'batch', rows } as const;
    const recordMs = ms(params.recordMs);
    const [matched, larger] = [
      createGroup(cluster, 'matched', [topic]),
      createGroup(cluster, 'larger', [topic]),
    ];
    startTeam(cluster, matched, { count: params.partitions, work, recordMs });
    const consumers = startTeam(cluster, larger, { count: params.consumers, work, recordMs });
    const count = params.partitions * params.backlog;
    whenProcessed(cluster, matched, count, () => metrics.matchedMs.set(cluster.nowMs));
    whenProcessed(cluster, larger, count, () => {
      metrics.largerMs.set(cluster.nowMs);
      metrics.idle.set(consumers.filter(({ counts }) => counts.records === 0).length);
    });
    return { cluster, matched, larger };
  },
  invariants: [...protocolInvariants, effectsOnce, keysInOrder],
  goals: () => [
    sometimes<Subject>('both-done', 'both groups have read everything', ({ matched, larger }) => {
      return [matched, larger].every((group) => group.effects.processed > 0 && lagOf(group) === 0);
    }),
  ],
  expect: (params) => [
    {
      id: 'the-rest-is-idle',
      text: 'consumers beyond the partitions read nothing',
      claim: 'mq-consumers-capped-by-partitions',
      measured: ({ idle }) => idle.value,
      bound: {
        atLeast: Math.max(0, params.consumers - params.partitions),
        atMost: Math.max(0, params.consumers - params.partitions),
      },
    },
    {
      id: 'no-faster',
      text: 'the larger group is no faster: a partition’s backlog takes its one reader as long as the work takes',
      claim: 'q7-adding-consumers-beyond-p',
      measured: ({ largerMs }) => largerMs.value,
      bound: {
        atLeast: workMs(params),
        ...(params.consumers >= params.partitions
          ? { atMost: workMs(params) + slackMs(params) }
          : {}),
      },
    },
  ],
  tells: ({ params, metrics }) =>
    `${params.partitions} consumers worked the backlog off in ${inSeconds(metrics.matchedMs.value)}, ` +
    `${params.consumers} in ${inSeconds(metrics.largerMs.value)}; ${metrics.idle.value} of those had nothing to do.`,
});

// Left out: records that arrive meanwhile, and brokers that have only so much to give.
