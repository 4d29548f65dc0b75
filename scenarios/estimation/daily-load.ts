import * as z from 'zod';
import { arrivalsByMinute, poissonSampler } from '../../sims/estimation/capacity/day.ts';
import {
  averagePerSecond,
  busiestSecond,
  provisioned,
} from '../../sims/estimation/capacity/load.ts';
import { Study } from '../../sims/estimation/study.ts';
import { within } from '../../src/check/expected.ts';
import { gauge } from '../../src/check/metric.ts';
import { real, whole } from '../../src/lab/param.ts';
import { scenario } from '../../src/lab/scenario.ts';
import { inDigits } from '../../src/words/numbers.ts';
import { inUnits, significant } from '../../src/words/units.ts';
import { aboutEstimation, around, heldTo, largestCount, near } from './kit.ts';

const params = z.object({
  users: whole(10_000, 10_000_000_000, 1_000_000, 'daily active users'),
  actions: whole(1, 1_000, 10, 'requests per user and day'),
  peakFactor: real(2, 12, 3, 'peak load, as a multiple of the average'),
  utilisation: real(0.1, 0.9, 0.7, 'maximum utilisation of the servers at the peak'),
});

/** The cheatsheet's four rows. */
const rows = [1e6, 1e7, 1e8, 1e9];

export default scenario({
  ...aboutEstimation,
  id: 'estimation/daily-load',
  asks: 'A million users do ten things a day each. How many requests a second is that on average, and at the peak?',
  claims: ['top-qps-formula', 'est-qps-table', 'est-peak-3x'],
  code: [
    'sims/estimation/capacity/load.ts#averagePerSecond',
    'sims/estimation/capacity/load.ts#provisioned',
    'sims/estimation/capacity/load.ts#busiestSecond',
  ],
  params,
  invariants: heldTo('capacity-covers-the-load'),
  metrics: {
    average: gauge('1/s', 'on average over a whole day, simulated'),
    busiest: gauge('1/s', 'in the busiest minute, simulated'),
    formula: gauge('1/s', 'by the formula: users x actions / 86,400 s'),
    byChance: gauge('1/s', 'in the busiest second of a day with a constant rate'),
    capacity: gauge('1/s', 'provisioned'),
    largestRow: gauge('1/s', 'for a billion users with 10 actions each'),
  },
  build({ world, params: { users, actions, peakFactor, utilisation }, rules, metrics }) {
    const study = new Study(world);
    let [average, capacity] = [0, 0];
    return study
      .next(() => {
        for (const each of rows) {
          const row = study.estimates(
            `${inUnits(each, '')} users, 10 actions`,
            averagePerSecond(each, 10),
            '/s',
          );
          metrics.largestRow.set(row);
        }
      })
      .next(() => {
        average = study.estimates('average', averagePerSecond(users, actions), '/s');
        metrics.formula.set(average);
      })
      .next(() => {
        const draw = poissonSampler(study.stream('constant rate'));
        study.estimates('busiest second by chance alone', busiestSecond(average), '/s');
        let most = 0;
        for (let second = 0; second < 86_400; second++) most = Math.max(most, draw(average));
        metrics.byChance.set(study.observes('busiest second of a constant rate', most, '/s'));
      })
      .next(() => {
        const load = study.estimates(
          'load to plan for',
          provisioned(average, peakFactor, rules),
          '/s',
        );
        capacity = study.estimates('capacity', load / utilisation, '/s');
        metrics.capacity.set(capacity);
      })
      .next(() => {
        const minutes = arrivalsByMinute(users * actions, peakFactor, study.stream('arrivals'));
        const total = minutes.reduce((sum, count) => sum + count, 0);
        metrics.average.set(study.observes('average of the day', total / 86_400, '/s'));
        const busiest = study.observes('busiest minute', Math.max(...minutes) / 60, '/s');
        metrics.busiest.set(busiest);
        study.holds(
          'capacity-covers-the-load',
          busiest <= capacity,
          `${inDigits(busiest)} requests a second come in the busiest minute, and there is capacity for ${inDigits(capacity)}`,
        );
      });
  },
  expect: ({ users, actions, peakFactor, utilisation }) => {
    const mean = (users * actions) / 86_400;
    const peak = mean * peakFactor;
    return [
      within('formula', 'formula', near(mean)).says(
        'average by the formula, requests a second',
        'top-qps-formula',
      ),
      within('average', 'average', around(mean, Math.sqrt(mean / 86_400))).says(
        'average of a simulated day, requests a second',
        'top-qps-formula',
      ),
      within('largestRow', 'largest-row', near(1e10 / 86_400)).says(
        'requests a second of a billion users with 10 actions each',
        'est-qps-table',
      ),
      within(
        'busiest',
        'busiest-minute',
        around(peak * (1 - peakFactor / 2_880), Math.sqrt(peak / 60), 5),
      ).says(
        `busiest minute of a day with a peak factor of ${inDigits(peakFactor)}, requests a second`,
        'est-peak-3x',
      ),
      within('byChance', 'busiest-by-chance', largestCount(86_400, mean)).says(
        'busiest second of a day with a constant rate: the effect of chance alone, requests a second',
        'est-peak-3x',
      ),
      within('capacity', 'capacity', near(peak / utilisation)).says(
        'provisioned capacity, requests a second',
      ),
    ];
  },
  tells: ({ params: { users, actions, peakFactor, utilisation }, metrics: m }) =>
    `${significant(m.formula.value ?? 0)} requests a second on average: ${inDigits(users)} users x ${actions} / 86,400 s; ` +
    `a simulated day has ${significant(m.busiest.value ?? 0)} a second in its busiest minute, ${inDigits(peakFactor)} times as ` +
    `many. Servers that may be ${inDigits(100 * utilisation)}% busy at the peak need a capacity of ` +
    `${significant(m.capacity.value ?? 0)} a second. The peak comes from the habits of users, who are awake at the same hours, and not from chance: ` +
    `with a constant rate even the busiest second of the day has only ${significant(m.byChance.value ?? 0)}.`,
});

// Left out: weekends, launches and news, and requests multiplied by failures
// (estimation/load-of-retries).
