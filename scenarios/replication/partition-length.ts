import * as z from 'zod';
import { requestsAreAnswered } from '../../sims/replication/partition/cluster.ts';
import { partitionMetrics } from '../../sims/replication/partition/laws.ts';
import { within } from '../../src/check/expected.ts';
import { whole } from '../../src/lab/param.ts';
import { scenario } from '../../src/lab/scenario.ts';
import { inDigits } from '../../src/words/numbers.ts';
import { sideBySide } from './common.ts';
import {
  aboutPartition,
  conflictBound,
  cutFromMs,
  gossipMs,
  partitionedStores,
  planOf,
  refusedBound,
  restMs,
  store,
} from './partition.ts';

const params = z.object({
  everyMs: whole(5, 100, 80, 'mean time between two requests of a client'),
  keys: whole(10, 200, 20, 'keys that clients read and write'),
  minority: whole(1, 2, 2, 'replicas of five that are cut off'),
});
type Params = z.output<typeof params>;

const lengthsMs = [100, 400, 1_600] as const;
const namesOf = (choice: 'errors' | 'conflicts') =>
  lengthsMs.map((ms) => `${choice}-${ms}` as const);
const names = [...namesOf('errors'), ...namesOf('conflicts')];

const storesOf = ({ everyMs, keys, minority }: Params) =>
  Object.fromEntries(
    lengthsMs.flatMap((ms) =>
      (['errors', 'conflicts'] as const).map((choice) => {
        const name = `${choice}-${ms}` as const;
        const isStrong = () => choice === 'errors';
        return [name, store(name, ms, { keys, everyMs, minority, isStrong })];
      }),
    ),
  );

export default scenario({
  ...aboutPartition,
  id: 'replication/partition-length',
  asks: 'A partition lasts longer. How do a consistent store’s errors grow, and an available store’s conflicts?',
  claims: [],
  code: [
    'sims/replication/partition/node.ts#checkMajority',
    'sims/replication/partition/node.ts#keep',
  ],
  params,
  durationMs: () => cutFromMs + 1_600 + restMs + 5 * gossipMs,
  plan: (p) => planOf(storesOf(p)),
  metrics: sideBySide(names, partitionMetrics, ['refused', 'conflicts']),
  build: ({ params: p, ...parts }) => partitionedStores(parts, storesOf(p)),
  goals: () => [requestsAreAnswered],
  expect: (p) =>
    Object.values(storesOf(p)).map((options) => {
      const { name } = options;
      const ms = options.cutUntilMs - options.cutFromMs;
      return options.isStrong(1)
        ? within(`${name}.refused`, `${name}-refused`, refusedBound(options)).says(
            `requests refused by the consistent store in a cut of ${ms} ms: the smaller side’s request rate x the length of the cut`,
          )
        : within(`${name}.conflicts`, `${name}-lost`, conflictBound(options)).says(
            `keys of the available store, of ${p.keys}, that both sides wrote in a cut of ${ms} ms: (1 - e^-a)(1 - e^-b), for a and b writes per key on the two sides`,
          );
    }),
  tells({ metrics, params: p }) {
    const refused = lengthsMs.map((ms) => metrics[`errors-${ms}.refused`].value).join(', ');
    const lost = lengthsMs.map((ms) => metrics[`conflicts-${ms}.conflicts`].value).join(', ');
    return (
      `Errors grow in proportion to its length: ${refused} refused requests in cuts of ${lengthsMs.map(inDigits).join(', ')} ms. ` +
      'Conflicts grow faster at first, but are limited by the number of keys: ' +
      `${lost} of ${p.keys} keys were written on both sides, and one of the two writes is lost.`
    );
  },
});

// Left out: clients that move to the larger side when they are refused.
