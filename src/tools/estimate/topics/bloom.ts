/** The size of a Bloom filter, and how often it is wrong. */

import { measuredRate } from '../../../../sims/estimation/sketches/bloom.ts';
import {
  bitsPerKey,
  falsePositiveRate,
  hashesFor,
  sharesOfFilters,
} from '../../../../sims/estimation/sketches/false-positives.ts';
import { figure } from '../figure.ts';
import { ofMean } from '../intervals.ts';
import { keys, topic } from '../topic.ts';

/** A filter with the same bits a key, small enough to be filled many times. */
const simulated = { keys: 500, filters: 40, lookUps: 500 };

export const bloom = topic({
  id: 'bloom',
  asks: 'How large is a Bloom filter?',
  keys: {
    keys: keys.count('36.5G', 'keys that are added', { min: 1 }),
    wrong: keys.share('1%', 'false positives that are allowed', { min: 1e-9, max: 0.5 }),
  },
  figures: ({ keys: count, wrong }) => {
    const bits = bitsPerKey(wrong);
    const hashes = hashesFor(wrong);
    return [
      figure('bits a key', bits, 'count', '-ln wrong / (ln 2)²'),
      figure('hashes', hashes, 'count', '-log2 wrong, rounded'),
      figure('size', (count * bits) / 8, 'bytes', 'keys x bits a key / 8'),
      figure(
        'false positives',
        falsePositiveRate(bits, 1, hashes),
        'share',
        '(1 - e^(-hashes / bits a key)) ^ hashes',
      ),
      figure('counting filter', (count * bits) / 2, 'bytes', 'size x 4, of 4-bit counters'),
      figure(
        'with twice the keys',
        falsePositiveRate(bits, 2, hashes),
        'share',
        '(1 - e^(-2 hashes / bits a key)) ^ hashes',
      ),
    ];
  },
  assumes: [
    'Hashes are independent and uniform; the textbook formula is slightly low for small filters (Bose et al. 2008), and the check uses the exact one.',
    'A key cannot be taken out, unless the filter counts.',
  ],
  forgotten: ({ keys: count, wrong }) => ({
    says: `That it is sized for the keys at the end: twice as many make ${(100 * falsePositiveRate(bitsPerKey(wrong), 2, hashesFor(wrong))).toPrecision(2)}% wrong; and that ${(100 * wrong).toPrecision(2)}% of ${count.toLocaleString('en-US')} look-ups for missing keys still go to the disk.`,
  }),
  check: ({ wrong }, random) => {
    const rate = Math.max(wrong, 1e-3);
    const hashes = hashesFor(rate);
    const bits = Math.ceil(bitsPerKey(rate) * simulated.keys);
    const shape = { bits, keys: simulated.keys, hashes };
    const { mean, deviation } = sharesOfFilters(shape, simulated);
    return {
      says: `false positives of ${simulated.filters} real filters with ${simulated.keys} keys in ${bits} bits, ${simulated.lookUps} look-ups each${rate > wrong ? ', at 0.1% because fewer are too rare' : ''}; predicted by the exact formula`,
      shown: 'share',
      predicted: mean,
      measured: measuredRate(shape, simulated, random.stream('keys')),
      ...ofMean(mean, deviation),
    };
  },
  scenario: 'estimation/bloom-filter',
});
