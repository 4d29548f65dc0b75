import { z } from 'zod';
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

// The same clients ask both stores for the same at the same times, and the same replicas are cut off.
export default scenario({
  ...aboutPartition,
  id: 'replication/partition-choice',
  asks: 'Two replicas of five are cut off for a while. What do clients see of a store that chose consistency, and of one that chose availability?',
  claims: ['q5-cap-availability-immediate'],
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
      'consistency: requests on the smaller side, for as long as it is cut off, are refused',
    ),
    none('available.refused', 'available').says(
      'availability: every request to a live node gets an answer, and that from its own memory',
      'q5-cap-availability-immediate',
    ),
    within('available.inconsistent', 'inconsistent', { atLeast: 1, atMost: p.keys }).says(
      'and there are keys whose history no single machine explains',
    ),
  ],
  tells: ({ params: p, metrics }) =>
    `Consistency: ${counted(metrics['consistent.refused'].value, 'request')} of ${metrics['consistent.refused'].value + metrics['consistent.answered'].value} are refused, those to the two replicas while they are cut off, and all histories are linearizable. ` +
    `Availability: every request is answered, and ${metrics['available.inconsistent'].value} of ${p.keys} keys are not linearizable. Neither store does both while the network is cut; afterwards the replicas of both agree again.`,
});

// Left out: merging of what both sides have written: here the later version wins, and the other is lost.
