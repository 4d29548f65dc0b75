import * as z from 'zod';
import { availabilityOf } from '../../sims/estimation/availability/nines.ts';
import {
  deviationOfUpShare,
  simulatedAvailability,
} from '../../sims/estimation/availability/outages.ts';
import { Study } from '../../sims/estimation/study.ts';
import { within } from '../../src/check/expected.ts';
import { gauge } from '../../src/check/metric.ts';
import { real } from '../../src/lab/param.ts';
import { scenario } from '../../src/lab/scenario.ts';
import { inDigits } from '../../src/words/numbers.ts';
import { inTime, significant } from '../../src/words/units.ts';
import { aboutEstimation, around, keeping, near, writes } from './kit.ts';

const params = z.object({
  mtbfDays: real(1, 10_000, 30, 'mean time between failures'),
  automaticMs: real(100, 600_000, 25_000, 'mean time to recover automatically'),
  personMin: real(1, 600, 30, 'mean time to recover with a person in the loop'),
});

const dayMs = 86_400_000;
const failures = 2_000;

export default scenario({
  ...aboutEstimation,
  id: 'estimation/recovery-time',
  asks: 'A person needs half an hour to repair a failure. Can the system reach five nines?',
  claims: ['nines-five-nines-needs-automation'],
  code: ['sims/estimation/availability/nines.ts#availabilityOf'],
  params,
  invariants: [],
  metrics: {
    person: gauge('share', 'of uptime with a person'),
    automatic: gauge('share', 'of uptime with automatic recovery'),
    allowedMs: gauge('ms', 'of repair time per failure that five nines allow'),
    failuresAYear: gauge('1/year', 'that five nines allow with a person'),
    simulated: gauge('share', 'of uptime with a person, simulated'),
  },
  build({ world, params: { mtbfDays, automaticMs, personMin }, metrics }) {
    const study = new Study(world);
    const { observes } = keeping(study, metrics);
    const upMean = mtbfDays * dayMs;
    const repairs = { upMean, downMean: personMin * 60_000 };
    return writes(study, metrics, [
      ['person', 'with a person', availabilityOf(upMean, repairs.downMean)],
      ['automatic', 'with automatic recovery', availabilityOf(upMean, automaticMs)],
      ['allowedMs', 'five nines leave for a repair', upMean / 99_999, 'ms'],
      [
        'failuresAYear',
        'failures that they allow a person in a year',
        (1e-5 * 525_960) / personMin,
      ],
    ])
      .next(() => study.estimates('four nines leave for a repair', upMean / 9_999, 'ms'))
      .next(() => study.estimates('three nines leave for a repair', upMean / 999, 'ms'))
      .next(() => study.estimates('failures a year', 365.25 / mtbfDays))
      .next(() =>
        study.estimates(
          'down a year with a person',
          365.25 * dayMs * (1 - (metrics.person.value ?? 0)),
          'ms',
        ),
      )
      .next(() =>
        study.estimates(
          'down a year with automatic recovery',
          365.25 * dayMs * (1 - (metrics.automatic.value ?? 0)),
          'ms',
        ),
      )
      .next(() => {
        const horizon = failures * (upMean + repairs.downMean);
        observes(
          'simulated',
          'with a person',
          simulatedAvailability([repairs], 1, horizon, study.stream('failures')),
        );
      })
      .next(() => study.observes('failures, about', failures));
  },
  expect: ({ mtbfDays, automaticMs, personMin }) => {
    const upMean = mtbfDays * dayMs;
    const repairs = { upMean, downMean: personMin * 60_000 };
    const availability = upMean / (upMean + repairs.downMean);
    const horizon = failures * (upMean + repairs.downMean);
    return [
      within('person', 'person', near(availability)).says(
        'availability with a person',
        'nines-five-nines-needs-automation',
      ),
      within('automatic', 'automatic', near(upMean / (upMean + automaticMs))).says(
        'availability with automatic recovery',
        'nines-five-nines-needs-automation',
      ),
      within('failuresAYear', 'failures-a-year', near((1e-5 * 525_960) / personMin)).says(
        'failures a year that five nines allow with a person',
        'nines-five-nines-needs-automation',
      ),
      within(
        'simulated',
        'simulated',
        around(availability, deviationOfUpShare(repairs, { copies: 1, needed: 1 }, horizon)),
      ).says('availability with a person, simulated: MTBF / (MTBF + MTTR)'),
    ];
  },
  tells: ({ params: { mtbfDays, personMin }, metrics: m }) =>
    `Not with a failure every ${inDigits(mtbfDays)} days (MTBF) and ${inDigits(personMin)} minutes to repair it (MTTR): availability is MTBF / (MTBF + MTTR), which gives ${significant(100 * (m.person.value ?? 0), 5)}%, and five nines allow ${inTime(m.allowedMs.value ?? 0)} per repair. With ${inDigits(personMin)} minutes each they allow ${significant(m.failuresAYear.value ?? 0)} failures a year, one in ${significant(1 / (m.failuresAYear.value ?? 1))} years. Automatic recovery reaches ${significant(100 * (m.automatic.value ?? 0), 6)}%.`,
});

// Left out: missed detection, and repairs that take longer at night.
