import * as z from 'zod';
import {
  doubling,
  growingByHalf,
  growthCosts,
} from '../../sims/estimation/complexity/growing-array.ts';
import { Study } from '../../sims/estimation/study.ts';
import { exactly, quotient, within } from '../../src/check/expected.ts';
import { gauge } from '../../src/check/metric.ts';
import { log2 } from '../../src/kernel/elementary.ts';
import { randomInteger } from '../../src/kernel/random.ts';
import { whole } from '../../src/lab/param.ts';
import { scenario } from '../../src/lab/scenario.ts';
import { inDigits } from '../../src/words/numbers.ts';
import { significant } from '../../src/words/units.ts';
import { aboutEstimation, keeping, shareOf } from './kit.ts';

const params = z.object({
  appends: whole(1_000, 2_000_000, 1_000_000, 'number of appended items'),
  first: whole(1, 1_000, 10, 'initial capacity'),
});

export default scenario({
  ...aboutEstimation,
  id: 'estimation/growing-array',
  asks: 'A growing array copies itself now and then. Does that show in the P99 of appends?',
  claims: ['cx-amortised-growth-p99', 'cx-arraylist-doubles'],
  code: [
    'sims/estimation/complexity/growing-array.ts#growthCosts',
    'sims/estimation/complexity/growing-array.ts#doubling',
  ],
  params,
  invariants: [],
  metrics: {
    resizes: gauge('times', 'that a doubling array grows'),
    copies: gauge('', 'items copied per append, doubling'),
    halfResizes: gauge('times', 'that an array growing by half grows'),
    halfCopies: gauge('', 'items copied per append, growing by half'),
    share: gauge('share', 'of appends that copy'),
    inP99: gauge('', 'items copied by the append at the P99'),
    asked: gauge('share', 'of random appends that copy'),
  },
  build({ world, params: { appends, first }, metrics }) {
    const study = new Study(world);
    const { observes } = keeping(study, metrics);
    const doubled = growthCosts(appends, first, doubling);
    const byHalf = growthCosts(appends, first, growingByHalf);
    for (const resize of doubled.resizes.slice(0, 4)) {
      study.next(() => study.observes('copies when full', resize));
    }
    return study
      .next(() => observes('resizes', 'grows, doubling', doubled.resizes.length))
      .next(() => observes('copies', 'copies for each append, doubling', doubled.copied / appends))
      .next(() => observes('halfResizes', 'grows, by half', byHalf.resizes.length))
      .next(() =>
        observes('halfCopies', 'copies for each append, by half', byHalf.copied / appends),
      )
      .next(() => observes('share', 'appends that copy', doubled.resizes.length / appends))
      .next(() => {
        const p99 = doubled.resizes.length > 0.01 * appends ? (doubled.resizes[0] ?? 0) : 0;
        observes('inP99', 'items copied at the P99', p99);
      })
      .next(() =>
        study.observes(
          'share of appends that are quicker than every copy',
          1 - doubled.resizes.length / appends,
        ),
      )
      .next(() => {
        const stream = study.stream('appends');
        const copying = new Set(doubled.resizes);
        let found = 0;
        for (let draw = 0; draw < 10_000; draw++)
          if (copying.has(randomInteger(stream, 0, appends - 1))) found += 1;
        observes('asked', 'of 10,000 appends drawn at random copy', found / 10_000);
        study.observes('an append that was drawn last', randomInteger(stream, 0, appends - 1));
      });
  },
  expect: ({ appends, first }) => {
    const resizes = Math.max(0, Math.ceil(log2(appends / first) - 1e-12));
    return [
      exactly(resizes, 'resizes', 'resizes').says(
        'times that a doubling array grows: log2 (n / first), rounded up',
        'cx-amortised-growth-p99',
      ),
      within('copies', 'copies', { atLeast: 0, atMost: 2 }).says(
        'items copied per append, doubling: less than 2',
        'cx-amortised-growth-p99',
      ),
      within('halfCopies', 'half-copies', { atLeast: 0, atMost: 3 }).says(
        'items copied per append, growing by half: less than 3',
        'cx-arraylist-doubles',
      ),
      within(quotient('halfResizes', 'resizes'), 'half-resizes', { atLeast: 1.5, atMost: 2 }).says(
        'times that an array growing by half grows, relative to doubling: about log 2 / log 1.5 = 1.71',
        'cx-arraylist-doubles',
      ),
      exactly(0, 'inP99', 'in-p99').says(
        'items copied by the append at the P99',
        'cx-amortised-growth-p99',
      ),
      within('asked', 'asked', shareOf(10_000, resizes / appends)).says(
        'share of random appends that copy',
      ),
    ];
  },
  tells: ({ params: { appends }, metrics: m }) =>
    `No: of ${inDigits(appends)} appends ${m.resizes.value} copy the whole array, ${significant(100 * (m.share.value ?? 0))}% of them, and show only from P${significant(100 * (1 - (m.share.value ?? 0)), 7)} on. Copying costs ${significant(m.copies.value ?? 0)} items per append on average. Java’s ArrayList grows by half: ${m.halfResizes.value} times, with ${significant(m.halfCopies.value ?? 0)} items per append.`,
});

// Left out: the cost of memory allocation and garbage collection.
