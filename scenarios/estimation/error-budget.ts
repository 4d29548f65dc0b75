import { z } from 'zod';
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

const yearMin = 365.25 * 24 * 60;
const sampled = 50_000;
const levels = [0.99, 0.999, 0.9995, 0.9999, 0.99999, 0.999999] as const;

export default scenario({
  ...aboutEstimation,
  id: 'estimation/error-budget',
  asks: 'Four nines allow 52 minutes a year, and 30 are spent. How much of the budget is left, and how long does it last?',
  claims: [
    'nines-table',
    'top-four-nines-52min',
    'nines-budget-30-of-52',
    'nines-90pct-budget-in-q1',
  ],
  params,
  invariants: [],
  metrics: {
    twoNines: gauge('ms', 'of downtime a year at 99%'),
    fourNines: gauge('ms', 'of downtime a year at 99.99%'),
    fourMonth: gauge('ms', 'of downtime a month at 99.99%'),
    fourWeek: gauge('ms', 'of downtime a week at 99.99%'),
    sixNines: gauge('ms', 'of downtime a year at 99.9999%'),
    left: gauge('min', 'left of the budget of 99.99%'),
    burn: gauge('', 'burn rate of the quarter'),
    goneDay: gauge('days', 'until the budget of 99.9% is used up at that rate'),
    errors: gauge('share', 'of requests that fail if a budget is spent evenly, simulated'),
  },
  build({ world, params: { requests, spentMin, spentShare }, metrics }) {
    const study = new Study(world);
    const { estimates, observes } = keeping(study, metrics);
    for (const level of levels) {
      study.next(() =>
        study.estimates(`${inPercent(level)}: down a year`, (1 - level) * yearMin * 60_000, 'ms'),
      );
    }
    const yearMs = yearMin * 60_000;
    writes(study, metrics, [
      ['twoNines', '99%: a year', 0.01 * yearMs, 'ms'],
      ['fourNines', '99.99%: a year', 1e-4 * yearMs, 'ms'],
      ['fourMonth', '99.99%: a month', (1e-4 * yearMs) / 12, 'ms'],
      ['fourWeek', '99.99%: a week', 1e-4 * 7 * 86_400_000, 'ms'],
      ['sixNines', '99.9999%: a year', 1e-6 * yearMs, 'ms'],
      ['left', 'left of the budget of 99.99%', 1e-4 * yearMin - spentMin, 'min'],
      ['burn', 'burn rate of the quarter', spentShare / 0.25],
    ]);
    return study
      .next(() => estimates('goneDay', 'the budget is gone after', 365.25 / 4 / spentShare, 'days'))
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
    within('twoNines', 'two-nines', near(3.6525 * 86_400_000)).says(
      'ms of downtime a year at 99%',
      'nines-table',
    ),
    within('fourNines', 'four-nines', near(52.596 * 60_000)).says(
      'ms of downtime a year at 99.99%',
      'top-four-nines-52min',
    ),
    within('fourMonth', 'four-nines-a-month', near(4.383 * 60_000)).says(
      'ms of downtime a month at 99.99%',
      'nines-table',
    ),
    within('fourWeek', 'four-nines-a-week', near(60_480)).says(
      'ms of downtime a week at 99.99%',
      'nines-table',
    ),
    within('sixNines', 'six-nines', near(31_557.6)).says(
      'ms of downtime a year at 99.9999%',
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
    `${significant(m.left.value ?? 0)} of ${significant((m.fourNines.value ?? 0) / 60_000)} minutes are left after ${inDigits(spentMin)}. A quarter that has spent ${inPercent(spentShare)} of a yearly budget of 99.9% burns it ${significant(m.burn.value ?? 0)} times as fast as the year allows, and the rest is used up on day ${Math.round(m.goneDay.value ?? 0)}.`,
});

// Left out: budgets counted in requests, sliding windows, and alerts (a separate wing).
