import * as z from 'zod';
import { BloomFilter, measuredRate } from '../../sims/estimation/sketches/bloom.ts';
import {
  bitsPerKey,
  chanceAllSet,
  falsePositiveRate,
  hashesFor,
  sharesOfFilters,
} from '../../sims/estimation/sketches/false-positives.ts';
import { Study } from '../../sims/estimation/study.ts';
import { exactly, quotient, within } from '../../src/check/expected.ts';
import { gauge } from '../../src/check/metric.ts';
import { log, pow } from '../../src/kernel/elementary.ts';
import { real, whole } from '../../src/lab/param.ts';
import { scenario } from '../../src/lab/scenario.ts';
import { inDigits, percent } from '../../src/words/numbers.ts';
import { inUnits, significant } from '../../src/words/units.ts';
import { aboutEstimation, around, keeping, near, writes } from './kit.ts';

const params = z.object({
  keys: real(1, 1e13, 36_500_000_000, 'keys of the planned filter'),
  bitsAKey: real(4, 16, 8, 'bits per key of the simulated filters'),
  hashes: whole(1, 10, 5, 'hashes of the simulated filters'),
});

const shape = { filters: 30, lookUps: 400 };
const keysOfEach = 256;

export default scenario({
  ...aboutEstimation,
  id: 'estimation/bloom-filter',
  asks: 'Does a Bloom filter for a year of URLs, 36.5 billion, fit in a few GB?',
  claims: ['q10-bloom-36-5b-few-gb'],
  code: [
    'sims/estimation/sketches/false-positives.ts#bitsPerKey',
    'sims/estimation/sketches/false-positives.ts#falsePositiveRate',
    'sims/estimation/sketches/bloom.ts#mayHave',
  ],
  params,
  invariants: [],
  metrics: {
    onePercent: gauge('B', 'at 1% false positives'),
    tenPercent: gauge('B', 'at 10% false positives'),
    permille: gauge('B', 'at 0.1% false positives'),
    small: gauge('share', 'of false positives in 4 GB'),
    textbook: gauge(
      'share',
      'of false positives in the simulated filters, by the textbook formula',
    ),
    exact: gauge('share', 'of false positives in the simulated filters, by the exact formula'),
    measured: gauge('share', 'of false positives in the simulated filters, measured'),
    missed: gauge('keys', 'that were added but are not found'),
  },
  build({ world, params: { keys, bitsAKey, hashes }, metrics }) {
    const study = new Study(world);
    const { observes } = keeping(study, metrics);
    const bits = Math.round(bitsAKey * keysOfEach);
    const filters = { bits, keys: keysOfEach, hashes };
    const smallBits = (4e9 * 8) / keys;
    return writes(study, metrics, [
      ['onePercent', '1% false positives', (keys * bitsPerKey(0.01)) / 8, 'B'],
      ['tenPercent', '10%', (keys * bitsPerKey(0.1)) / 8, 'B'],
      ['permille', '0.1%', (keys * bitsPerKey(0.001)) / 8, 'B'],
      [
        'small',
        'false positives of 4 GB',
        falsePositiveRate(smallBits, 1, Math.max(1, Math.round(smallBits * Math.LN2))),
      ],
      ['textbook', 'filters that run, textbook', falsePositiveRate(bits, keysOfEach, hashes)],
      ['exact', 'filters that run, exact', chanceAllSet(bits, hashes * keysOfEach, hashes)],
    ])
      .next(() => study.estimates('bits a key for 1%', bitsPerKey(0.01)))
      .next(() => study.estimates('hashes for 1%', hashesFor(0.01)))
      .next(() =>
        observes('measured', 'false positives', measuredRate(filters, shape, study.stream('keys'))),
      )
      .next(() => {
        const filter = new BloomFilter(bits, hashes);
        for (let key = 0; key < keysOfEach; key++) filter.add(key);
        let missed = 0;
        for (let key = 0; key < keysOfEach; key++) if (!filter.mayHave(key)) missed += 1;
        observes('missed', 'keys that were added and are not found', missed);
      })
      .next(() => study.observes('look-ups', shape.filters * shape.lookUps));
  },
  expect: ({ keys, bitsAKey, hashes }) => {
    const filters = { bits: Math.round(bitsAKey * keysOfEach), keys: keysOfEach, hashes };
    const { mean, deviation } = sharesOfFilters(filters, shape);
    const size = (rate: number) => (-keys * log(rate)) / pow(Math.LN2, 2) / 8;
    return [
      within('onePercent', 'one-percent', near(size(0.01))).says(
        'bytes at 1% false positives',
        'q10-bloom-36-5b-few-gb',
      ),
      within('tenPercent', 'ten-percent', near(size(0.1))).says(
        'bytes at 10% false positives',
        'q10-bloom-36-5b-few-gb',
      ),
      within('permille', 'permille', near(size(0.001))).says(
        'bytes at 0.1% false positives',
        'q10-bloom-36-5b-few-gb',
      ),
      within('measured', 'measured', around(mean, deviation)).says(
        'false positives of the simulated filters, by the exact formula',
      ),
      within(quotient('exact', 'textbook'), 'exact-above', { atLeast: 1, atMost: 1.1 }).says(
        'the exact rate divided by the textbook’s',
      ),
      exactly(0, 'missed', 'missed').says('keys that were added but are not found'),
    ];
  },
  tells: ({ params: { keys }, metrics: m }) =>
    `${(m.onePercent.value ?? 0) > 4e9 ? 'No' : 'Yes'}: a Bloom filter sets a few bits for each key, about ${significant((8 * (m.onePercent.value ?? 0)) / keys)} bits a key at 1% false positives, or ${inUnits((1e9 * (m.onePercent.value ?? 0)) / keys, 'B')} a billion keys, so ${keys >= 1e9 ? `${significant(keys / 1e9)} billion` : inDigits(keys)} keys take ${inUnits(m.onePercent.value ?? 0, 'B')}, and ` +
    `${inUnits(m.tenPercent.value ?? 0, 'B')} at 10%. In 4 GB ${percent(m.small.value, 0)} of the look-ups would be false ` +
    `positives. The simulated filters are wrong in ${percent(m.measured.value, 2)} of the look-ups; the exact formula ` +
    `predicts ${percent(m.exact.value, 2)}, the textbook ${percent(m.textbook.value, 2)}. ` +
    'No key that was added is missed: its "no" is certain, its "yes" is not.',
});

// Left out: filters that grow, blocked filters, and the cost of a look-up.
