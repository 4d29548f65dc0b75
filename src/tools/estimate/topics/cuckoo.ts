/** The size of a cuckoo filter, beside a Bloom filter. */

import { CuckooFilter } from '../../../../sims/estimation/sketches/cuckoo.ts';
import {
  bitsPerKey,
  cuckooBitsPerKey,
  cuckooRate,
  semiSortedBitsPerKey,
} from '../../../../sims/estimation/sketches/false-positives.ts';
import { log2 } from '../../../kernel/elementary.ts';
import { figure } from '../figure.ts';
import { ofShare } from '../intervals.ts';
import { keys, topic } from '../topic.ts';

const buckets = 1_024;
const lookUps = 20_000;
const load = 0.9;
const simulatedBits = 10;

export const cuckoo = topic({
  id: 'cuckoo',
  asks: 'How large is a cuckoo filter, from which keys can be taken out?',
  keys: {
    keys: keys.count('1G', 'keys that are added', { min: 1 }),
    wrong: keys.share('1%', 'false positives that are allowed', { min: 1e-9, max: 0.5 }),
  },
  figures: ({ keys: count, wrong }) => [
    figure('bits a key', cuckooBitsPerKey(wrong), 'count', '(log2 1/wrong + 3) / 0.955'),
    figure('size', (count * cuckooBitsPerKey(wrong)) / 8, 'bytes', 'keys x bits a key / 8'),
    figure('semi-sorted', semiSortedBitsPerKey(wrong), 'count', '(log2 1/wrong + 2) / 0.955'),
    figure('Bloom', bitsPerKey(wrong), 'count', '-ln wrong / (ln 2)²'),
    figure('fingerprint', Math.ceil(log2(8 / wrong)), 'bits', 'log2 (8 / wrong), rounded up'),
  ],
  assumes: ['Buckets of four, 95.5% full. Above that keys no longer find a place.'],
  forgotten: () => ({
    says: 'That it is smaller than a Bloom filter only below about 0.3% false positives; and that only keys that were added may be taken out, because another key may have the same fingerprint.',
  }),
  check: (_values, random) => {
    const filter = new CuckooFilter(buckets, simulatedBits, random.stream('kicks'));
    const added = Math.floor(load * filter.capacity);
    for (let key = 0; key < added; key++) filter.add(key);
    let positives = 0;
    const stream = random.stream('look-ups');
    for (let each = 0; each < lookUps; each++) {
      if (filter.mayHave(added + Math.floor(stream() * 2 ** 40))) positives += 1;
    }
    const predicted = cuckooRate(simulatedBits, load);
    return {
      says: `false positives of a real filter with fingerprints of ${simulatedBits} bits, ${100 * load}% full, ${lookUps} look-ups`,
      shown: 'share',
      predicted,
      measured: positives / lookUps,
      ...ofShare(lookUps, predicted),
    };
  },
  scenario: 'estimation/sketches',
});
