/** What a cache leaves for the database. */
import { chance } from '../../../kernel/random.ts';
import { figure } from '../figure.ts';
import { ofShare } from '../intervals.ts';
import { keys, topic } from '../topic.ts';

const reads = 20_000;

export const cache = topic({
  id: 'cache',
  asks: 'What does a cache leave for the database, and for the mean latency?',
  keys: {
    rate: keys.rate('100000/s', 'reads'),
    hits: keys.share('95%', 'hit ratio', { max: 1 }),
    worse: keys.share('5%', 'by which the hit ratio may fall', { max: 1 }),
    hit: keys.time('1ms', 'time of a hit'),
    miss: keys.time('20ms', 'time of a miss'),
    database: keys.share('99.9%', 'availability of the database'),
  },
  refuses: ({ hits, worse }) =>
    worse > hits ? 'worse is more than hits: the ratio cannot fall so far.' : undefined,
  figures: ({ rate, hits, worse, hit, miss, database }) => [
    figure('to the database', rate * (1 - hits), 'rate', 'rate x (1 - hits)'),
    figure('fewer by', 1 / (1 - hits), 'factor', '1 / (1 - hits)'),
    figure('if the ratio falls', rate * (1 - hits + worse), 'rate', 'rate x (1 - hits + worse)'),
    figure('more by', (1 - hits + worse) / (1 - hits), 'factor', '(1 - hits + worse) / (1 - hits)'),
    figure('if the cache is empty', rate, 'rate', 'rate'),
    figure(
      'mean latency',
      hits * hit + (1 - hits) * miss,
      'time',
      'hits x hit + (1 - hits) x miss',
    ),
    figure('answered', hits + (1 - hits) * database, 'share', 'hits + (1 - hits) x database'),
  ],
  assumes: ['A hit needs no database; a miss goes there once.'],
  forgotten: ({ hits, worse }) => ({
    rule: 'misses-hit-the-database',
    says: `That the database sees misses: from ${(100 * hits).toPrecision(3)}% to ${(100 * (hits - worse)).toPrecision(3)}% hits its load grows ${((1 - hits + worse) / (1 - hits)).toPrecision(3)} times. P50 is that of a hit, P99 that of a miss.`,
  }),
  check: ({ hits }, random) => {
    const stream = random.stream('reads');
    let misses = 0;
    for (let read = 0; read < reads; read++) if (!chance(stream, hits)) misses += 1;
    return {
      says: `share of ${reads} simulated reads that reach the database`,
      shown: 'share',
      predicted: 1 - hits,
      measured: misses / reads,
      ...ofShare(reads, 1 - hits),
    };
  },
  scenario: 'estimation/cache-misses',
});
