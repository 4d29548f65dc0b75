import * as z from 'zod';
import { inParallel, kOfN, redundant } from '../../sims/estimation/availability/nines.ts';
import {
  deviationOfUpShare,
  outagesPerTime,
  simulatedAvailability,
} from '../../sims/estimation/availability/outages.ts';
import { Study } from '../../sims/estimation/study.ts';
import { within } from '../../src/check/expected.ts';
import { gauge } from '../../src/check/metric.ts';
import { hypot, pow } from '../../src/kernel/elementary.ts';
import { real, whole } from '../../src/lab/param.ts';
import { scenario } from '../../src/lab/scenario.ts';
import { inPercent } from '../../src/words/numbers.ts';
import { significant } from '../../src/words/units.ts';
import { aboutEstimation, around, heldTo, keeping, near } from './kit.ts';

const params = z.object({
  availability: real(0.5, 0.999, 0.99, 'availability of one copy'),
  copies: whole(2, 10, 2, 'copies, one of which is enough'),
  common: real(0, 0.5, 0.05, 'share of failures that hit all copies at once'),
});

/** Repairs take one hour on average. */
const downMean = 1;
const outages = 2_000;

export default scenario({
  ...aboutEstimation,
  id: 'estimation/redundancy',
  asks: 'Two copies are each up 99% of the time. Is the system up 99.99% of the time?',
  claims: ['nines-redundancy-improves'],
  code: [
    'sims/estimation/availability/nines.ts#redundant',
    'sims/estimation/availability/nines.ts#kOfN',
  ],
  params,
  invariants: heldTo('availability-as-promised'),
  metrics: {
    single: gauge('share', 'of uptime for one copy'),
    independent: gauge('share', 'of uptime if copies fail independently'),
    promised: gauge('share', 'of uptime promised'),
    twoOfThree: gauge('share', 'of uptime for two of three copies'),
    measured: gauge('share', 'of uptime, simulated with common causes'),
    independently: gauge('share', 'of uptime, simulated without common causes'),
  },
  build({ world, params: { availability: a, copies, common }, rules, metrics }) {
    const study = new Study(world);
    const { estimates, observes } = keeping(study, metrics);
    const repairs = { upMean: (downMean * a) / (1 - a), downMean };
    const horizon = outages / outagesPerTime(repairs, 1, 1);
    return study
      .next(() => estimates('single', 'one copy', a))
      .next(() => estimates('independent', 'all copies, if independent', inParallel(copies, a)))
      .next(() =>
        study.estimates(
          'down a year, if independent',
          (1 - inParallel(copies, a)) * 31_557_600_000,
          'ms',
        ),
      )
      .next(() => estimates('twoOfThree', 'two of three copies', kOfN(2, 3, a)))
      .next(() => study.estimates('failures in common', common))
      .next(() =>
        estimates(
          'promised',
          'promised',
          redundant({ needed: 1, copies, availability: a, commonShare: common }, rules),
        ),
      )
      .next(() =>
        study.estimates('down a year', (1 - (metrics.promised.value ?? 0)) * 31_557_600_000, 'ms'),
      )
      .next(() => {
        const parts = Array.from({ length: copies }, () => repairs);
        observes(
          'independently',
          'up time without causes in common',
          simulatedAvailability(parts, 1, horizon, study.stream('independent')),
        );
      })
      .next(() => {
        // Beta factor: for this share of the failures the copies act as one component.
        const parts = Array.from({ length: copies }, () => repairs);
        const apart = simulatedAvailability(parts, 1, horizon, study.stream('apart'));
        const together = simulatedAvailability([repairs], 1, horizon, study.stream('together'));
        const up = observes('measured', 'up time', (1 - common) * apart + common * together);
        const promised = metrics.promised.value ?? 0;
        study.holds(
          'availability-as-promised',
          // Half as much downtime again still counts as promised.
          1 - up <= 1.5 * (1 - promised),
          `the system is down ${significant(100 * (1 - up))}% of the time, and ${significant(100 * (1 - promised))}% was promised`,
        );
      })
      .next(() => study.observes('simulated', horizon, 'h'))
      .next(() => study.observes('failures of a copy, about', outages));
  },
  expect: ({ availability: a, copies, common }) => {
    const independent = 1 - pow(1 - a, copies);
    const repairs = { upMean: (downMean * a) / (1 - a), downMean };
    const horizon = outages / outagesPerTime(repairs, 1, 1);
    const ofAll = deviationOfUpShare(repairs, { copies, needed: 1 }, horizon);
    const ofOne = deviationOfUpShare(repairs, { copies: 1, needed: 1 }, horizon);
    const together = (1 - common) * independent + common * a;
    // Outages of all copies are few: each lasts about an hour, so the tail is longer than a normal
    // one.
    return [
      within('independent', 'independent', near(independent)).says(
        `uptime of ${copies} independent copies`,
        'nines-redundancy-improves',
      ),
      within('promised', 'promised', near(together)).says(
        `uptime with ${inPercent(common)} of the failures in common`,
        'nines-redundancy-improves',
      ),
      within('twoOfThree', 'two-of-three', near(3 * a * a * (1 - a) + pow(a, 3))).says(
        'uptime of two of three copies',
      ),
      within('independently', 'simulated-independent', around(independent, ofAll, 7)).says(
        'uptime simulated with independent copies',
      ),
      within(
        'measured',
        'simulated',
        around(together, hypot((1 - common) * ofAll, common * ofOne), 6),
      ).says('uptime simulated with common causes'),
    ];
  },
  tells: ({ params: { availability, copies, common }, metrics: m }) =>
    `Only if the copies share nothing: ${copies} independent ones of ${inPercent(availability)} reach ${nines(m.independent.value ?? 0)}. If ${inPercent(common)} of the failures hit all copies at once, such as a bad release, it is ${nines(m.promised.value ?? 0)}, and ${nines(m.measured.value ?? 0)} in the simulation. Redundancy improves availability until only the common causes are left.`,
});

/** Six digits, so that what comes near to 1 is not 100%: `99.9999%`. */
const nines = (share: number): string => `${Number((100 * share).toPrecision(6))}%`;

// Left out: failovers that take time or fail, and repairs that wait for a person.
