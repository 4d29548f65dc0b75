import * as z from 'zod';
import {
  comparisonsOfMergeSort,
  comparisonsOfPairs,
  logFactorial,
  lookUpsOfPairSum,
  stepsOfBinarySearch,
} from '../../sims/estimation/complexity/operations.ts';
import { Study } from '../../sims/estimation/study.ts';
import { exactly, quotient, within } from '../../src/check/expected.ts';
import { gauge } from '../../src/check/metric.ts';
import { log2 } from '../../src/kernel/elementary.ts';
import { shuffled } from '../../src/kernel/random.ts';
import { whole } from '../../src/lab/param.ts';
import { scenario } from '../../src/lab/scenario.ts';
import { inDigits } from '../../src/words/numbers.ts';
import { significant } from '../../src/words/units.ts';
import { aboutEstimation, keeping, near, writes } from './kit.ts';

const params = z.object({
  items: whole(256, 4_096, 1_024, 'number of items; doubled for comparison'),
});

export default scenario({
  ...aboutEstimation,
  id: 'estimation/complexity',
  asks: 'How does the number of operations grow when the data doubles, and when it grows a hundredfold?',
  claims: [
    'cx-classes',
    'cx-pair-sum-hash',
    'cx-nlogn-lower-bound',
    'cx-quadratic-1m-minutes-100m-days',
  ],
  code: [
    'sims/estimation/complexity/operations.ts#stepsOfBinarySearch',
    'sims/estimation/complexity/operations.ts#comparisonsOfPairs',
    'sims/estimation/complexity/operations.ts#lookUpsOfPairSum',
  ],
  params,
  invariants: [],
  metrics: {
    binary: gauge('steps', 'that a binary search takes more at most, with twice the items'),
    sorting: gauge('', 'comparisons of a merge sort, relative to half the items'),
    pairs: gauge('', 'comparisons of all pairs, relative to half the items'),
    hashing: gauge('', 'look-ups of a pair sum with a hash map, relative to half the items'),
    pairsOf: gauge('comparisons', 'of all pairs'),
    lookUps: gauge('look-ups', 'of a pair sum with a hash map'),
    sorted: gauge('comparisons', 'of a merge sort'),
    bound: gauge('comparisons', 'that any sort needs at least: log2 n!'),
    minutes: gauge('min', 'for a million records, quadratic, at 10^9 operations a second'),
    days: gauge('days', 'for a hundred million records'),
  },
  build({ world, params: { items }, metrics }) {
    const study = new Study(world);
    const { observes } = keeping(study, metrics);
    const numbers = Array.from({ length: 2 * items }, (_, place) => place);
    const shuffledOnes = shuffled(study.stream('items'), numbers);
    const few = shuffledOnes.filter((each) => each < items);
    const [sortFew, sortMany] = [comparisonsOfMergeSort(few), comparisonsOfMergeSort(shuffledOnes)];
    const bound = logFactorial(items);
    return writes(study, metrics, [
      ['minutes', 'a million records, quadratic', 1e12 / 1e9 / 60, 'min'],
      ['days', 'a hundred million', 1e16 / 1e9 / 86_400, 'days'],
      ['bound', 'comparisons that sorting needs', bound],
    ])
      .next(() =>
        observes(
          'binary',
          'steps more of a binary search',
          stepsOfBinarySearch(2 * items) - stepsOfBinarySearch(items),
        ),
      )
      .next(() => observes('sorted', 'comparisons of a merge sort', sortFew))
      .next(() => observes('sorting', 'sorting twice the items', sortMany / sortFew))
      .next(() => observes('pairsOf', 'comparisons of all pairs', comparisonsOfPairs(items)))
      .next(() =>
        observes(
          'pairs',
          'pairs of twice the items',
          comparisonsOfPairs(2 * items) / comparisonsOfPairs(items),
        ),
      )
      .next(() => observes('lookUps', 'look-ups with a hash map', lookUpsOfPairSum(few, -1)))
      .next(() =>
        observes(
          'hashing',
          'look-ups of twice the items',
          lookUpsOfPairSum(shuffledOnes, -1) / lookUpsOfPairSum(few, -1),
        ),
      )
      .next(() => study.observes('items', items));
  },
  expect: ({ items }) => {
    const growth = (2 * log2(2 * items)) / log2(items);
    return [
      exactly(1, 'binary', 'binary').says(
        'extra steps of a binary search in twice the items',
        'cx-classes',
      ),
      within('sorting', 'sorting', { atLeast: 0.98 * growth, atMost: 1.04 * growth }).says(
        'comparisons of a merge sort of twice the items, relative: 2 log 2n / log n',
        'cx-classes',
      ),
      within('pairs', 'pairs', near((2 * (2 * items - 1)) / (items - 1))).says(
        'comparisons of all pairs of twice the items, relative',
        'cx-classes',
      ),
      exactly(2, 'hashing', 'hashing').says('look-ups for twice the items, relative', 'cx-classes'),
      exactly((items * (items - 1)) / 2, 'pairsOf', 'all-pairs').says(
        'comparisons of all pairs: n (n - 1) / 2',
        'cx-pair-sum-hash',
      ),
      exactly(items, 'lookUps', 'look-ups').says('look-ups with a hash map: n', 'cx-pair-sum-hash'),
      within(quotient('sorted', 'bound'), 'lower-bound', { atLeast: 1, atMost: 1.05 }).says(
        'comparisons of a merge sort, relative to log2 n!',
        'cx-nlogn-lower-bound',
      ),
      within('minutes', 'minutes', near(16.666666666666668)).says(
        'minutes for a million records at 10^9 operations a second',
        'cx-quadratic-1m-minutes-100m-days',
      ),
      within('days', 'days', near(115.74074074074075)).says(
        'days for a hundred million',
        'cx-quadratic-1m-minutes-100m-days',
      ),
    ];
  },
  tells: ({ params: { items }, metrics: m }) =>
    `Twice the data takes one more step of a binary search, ${significant(m.sorting.value ?? 0)} times the comparisons of a ` +
    `sort, twice the look-ups with a hash map, and ${significant(m.pairs.value ?? 0)} times the comparisons of all pairs. ` +
    `${inDigits(items)} items have ${inDigits(m.pairsOf.value ?? 0)} pairs, and a pair sum needs ` +
    `${inDigits(m.lookUps.value ?? 0)} look-ups with a hash map. A hundred times the data is 10,000 times the work of a ` +
    `quadratic batch: ${significant(m.minutes.value ?? 0)} minutes become ${significant(m.days.value ?? 0)} days.`,
});

// Left out: caches and branch prediction, with which a scan of few items beats a search.
