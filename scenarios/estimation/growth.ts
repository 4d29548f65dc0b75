import * as z from 'zod';
import { afterGrowth } from '../../sims/estimation/capacity/load.ts';
import { Study } from '../../sims/estimation/study.ts';
import { within } from '../../src/check/expected.ts';
import { gauge } from '../../src/check/metric.ts';
import { lognormal, sampler } from '../../src/kernel/distribution.ts';
import { pow } from '../../src/kernel/elementary.ts';
import { real, whole } from '../../src/lab/param.ts';
import { scenario } from '../../src/lab/scenario.ts';
import { counted } from '../../src/words/numbers.ts';
import { significant } from '../../src/words/units.ts';
import { aboutEstimation, around, heldTo, keeping, near } from './kit.ts';

const params = z.object({
  now: real(1, 1_000_000, 1_000, 'requests a second today'),
  monthly: real(0.01, 1, 0.1, 'monthly growth rate'),
  months: whole(2, 36, 12, 'months until the capacity is reviewed'),
});

export default scenario({
  ...aboutEstimation,
  id: 'estimation/growth',
  asks: 'The load grows by 10% a month. How much is that in a year?',
  claims: [],
  code: ['sims/estimation/capacity/load.ts#afterGrowth'],
  params,
  invariants: heldTo('capacity-covers-the-load'),
  metrics: {
    capacity: gauge('1/s', 'provisioned for the end'),
    added: gauge('1/s', 'at the end if growth did not compound'),
    load: gauge('1/s', 'at the end, simulated'),
  },
  build({ world, params: { now, monthly, months }, rules, metrics }) {
    const study = new Study(world);
    const { estimates, observes } = keeping(study, metrics);
    study.next(() => {
      estimates('added', 'if growth only added up', now * (1 + monthly * months), '/s');
      // A tenth of headroom, for months above the mean.
      estimates('capacity', 'capacity', 1.1 * afterGrowth(now, monthly, months, rules), '/s');
    });
    let load = now;
    for (let month = 1; month <= months; month++) {
      study.next(() => {
        // Months deviate by a tenth of the growth on average.
        const draw = sampler(lognormal(monthly, 0.1), study.stream(`month ${month}`));
        load = observes('load', `after ${counted(month, 'month')}`, load * (1 + draw()), '/s');
        const provisioned = metrics.capacity.value ?? 0;
        study.holds(
          'capacity-covers-the-load',
          load <= provisioned,
          `${significant(load)} requests a second come after ${counted(month, 'month')}, and there is capacity for ${significant(provisioned)}`,
        );
      });
    }
    return study;
  },
  expect: ({ now, monthly, months }) => {
    const factor = pow(1 + monthly, months);
    return [
      within('capacity', 'capacity', near(1.1 * now * factor)).says(
        `provisioned requests a second: ${significant(factor)} times today’s, and a tenth`,
      ),
      within('added', 'added', near(now * (1 + monthly * months))).says(
        'requests a second if growth did not compound',
      ),
      within(
        'load',
        'load',
        // The mean of a lognormal is exp(σ²/2) times its median; each month deviates by 10% of the growth.
        around(now * factor, now * factor * 0.102 * monthly * Math.sqrt(months)),
      ).says('load at the end, requests a second'),
    ];
  },
  tells: ({ params: { now, monthly, months }, metrics: m }) =>
    `The load is ${significant(pow(1 + monthly, months))} times as much, because each month grows on top of the one before: ${significant(now)} requests a second become ${significant(m.load.value ?? 0)} in ${counted(months, 'month')}, not ${significant(m.added.value ?? 0)}.`,
});

// Left out: growth that slows down, and seasons.
