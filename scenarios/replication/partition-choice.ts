import * as z from 'zod';
import { requestsAreAnswered } from '../../sims/replication/partition/cluster.ts';
import { partitionMetrics } from '../../sims/replication/partition/laws.ts';
import { none, within } from '../../src/check/expected.ts';
import { whole } from '../../src/lab/param.ts';
import { scenario } from '../../src/lab/scenario.ts';
import { counted } from '../../src/words/numbers.ts';
import { sideBySide } from './common.ts';
import {
  aboutPartition,
  cutFromMs,
  gossipMs,
  partitionedStores,
  planOf,
  refusedBound,
  restMs,
  store,
} from './partition.ts';

const params = z.object({
  cutMs: whole(100, 5_000, 600, 'how long two replicas of five are cut off'),
  everyMs: whole(2, 50, 15, 'mean time between two requests of a client'),
  keys: whole(1, 50, 10, 'keys that clients read and write'),
});
type Params = z.output<typeof params>;

const storesOf = ({ cutMs, everyMs, keys }: Params) => ({
  consistent: store('consistent', cutMs, { keys, everyMs, minority: 2, isStrong: () => true }),
  available: store('available', cutMs, { keys, everyMs, minority: 2, isStrong: () => false }),
});

// The same clients send both stores the same requests at the same times, and the same replicas are
// cut off.
export default scenario({
  ...aboutPartition,
  id: 'replication/partition-choice',
  asks: 'Two replicas of five are cut off for a while. What do clients see of a store that chose consistency, and of one that chose availability (CAP)?',
  claims: ['q5-cap-availability-immediate'],
  code: [
    'sims/replication/partition/node.ts#checkMajority',
    'sims/replication/partition/node.ts#strong',
    'sims/replication/partition/node.ts#eventual',
  ],
  params,
  durationMs: ({ cutMs }) => cutFromMs + cutMs + restMs + 5 * gossipMs,
  plan: (p) => planOf(storesOf(p)),
  metrics: sideBySide(['consistent', 'available'], partitionMetrics, [
    'answered',
    'refused',
    'inconsistent',
  ]),
  build: ({ params: p, ...parts }) => partitionedStores(parts, storesOf(p)),
  goals: () => [requestsAreAnswered],
  expect: (p) => [
    within('consistent.refused', 'minority-is-refused', refusedBound(storesOf(p).consistent)).says(
      'requests refused by the store that chose consistency: those to the smaller side while it is cut off',
    ),
    none('available.refused', 'available').says(
      'requests refused by the store that chose availability; none, as every live node answers from its own memory',
      'q5-cap-availability-immediate',
    ),
    within('available.inconsistent', 'inconsistent', { atLeast: 1, atMost: p.keys }).says(
      `keys, of ${p.keys}, of the store that chose availability, whose history no single machine could have produced`,
    ),
  ],
  tells: ({ params: p, metrics }) =>
    `A store that chooses consistency refuses what it cannot answer safely: ${counted(metrics['consistent.refused'].value, 'request')} of ` +
    `${metrics['consistent.refused'].value + metrics['consistent.answered'].value}, those to the two replicas ` +
    `while they are cut off for ${p.cutMs} ms, and each key behaves like one on a single machine (linearizable). One that chooses availability answers every request, but ` +
    `${metrics['available.inconsistent'].value} of ${p.keys} keys do not: of two writes on different sides one is lost. ` +
    'After the partition the replicas of both agree again.',
});

// Left out: merging the writes of both sides; here the later version wins, and the other is lost.
