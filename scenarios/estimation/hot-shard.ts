import * as z from 'zod';
import {
  hottestShardShare,
  shardCapacity,
  sharesOfShards,
  topKeyShare,
} from '../../sims/estimation/capacity/shards.ts';
import { Study } from '../../sims/estimation/study.ts';
import { within } from '../../src/check/expected.ts';
import { gauge } from '../../src/check/metric.ts';
import { pow } from '../../src/kernel/elementary.ts';
import { randomInteger } from '../../src/kernel/random.ts';
import { real, whole } from '../../src/lab/param.ts';
import { scenario } from '../../src/lab/scenario.ts';
import { inDigits, percent } from '../../src/words/numbers.ts';
import { significant } from '../../src/words/units.ts';
import { aboutEstimation, heldTo, keeping, near } from './kit.ts';

const params = z.object({
  shards: whole(2, 1_000, 100, 'shards, to which keys are hashed'),
  keys: whole(100, 200_000, 50_000, 'different keys'),
  exponent: real(0.5, 1.5, 1, 'exponent of Zipf’s law'),
  requests: real(100, 10_000_000, 100_000, 'requests a second'),
});

export default scenario({
  ...aboutEstimation,
  id: 'estimation/hot-shard',
  asks: 'A hundred shards get 100,000 requests a second. Is a capacity of 1,000 each enough?',
  claims: [],
  code: [
    'sims/estimation/capacity/shards.ts#shardCapacity',
    'sims/estimation/capacity/shards.ts#hottestShardShare',
    'sims/estimation/capacity/shards.ts#topKeyShare',
  ],
  params,
  invariants: heldTo('no-shard-over-capacity'),
  metrics: {
    mean: gauge('1/s', 'mean per shard'),
    topKey: gauge('share', 'of the requests that the most popular key gets'),
    capacity: gauge('1/s', 'capacity of a shard'),
    hottest: gauge('1/s', 'at the hottest shard, with hashed keys'),
    doubled: gauge('1/s', 'at the hottest of twice as many shards'),
  },
  build({ world, params: p, rules, metrics }) {
    const study = new Study(world);
    const { estimates, observes } = keeping(study, metrics);
    const seed = randomInteger(study.stream('hash'), 0, 1_000_000);
    const hottest = (shards: number) =>
      p.requests * Math.max(...sharesOfShards({ ...p, shards }, seed));
    study
      .next(() => estimates('mean', 'mean of a shard', p.requests / p.shards, '/s'))
      .next(() =>
        estimates('topKey', 'share of the most popular key', topKeyShare(p.keys, p.exponent)),
      );
    for (const n of [1_000, 10_000, 100_000]) {
      study.next(() =>
        study.estimates(`the same of ${inDigits(n)} keys`, topKeyShare(n, p.exponent)),
      );
    }
    return (
      study
        // The second and third key may fall on the same shard as the first: a third to spare.
        .next(() =>
          estimates(
            'capacity',
            'capacity of a shard',
            1.33 * shardCapacity(p.requests, p, rules),
            '/s',
          ),
        )
        .next(() => {
          observes('hottest', 'hottest shard', hottest(p.shards), '/s');
          const capacity = metrics.capacity.value ?? 0;
          const needed = p.requests * hottestShardShare(p.keys, p.exponent, p.shards);
          // Chance may put further popular keys on that shard: no size covers every hash.
          study.holds(
            'no-shard-over-capacity',
            needed <= capacity,
            `the shard of the most popular key gets ${significant(needed)} requests a second on average over all hashes, and has capacity for ${significant(capacity)}`,
          );
        })
        .next(() => observes('doubled', 'hottest of twice as many', hottest(2 * p.shards), '/s'))
        .next(() =>
          study.observes(
            'hottest over mean',
            (metrics.hottest.value ?? 0) / (metrics.mean.value ?? 1),
          ),
        )
        .next(() => study.observes('keys', p.keys))
        .next(() => study.observes('shards', p.shards))
    );
  },
  expect: ({ shards, keys, exponent, requests }) => {
    let all = 0;
    for (let key = keys; key >= 1; key--) all += pow(key, -exponent);
    const top = 1 / all;
    /**
     * At least the first key alone; at most the next one with it, and three times an even share of
     * the rest.
     */
    const hottestOf = (shards: number) => ({
      atLeast: requests * Math.max(top, 1 / shards),
      atMost: requests * (top + top / 2 ** exponent + (3 * (1 - top)) / shards),
    });
    return [
      within('topKey', 'top-key', near(top)).says('share of the most popular key: 1 / H(n)'),
      within('capacity', 'capacity', near(1.33 * requests * (top + (1 - top) / shards))).says(
        'capacity of a shard, requests a second: the top key plus an even share of the others, and a third',
      ),
      within('hottest', 'hottest', hottestOf(shards)).says('the hottest shard, requests a second'),
      within('doubled', 'doubled', hottestOf(2 * shards)).says(
        'the hottest of twice as many shards: the top key stays whole',
      ),
    ];
  },
  tells: ({ params: p, metrics: m }) =>
    `No: one hot key makes one hot shard, so cache that key or split it (salting). The hottest shard gets ${significant(m.hottest.value ?? 0)} requests a second, ${significant((m.hottest.value ?? 0) / (m.mean.value ?? 1))} times the mean, because the most popular of ${inDigits(p.keys)} keys alone gets ${percent(m.topKey.value)} of the requests. With twice as many shards it still gets ${significant(m.doubled.value ?? 0)}: adding shards does not split a key.`,
});

// Left out: copies of hot keys, suffixes that split them (see the traffic wing), and caches in
// front.
