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
  firstAssignmentMs,
  inSeconds,
  ms,
  roundTripMs,
  startTeam,
  whenProcessed,
} from './common.ts';

const params = z.object({
  records: z.int().min(1_000).max(100_000).default(5_000).describe('how many there are to write'),
  insertMs: z
    .number()
    .positive()
    .max(100)
    .default(5)
    .describe('time for each insert, whatever its size'),
  rowMs: z.number().positive().max(100).default(0.1).describe('and for each row of it'),
});

type Params = z.output<typeof params>;

/** The rows of an insert, by group. */
const groups = { single: 1, hundred: 100, thousand: 1_000 } as const;
type Name = keyof typeof groups;

const pollRecords = 1_000;

/** (a + b) / (a / n + b): what is gained where each of n rows bears its share of the insert. */
const gain = ({ insertMs, rowMs }: Params, rows: number) =>
  (insertMs + rowMs) / (insertMs / rows + rowMs);

const workMs = ({ records, insertMs, rowMs }: Params, rows: number) =>
  Math.ceil(records / rows) * insertMs + records * rowMs;

/** What polling and committing add, at most. */
const pollingMs = ({ records }: Params) => (Math.ceil(records / pollRecords) + 1) * 2 * roundTripMs;

interface Subject {
  readonly cluster: Cluster;
  readonly groups: readonly Group[];
}

export default scenario({
  ...aboutKafka,
  id: 'kafka/batch-insert',
  asks: 'A consumer writes one row an insert. What do batches of 100 to 1,000 rows bring?',
  claims: ['q7-batch-insert-10-50x', 'q7-batching-amortises', 'q7-groups-independent'],
  params,
  durationMs: (params) => firstAssignmentMs + workMs(params, 1) + pollingMs(params) + 1_000,
  metrics: {
    singleMs: gauge('ms', 'to write all, a row an insert'),
    hundredMs: gauge('ms', 'with 100 rows an insert'),
    thousandMs: gauge('ms', 'with 1,000'),
    gainOfHundred: gauge('times', 'as fast with 100 rows an insert'),
    gainOfThousand: gauge('times', 'as fast with 1,000'),
  },
  build({ world, rules, params, metrics }) {
    const cluster = clusterOf({ world, rules });
    const topic = createTopic(cluster, 'orders');
    const producer = newProducer(cluster, topic, 'shop', { 'linger.ms': 5 });
    const [key] = balancedKeys(cluster, topic);
    for (let count = 0; count < params.records; count++) send(producer, key);
    const took: Partial<Record<Name, number>> = {};
    const all = Object.entries(groups).map(([name, rows]) => {
      const group = createGroup(cluster, name, [topic]);
      startTeam(cluster, group, {
        count: 1,
        work: { commit: 'batch', rows, insertMs: params.insertMs },
        recordMs: ms(params.rowMs),
        config: { 'max.poll.records': pollRecords },
      });
      whenProcessed(cluster, group, params.records, (spentMs) => {
        took[name as Name] = spentMs;
        metrics[`${name as Name}Ms`].set(spentMs);
        if (took.single !== undefined) {
          metrics.gainOfHundred.set(took.single / (took.hundred as number));
          metrics.gainOfThousand.set(took.single / (took.thousand as number));
        }
      });
      return group;
    });
    return { cluster, groups: all };
  },
  invariants: [...protocolInvariants, effectsOnce, keysInOrder],
  goals: () => [
    sometimes<Subject>('all-written', 'every group has written everything', (subject) =>
      subject.groups.every((group) => group.effects.processed > 0 && lagOf(group) === 0),
    ),
  ],
  expect: (params) => [
    ...([100, 1_000] as const).map((rows) => ({
      id: `gain-of-${rows}`,
      text: `${rows} rows an insert gain (a + b) / (a / n + b), less what polling costs`,
      claim: 'q7-batching-amortises',
      measured: (metrics: Gains) =>
        rows === 100 ? metrics.gainOfHundred.value : metrics.gainOfThousand.value,
      bound: {
        atLeast: workMs(params, 1) / (workMs(params, rows) + pollingMs(params)),
        atMost: (workMs(params, 1) + pollingMs(params)) / workMs(params, rows),
      },
    })),
    ...(gain(params, 100) >= 12 && gain(params, 1_000) <= 50
      ? [
          {
            id: 'ten-to-fifty-times',
            text: 'with an insert that costs some ten to fifty rows, 100 to 1,000 rows bring 10 to 50 times the speed',
            claim: 'q7-batch-insert-10-50x',
            measured: (metrics: Gains) => metrics.gainOfHundred.value,
            bound: { atLeast: 10, atMost: 50 },
          },
        ]
      : []),
  ],
  tells: ({ params, metrics }) =>
    `An insert costs ${params.insertMs} ms and each row ${params.rowMs} ms more. One row at a time takes ${inSeconds(metrics.singleMs.value)}, ` +
    `100 at a time ${inSeconds(metrics.hundredMs.value)} (${metrics.gainOfHundred.value?.toFixed(0)} times as fast), 1,000 ` +
    `${inSeconds(metrics.thousandMs.value)} (${metrics.gainOfThousand.value?.toFixed(0)} times). More than (a + b) / b = ` +
    `${gain(params, Infinity).toFixed(0)} times is not to be had.`,
});

interface Gains {
  readonly gainOfHundred: { readonly value: number | undefined };
  readonly gainOfThousand: { readonly value: number | undefined };
}

// Left out: a database that slows down under large inserts, and locks that they hold for longer.
