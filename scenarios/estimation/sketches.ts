import * as z from 'zod';
import { CountMinSketch, errorShareOf } from '../../sims/estimation/sketches/count-min.ts';
import { CuckooFilter } from '../../sims/estimation/sketches/cuckoo.ts';
import { cuckooRate } from '../../sims/estimation/sketches/false-positives.ts';
import { HyperLogLog, relativeErrorOf } from '../../sims/estimation/sketches/hyperloglog.ts';
import { Reservoir } from '../../sims/estimation/sketches/reservoir.ts';
import { Study } from '../../sims/estimation/study.ts';
import { exactly, within } from '../../src/check/expected.ts';
import { gauge } from '../../src/check/metric.ts';
import { exp, pow } from '../../src/kernel/elementary.ts';
import { whole } from '../../src/lab/param.ts';
import { scenario } from '../../src/lab/scenario.ts';
import { inDigits, percent } from '../../src/words/numbers.ts';
import { significant } from '../../src/words/units.ts';
import { aboutEstimation, around, keeping, shareOf } from './kit.ts';

const params = z.object({
  keys: whole(5_000, 100_000, 20_000, 'different keys'),
  registers: whole(64, 4_096, 1_024, 'registers of HyperLogLog'),
  width: whole(100, 10_000, 1_000, 'width of Count-Min'),
  depth: whole(1, 8, 4, 'rows of Count-Min'),
});

const fingerprintBits = 8;
const lookUps = 20_000;
const load = 0.9;
const reservoirSize = 100;

export default scenario({
  ...aboutEstimation,
  id: 'estimation/sketches',
  asks: 'How wrong are HyperLogLog, Count-Min, a cuckoo filter and a reservoir sample?',
  claims: [],
  code: [
    'sims/estimation/sketches/hyperloglog.ts#relativeErrorOf',
    'sims/estimation/sketches/count-min.ts#countOf',
    'sims/estimation/sketches/cuckoo.ts#remove',
  ],
  params,
  invariants: [],
  metrics: {
    count: gauge('', 'HyperLogLog’s count relative to the true one'),
    merged: gauge('', 'count of two merged halves relative to that of one sketch'),
    tooHigh: gauge('share', 'of Count-Min’s counts that are more than ε N too high'),
    tooLow: gauge('counts', 'of Count-Min that are too low'),
    wrong: gauge('share', 'of false positives of the cuckoo filter'),
    lost: gauge('keys', 'of the cuckoo filter that are not found'),
    removed: gauge('keys', 'still found after they were removed'),
    late: gauge('share', 'of the reservoir from the second half'),
  },
  build({ world, params: { keys, registers, width, depth }, metrics }) {
    const study = new Study(world);
    const { observes } = keeping(study, metrics);
    const first = Math.floor(study.stream('keys')() * 2 ** 50);
    return study
      .next(() => study.estimates('standard error of HyperLogLog', relativeErrorOf(registers)))
      .next(() => study.estimates('ε of Count-Min', errorShareOf(width)))
      .next(() =>
        study.estimates('false positives of the cuckoo filter', cuckooRate(fingerprintBits, load)),
      )
      .next(() => {
        const [all, even, odd] = [
          new HyperLogLog(registers),
          new HyperLogLog(registers),
          new HyperLogLog(registers),
        ];
        for (let key = 0; key < keys; key++) {
          all.add(first + key);
          (key % 2 === 0 ? even : odd).add(first + key);
        }
        even.merge(odd);
        observes('count', 'HyperLogLog over the truth', all.count / keys);
        observes('merged', 'merged halves over one', even.count / all.count);
      })
      .next(() => {
        const sketch = new CountMinSketch(width, depth);
        // Key k comes 1 to 4 times.
        for (let key = 0; key < keys; key++) sketch.add(first + key, 1 + (key % 4));
        const bound = errorShareOf(width) * 2.5 * keys;
        let [tooHigh, tooLow] = [0, 0];
        for (let key = 0; key < keys; key++) {
          const error = sketch.countOf(first + key) - 1 - (key % 4);
          if (error > bound) tooHigh += 1;
          if (error < 0) tooLow += 1;
        }
        observes('tooHigh', 'counts too high by more than ε N', tooHigh / keys);
        observes('tooLow', 'counts too low', tooLow);
      })
      .next(() => {
        const filter = new CuckooFilter(1_024, fingerprintBits, study.stream('kicks'));
        const added = Math.floor(load * filter.capacity);
        for (let key = 0; key < added; key++) filter.add(first + key);
        let [lost, wrong, removed] = [0, 0, 0];
        for (let key = 0; key < added; key++) if (!filter.mayHave(first + key)) lost += 1;
        for (let key = 0; key < lookUps; key++) if (filter.mayHave(first + added + key)) wrong += 1;
        for (let key = 0; key < added; key++) filter.remove(first + key);
        for (let key = 0; key < added; key++) if (filter.mayHave(first + key)) removed += 1;
        observes('lost', 'keys of the cuckoo filter that are not found', lost);
        observes('wrong', 'false positives', wrong / lookUps);
        observes('removed', 'keys that are found after they were taken out', removed);
      })
      .next(() => {
        const stream = study.stream('reservoir');
        let late = 0;
        for (let trial = 0; trial < 20; trial++) {
          const reservoir = new Reservoir<number>(reservoirSize, stream);
          for (let item = 0; item < 1_000; item++) reservoir.add(item);
          late += reservoir.sample.filter((item) => item >= 500).length;
        }
        observes('late', 'sample from the second half', late / (20 * reservoirSize));
      });
  },
  expect: ({ registers, depth }) => {
    const added = Math.floor(load * 4_096);
    const rate = 1 - pow(1 - 1 / (2 ** fingerprintBits - 1), 8 * load);
    return [
      within('count', 'count', around(1, 1.04 / Math.sqrt(registers))).says(
        'HyperLogLog’s count relative to the true one',
      ),
      exactly(1, 'merged', 'merged').says(
        'count of two merged halves relative to that of one sketch',
      ),
      within('tooHigh', 'too-high', { atMost: exp(-depth) }).says(
        'share of counts more than ε N too high: at most δ = e^-d',
      ),
      exactly(0, 'tooLow', 'too-low').says('counts that are too low'),
      // Fingerprints cluster in an actual filter: half as much again as for independent look-ups.
      within(
        'wrong',
        'wrong',
        around(rate, Math.sqrt(rate / lookUps + pow(rate / Math.sqrt(added), 2)), 5),
      ).says('false positives of the cuckoo filter'),
      exactly(0, 'lost', 'lost').says('keys that are not found'),
      exactly(0, 'removed', 'removed').says('keys still found after they were removed'),
      within('late', 'late', shareOf(20 * reservoirSize, 0.5)).says(
        'share of the reservoir’s sample from the second half of the stream',
      ),
    ];
  },
  tells: ({ params: { registers, width, keys }, metrics: m }) =>
    'All four are as wrong as their papers say, in a few kB instead of a list of all items. ' +
    `HyperLogLog counts different items: with ${inDigits(registers)} registers it is ` +
    `${percent((m.count.value ?? 1) - 1, 2)} off, with a standard error of ${percent(relativeErrorOf(registers), 2)}, and ` +
    `two merged halves give the same count. Count-Min counts how often each item came: with a width of ${inDigits(width)} it is never too low, and more than ` +
    `${significant(errorShareOf(width) * 2.5 * keys)} too high for ${percent(m.tooHigh.value, 2)} of the keys. ` +
    `The cuckoo filter is wrong in ${percent(m.wrong.value, 2)} of the look-ups, and allows keys to be removed. ` +
    `${percent(m.late.value, 0)} of the reservoir come from the second half of its stream.`,
});

// Left out: sparse HyperLogLog, conservative update, and weighted samples.
