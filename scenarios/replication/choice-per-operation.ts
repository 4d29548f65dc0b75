import * as z from 'zod';
import { requestsAreAnswered } from '../../sims/replication/partition/cluster.ts';
import { partitionMetrics } from '../../sims/replication/partition/laws.ts';
import { within } from '../../src/check/expected.ts';
import { whole } from '../../src/lab/param.ts';
import { scenario } from '../../src/lab/scenario.ts';
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
  cutMs: whole(100, 5_000, 800, 'how long two replicas of five are cut off'),
  everyMs: whole(2, 50, 10, 'mean time between two requests of a client'),
  balances: whole(
    1,
    9,
    3,
    'of ten keys: balances, which are strongly consistent; the others are feeds',
  ),
});
type Params = z.output<typeof params>;

const keys = 10;

const storesOf = ({ cutMs, everyMs, balances }: Params) => ({
  shop: store('shop', cutMs, {
    ...{ keys, everyMs, minority: 2 },
    isStrong: (key) => key <= balances,
  }),
});

/** Requests for balances on the smaller side. */
function refusedShare(p: Params) {
  const { shop } = storesOf(p);
  return refusedBound({ ...shop, everyMs: (shop.everyMs * keys) / p.balances });
}

export default scenario({
  ...aboutPartition,
  id: 'replication/choice-per-operation',
  asks: 'One store keeps balances strongly and feeds eventually consistent, and the network is cut. Which requests are refused, and which data is inconsistent?',
  claims: ['one-strong-for-money'],
  code: [
    'sims/replication/partition/node.ts#checkMajority',
    'sims/replication/partition/node.ts#strong',
    'sims/replication/partition/node.ts#eventual',
  ],
  params,
  durationMs: ({ cutMs }) => cutFromMs + cutMs + restMs + 5 * gossipMs,
  plan: (p) => planOf(storesOf(p)),
  metrics: sideBySide(['shop'], partitionMetrics, ['answered', 'refused', 'inconsistent']),
  build: ({ params: p, ...parts }) => partitionedStores(parts, storesOf(p)),
  goals: () => [requestsAreAnswered],
  expect: (p) => [
    within('shop.refused', 'balances-are-refused', refusedShare(p)).says(
      'requests refused: those for balances (strong) that arrive on the smaller side during the cut',
      'one-strong-for-money',
    ),
    within('shop.inconsistent', 'feeds-are-inconsistent', {
      atLeast: 1,
      atMost: keys - p.balances,
    }).says('feeds (eventual) with a history that no single machine could have produced'),
  ],
  tells: ({ params: p, metrics }) =>
    `Consistency or availability is a choice per operation: with strong balances and eventual feeds, only requests for balances on the smaller side are refused, ${metrics['shop.refused'].value} of ` +
    `${metrics['shop.refused'].value + metrics['shop.answered'].value}. ` +
    `Every history of a balance is linearizable; ${metrics['shop.inconsistent'].value} of ${keys - p.balances} feeds were ` +
    'inconsistent for a while, and agreed after the cut.',
});

// Left out: data of a single user, for which read-your-writes within a session is enough.
