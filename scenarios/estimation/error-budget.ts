import * as z from 'zod';
import { burnRate, errorBudget, exhaustedAfter } from '../../sims/estimation/availability/nines.ts';
import { Study } from '../../sims/estimation/study.ts';
import { within } from '../../src/check/expected.ts';
import { gauge } from '../../src/check/metric.ts';
import { chance } from '../../src/kernel/random.ts';
import { real } from '../../src/lab/param.ts';
import { scenario } from '../../src/lab/scenario.ts';
import { inDigits, inPercent } from '../../src/words/numbers.ts';
import { significant } from '../../src/words/units.ts';
import { aboutEstimation, keeping, near, shareOf, writes } from './kit.ts';

const params = z.object({
  requests: real(10, 1_000_000, 1_000, 'requests a second'),
  spentMin: real(0, 50, 30, 'minutes already spent of the yearly budget of 99.99%'),
  spentShare: real(0.01, 1, 0.9, 'share of the yearly budget of 99.9% that one quarter has spent'),
});

const dayMin = 24 * 60;
const yearMin = 365.25 * dayMin;
const sampled = 50_000;
/** Written out, because 99.9999% would be rounded to 100%. */
const levels = [
  ['99%', 1e-2],
  ['99.9%', 1e-3],
  ['99.95%', 5e-4],
  ['99.99%', 1e-4],
  ['99.999%', 1e-5],
  ['99.9999%', 1e-6],
] as const;

export default scenario({
  ...aboutEstimation,
  id: 'estimation/error-budget',
  asks: '99.99% availability allows 52 minutes of downtime a year, and 30 are spent. How much of the budget is left, and how long does it last?',
  claims: [
    'nines-table',
    'top-four-nines-52min',
    'nines-budget-30-of-52',
    'nines-90pct-budget-in-q1',
  ],
  code: [
    'sims/estimation/availability/nines.ts#errorBudget',
    'sims/estimation/availability/nines.ts#burnRate',
    'sims/estimation/availability/nines.ts#exhaustedAfter',
  ],
  params,
  invariants: [],
  metrics: {
    twoNines: gauge('h', 'of downtime a year at 99%'),
    threeNines: gauge('h', 'of downtime a year at 99.9%'),
    threeMonth: gauge('min', 'of downtime in 30 days at 99.9%'),
    fourNines: gauge('min', 'of downtime a year at 99.99%'),
    fourMonth: gauge('min', 'of downtime a month at 99.99%'),
    fourWeek: gauge('min', 'of downtime a week at 99.99%'),
    sixNines: gauge('s', 'of downtime a year at 99.9999%'),
    left: gauge('min', 'left of the budget of 99.99%'),
    burn: gauge('', 'burn rate of the quarter'),
    goneDay: gauge('days', 'until the budget of 99.9% is used up at that rate'),
    errors: gauge('share', 'of requests that fail if a budget is spent evenly, simulated'),
  },
  build({ world, params: { requests, spentMin, spentShare }, metrics }) {
    const study = new Study(world);
    const { estimates, observes } = keeping(study, metrics);
    for (const [level, down] of levels) {
      study.next(() =>
        study.estimates(`${level}: down a year`, errorBudget(down, yearMin) * 60_000, 'ms'),
      );
    }
    writes(study, metrics, [
      ['twoNines', '99%: a year', errorBudget(0.01, yearMin) / 60, 'h'],
      ['threeNines', '99.9%: a year', errorBudget(0.001, yearMin) / 60, 'h'],
      ['threeMonth', '99.9%: 30 days', errorBudget(0.001, 30 * dayMin), 'min'],
      ['fourNines', '99.99%: a year', errorBudget(1e-4, yearMin), 'min'],
      ['fourMonth', '99.99%: a month', errorBudget(1e-4, yearMin) / 12, 'min'],
      ['fourWeek', '99.99%: a week', errorBudget(1e-4, 7 * dayMin), 'min'],
      ['sixNines', '99.9999%: a year', errorBudget(1e-6, yearMin) * 60, 's'],
      ['left', 'left of the budget of 99.99%', errorBudget(1e-4, yearMin) - spentMin, 'min'],
      ['burn', 'burn rate of the quarter', burnRate(spentShare, 0.25)],
    ]);
    return study
      .next(() =>
        estimates(
          'goneDay',
          'the budget is gone after',
          exhaustedAfter(365.25 / 4, spentShare),
          'days',
        ),
      )
      .next(() =>
        study.estimates('requests that 99.9% may fail in 30 days', 1e-3 * requests * 30 * 86_400),
      )
      .next(() => {
        const stream = study.stream('requests');
        let failed = 0;
        for (let request = 0; request < sampled; request++)
          if (chance(stream, 0.001 * (metrics.burn.value ?? 0))) failed += 1;
        observes('errors', 'requests that fail at that burn rate', failed / sampled);
      });
  },
  expect: ({ spentMin, spentShare }) => [
    within('twoNines', 'two-nines', near(87.66)).says(
      'hours of downtime a year at 99%',
      'nines-table',
    ),
    within('threeNines', 'three-nines', near(8.766)).says(
      'hours of downtime a year at 99.9%',
      'nines-table',
    ),
    within('threeMonth', 'three-nines-a-month', near(43.2)).says(
      'minutes of downtime in 30 days at 99.9%',
      'nines-table',
    ),
    within('fourNines', 'four-nines', near(52.596)).says(
      'minutes of downtime a year at 99.99%',
      'top-four-nines-52min',
    ),
    within('fourMonth', 'four-nines-a-month', near(4.383)).says(
      'minutes of downtime a month at 99.99%',
      'nines-table',
    ),
    within('fourWeek', 'four-nines-a-week', near(1.008)).says(
      'minutes of downtime a week at 99.99%',
      'nines-table',
    ),
    within('sixNines', 'six-nines', near(31.5576)).says(
      'seconds of downtime a year at 99.9999%',
      'nines-table',
    ),
    within('left', 'left', near(52.596 - spentMin)).says(
      'minutes left of the budget of 99.99%',
      'nines-budget-30-of-52',
    ),
    within('burn', 'burn', near(4 * spentShare)).says(
      'burn rate of the quarter',
      'nines-90pct-budget-in-q1',
    ),
    within('goneDay', 'gone', near(91.3125 / spentShare)).says(
      'days until the budget is used up',
      'nines-90pct-budget-in-q1',
    ),
    within('errors', 'errors', shareOf(sampled, 0.004 * spentShare)).says(
      'requests that fail at that burn rate, simulated',
    ),
  ],
  tells: ({ params: { spentMin, spentShare }, metrics: m }) =>
    `${significant(m.left.value ?? 0)} of ${significant(m.fourNines.value ?? 0)} minutes are left after ${inDigits(spentMin)} are spent. ` +
    `99.99% allows ${significant(m.fourMonth.value ?? 0)} minutes a month, and 99.9% allows ${significant(m.threeMonth.value ?? 0)} minutes in 30 days, or ${significant(m.threeNines.value ?? 0)} hours a year. ` +
    `A quarter that has spent ${inPercent(spentShare)} of a yearly budget of 99.9% burns it ${significant(m.burn.value ?? 0)} times as fast as the year allows, and the rest is used up on day ${Math.round(m.goneDay.value ?? 0)}.`,
});

// Left out: budgets counted in requests, sliding windows, and alerts (a separate wing).
