/** The hottest shard. */

import { hottestShardShare, topKeyShare } from '../../../../sims/estimation/capacity/shards.ts';
import { sampler, zipf } from '../../../kernel/distribution.ts';
import { figure } from '../figure.ts';
import { ofShare } from '../intervals.ts';
import { keys, topic } from '../topic.ts';

const requests = 20_000;
/** A table of all keys is drawn from: more take longer, and show no more. */
const simulatedUpTo = 20_000;

export const shards = topic({
  id: 'shards',
  asks: 'How much does the hottest shard get?',
  keys: {
    rate: keys.rate('100000/s', 'requests'),
    shards: keys.whole('100', 'shards, to which keys are hashed', { max: 1e6 }),
    keys: keys.whole('1M', 'different keys', { max: 5e6 }),
    exponent: keys.count('1', 'of Zipf’s law; 0 is uniform', { max: 3 }),
  },
  figures: ({ rate, shards: count, keys: all, exponent }) => {
    const top = topKeyShare(all, exponent);
    const hottest = hottestShardShare(all, exponent, count);
    return [
      figure('mean of a shard', rate / count, 'rate', 'rate / shards'),
      figure('most popular key', top, 'share', '1 / (1 + 1/2^exponent + … + 1/keys^exponent)'),
      figure('its requests', rate * top, 'rate', 'rate x share'),
      figure('its shard', rate * hottest, 'rate', 'rate x (share + (1 - share) / shards)'),
      figure('over the mean', hottest * count, 'factor', 'its shard / mean'),
    ];
  },
  assumes: ['Keys are hashed uniformly. More shards do not split a key.'],
  forgotten: ({ keys: all, exponent, shards: count }) => ({
    rule: 'hottest-shard-not-mean',
    says: `The popular key: its shard takes ${(hottestShardShare(all, exponent, count) * count).toPrecision(3)} times the mean, and with twice the shards ${(hottestShardShare(all, exponent, 2 * count) * 2 * count).toPrecision(3)} times.`,
  }),
  check: ({ keys: all, exponent }, random) => {
    const few = Math.min(all, simulatedUpTo);
    const draw = sampler(zipf(few, exponent), random.stream('keys'));
    let top = 0;
    for (let request = 0; request < requests; request++) if (draw() === 1) top += 1;
    const predicted = topKeyShare(few, exponent);
    return {
      says: `share of ${requests} drawn requests that are for the most popular key${few < all ? ` of ${few}` : ''}`,
      shown: 'share',
      predicted,
      measured: top / requests,
      ...ofShare(requests, predicted),
    };
  },
  scenario: 'estimation/hot-shard',
});
