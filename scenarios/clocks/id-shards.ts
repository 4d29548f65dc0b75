/**
 * One generator with less than one request a millisecond; its ids are spread over shards by modulo.
 */
import * as z from 'zod';
import { givesIds, idInvariants, idSubject } from '../../sims/clocks/ids/cluster.ts';
import { exactly, within } from '../../src/check/expected.ts';
import { gauge } from '../../src/check/metric.ts';
import { whole } from '../../src/lab/param.ts';
import { scenario } from '../../src/lab/scenario.ts';
import { binomialBounds } from '../../src/statistics/binomial-quantiles.ts';
import { counted, percent } from '../../src/words/numbers.ts';
import { aboutClocks, listOf } from './common.ts';

const params = z.object({
  shards: z
    .literal([2, 4, 8, 16, 32, 64])
    .default(16)
    .describe('number of shards; an id goes to id modulo this'),
  requests: whole(200, 20_000, 1_000, 'requests for one id each, 5 ms apart'),
});

const everyMs = 5;
const startsMs = 100;

export default scenario({
  ...aboutClocks,
  id: 'clocks/id-shards',
  asks: 'Rows are spread by id modulo the number of shards, and the service makes a few ids a second. Which shards get them?',
  claims: [],
  code: ['sims/clocks/ids/snowflake.ts#begin'],
  params,
  durationMs: ({ requests }) => startsMs + requests * everyMs + 100,
  metrics: {
    fullest: gauge('ids', 'on the fullest shard'),
    empty: gauge('shards', 'without any id'),
    ids: gauge('ids', 'given out'),
  },
  build({ world, rules, metrics, params: { shards, requests } }) {
    const subject = idSubject(world, rules, [
      { startsBelow: 64, shards, everyMs, startsMs, batches: listOf(requests, () => 1) },
    ]);
    world.at(startsMs + requests * everyMs + 99, () => {
      for (const { judge } of subject.fleets) {
        judge.ends();
        metrics.fullest.set(Math.max(...judge.byShard));
        metrics.empty.set(judge.byShard.filter((count) => count === 0).length);
        metrics.ids.set(judge.issued);
      }
    });
    return subject;
  },
  invariants: idInvariants,
  goals: ({ requests }) => [givesIds(requests)],
  expect: ({ shards, requests }) => [
    within('fullest', 'even', {
      atLeast: requests / shards,
      atMost: binomialBounds(requests, 1 / shards).atMost,
    }).says('ids on the fullest shard: at most what a uniform random spread gives'),
    exactly(0, 'empty', 'none-empty').says('shards without any id'),
    exactly(requests, 'ids', 'all').says('ids given out: one per request'),
  ],
  tells: ({ params: { shards }, metrics: { fullest, ids } }) =>
    'All shards do, because the sequence of each millisecond begins at a random number: ' +
    `the fullest of ${shards} shards has ${percent((fullest.value ?? 0) / (ids.value ?? 1))} of ` +
    `${counted(ids.value ?? 0, 'id')}, and an even share is ${percent(1 / shards)}. ` +
    'If the sequence began at 0 in each millisecond, as Twitter’s does, all ids of a slow service would end in twelve zeros ' +
    'and, if the number of shards is a power of two, go to shard 0.',
});

// Left out: sharding by hash, which spreads ids whatever they end in.
