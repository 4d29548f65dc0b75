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
  availability: real(0.5, 0.999999, 0.9999, 'availability that is promised'),
  requests: real(10, 1_000_000, 1_000, 'requests a second'),
  spentMin: real(0, 10_000, 30, 'minutes of downtime that are already spent'),
  spentShare: real(0.01, 1, 0.9, 'share of the yearly budget of 99.9% that one quarter has spent'),
});

const dayMin = 24 * 60;
const yearMin = 365.25 * dayMin;
const sampled = 50_000;
/** In billionths, so that 1 - 0.9999 is 0.0001. */
const downShare = (availability: number): number => Math.round((1 - availability) * 1e9) / 1e9;
/** All nines are shown. */
const levelOf = (down: number): string => `${Math.round((1 - down) * 1e9) / 1e7}%`;
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
  asks: 'How much downtime does an availability such as 99.99% allow in a month and in a year? 30 minutes are spent: how much of the budget is left?',
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
    year: gauge('min', 'of downtime a year at the availability that is promised'),
    month: gauge('min', 'of downtime in 30 days at the availability that is promised'),
    left: gauge('min', 'left of its yearly budget'),
    monthLeft: gauge('min', 'left of its budget of 30 days; negative if it is overspent'),
    burn: gauge('', 'burn rate of the quarter'),
    goneDay: gauge('days', 'until the budget of 99.9% is used up at that rate'),
    errors: gauge('share', 'of requests that fail if a budget is spent evenly, simulated'),
  },
  build({ world, params: { availability, requests, spentMin, spentShare }, metrics }) {
    const down = downShare(availability);
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
      [
        'left',
        `left of the budget of ${levelOf(down)}`,
        errorBudget(down, yearMin) - spentMin,
        'min',
      ],
      ['burn', 'burn rate of the quarter', burnRate(spentShare, 0.25)],
    ]);
    metrics.year.set(errorBudget(down, yearMin));
    metrics.month.set(errorBudget(down, 30 * dayMin));
    metrics.monthLeft.set(errorBudget(down, 30 * dayMin) - spentMin);
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
  expect: ({ availability, spentMin, spentShare }) => [
    within('month', 'month', near(43_200 * (1 - availability))).says(
      `minutes of downtime in 30 days at ${levelOf(downShare(availability))}: (1 - availability) x time`,
    ),
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
      'minutes of downtime a month, a twelfth of a year, at 99.99%',
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
    within('left', 'left', {
      atLeast: 525_960 * (1 - availability) - spentMin - 1e-6,
      atMost: 525_960 * (1 - availability) - spentMin + 1e-6,
    }).says(
      `minutes left of the year’s budget of ${levelOf(downShare(availability))}`,
      'nines-budget-30-of-52',
    ),
    within('monthLeft', 'month-left', {
      atLeast: 43_200 * (1 - availability) - spentMin - 1e-6,
      atMost: 43_200 * (1 - availability) - spentMin + 1e-6,
    }).says(
      `minutes left of 30 days’ budget of ${levelOf(downShare(availability))}, negative if it is overspent`,
    ),
    within('burn', 'burn', near(4 * spentShare)).says(
      'burn rate of a quarter that has spent that share of the year’s budget',
      'nines-90pct-budget-in-q1',
    ),
    within('goneDay', 'gone', near(91.3125 / spentShare)).says(
      'days until the budget is used up',
      'nines-90pct-budget-in-q1',
    ),
    within('year', 'year', near(525_960 * (1 - availability))).says(
      `minutes of downtime a year at ${levelOf(downShare(availability))}`,
    ),
    within('errors', 'errors', shareOf(sampled, 0.004 * spentShare)).says(
      'requests that fail at that burn rate, simulated',
    ),
  ],
  tells: ({ params: { availability, spentMin, spentShare }, metrics: m }) => {
    const [month, year] = [m.month.value ?? 0, m.year.value ?? 0];
    const ofWhole = (left: number, whole: number, of: string) =>
      left < 0
        ? `${of} budget is overspent by ${significant(-left)} minutes`
        : `${significant(left)} of ${of} ${significant(whole)} minutes are left (${significant((100 * spentMin) / whole)}% is spent)`;
    return (
      `${levelOf(downShare(availability))} allows ${significant(month)} minutes of downtime in 30 days and ${significant(year)} a year: (1 - availability) x time. ` +
      `After ${inDigits(spentMin)} minutes of downtime ${ofWhole(m.monthLeft.value ?? 0, month, 'the 30 days’')}, and ${ofWhole(m.left.value ?? 0, year, 'the year’s')}. ` +
      `${availability === 0.999 ? '' : `99.9% allows ${significant(m.threeMonth.value ?? 0)} minutes in 30 days, and ${significant(m.threeNines.value ?? 0)} hours in a year of 365.25 days. `}` +
      `A quarter that has spent ${inPercent(spentShare)} of a yearly budget burns it ${significant(m.burn.value ?? 0)} times as fast as the year allows, and the rest is used up on day ${Math.round(m.goneDay.value ?? 0)}.`
    );
  },
});

// Left out: budgets counted in requests, sliding windows, and alerts (a separate wing).
