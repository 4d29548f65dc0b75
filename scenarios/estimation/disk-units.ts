import * as z from 'zod';
import { diskBytes } from '../../sims/estimation/capacity/storage.ts';
import { Study } from '../../sims/estimation/study.ts';
import { secondsPerYear } from '../../sims/estimation/units.ts';
import { quotient, within } from '../../src/check/expected.ts';
import { gauge } from '../../src/check/metric.ts';
import { exponential, sampler } from '../../src/kernel/distribution.ts';
import { pow } from '../../src/kernel/elementary.ts';
import { real, whole } from '../../src/lab/param.ts';
import { scenario } from '../../src/lab/scenario.ts';
import { percent } from '../../src/words/numbers.ts';
import { inUnits } from '../../src/words/units.ts';
import { aboutEstimation, around, heldTo, inUnit, keeping, near } from './kit.ts';

const params = z.object({
  disks: whole(1, 100_000, 100, 'disks'),
  terabytes: real(0.1, 100, 10, 'TB per disk, as printed on it'),
  itemBytes: whole(100, 100_000, 1_000, 'mean bytes per item'),
});

/** 2^10 to 2^50, and the powers of ten that they are taken for. */
const powers = [10, 20, 30, 40, 50] as const;

export default scenario({
  ...aboutEstimation,
  id: 'estimation/disk-units',
  asks: 'How far apart are a TB and a TiB, and a day and 100,000 seconds?',
  claims: ['est-powers-of-two', 'est-seconds-constants'],
  code: ['sims/estimation/capacity/storage.ts#diskBytes', 'sims/estimation/units.ts#tib'],
  params,
  invariants: heldTo('data-fits-the-disks'),
  metrics: {
    kilo: gauge('', '2^10 divided by a thousand'),
    peta: gauge('', '2^50 divided by a quadrillion'),
    day: gauge('', '10^5 s divided by a day'),
    month: gauge('', '2.5 million s divided by a twelfth of a year'),
    year: gauge('', '30 million s divided by a year'),
    planned: gauge('B', 'planned to be stored'),
    there: gauge('B', 'available on the disks'),
    stored: gauge('B', 'for items of random size'),
  },
  build({ world, params: { disks, terabytes, itemBytes }, rules, metrics }) {
    const study = new Study(world);
    const { estimates, observes } = keeping(study, metrics);
    const ratio = (bits: number) => 2 ** bits / pow(1_000, bits / 10);
    for (const bits of powers) {
      study.next(() => {
        const value = study.estimates(`2^${bits} over its power of ten`, ratio(bits));
        if (bits === 10) metrics.kilo.set(value);
        if (bits === 50) metrics.peta.set(value);
      });
    }
    return (
      study
        .next(() => estimates('day', '100,000 s over a day', 1e5 / 86_400))
        .next(() => estimates('month', '2.5 million s over a month', 2.5e6 / (secondsPerYear / 12)))
        .next(() => estimates('year', '30 million s over a year', 3e7 / secondsPerYear))
        // 95% full.
        .next(() =>
          estimates(
            'planned',
            'planned to be stored',
            0.95 * disks * diskBytes(terabytes, rules),
            'B',
          ),
        )
        .next(() => {
          const draw = sampler(exponential(itemBytes), study.stream('items'));
          const items = 20_000;
          let sum = 0;
          for (let item = 0; item < items; item++) sum += draw();
          const stored = observes(
            'stored',
            'stored',
            ((metrics.planned.value ?? 0) / itemBytes) * (sum / items),
            'B',
          );
          const there = observes('there', 'on the disks', disks * terabytes * 1e12, 'B');
          study.holds(
            'data-fits-the-disks',
            stored <= there,
            `${inUnits(stored, 'B')} have to be stored, and the disks have ${inUnits(there, 'B')}`,
          );
        })
    );
  },
  expect: ({ disks, terabytes }) => [
    within('kilo', 'kilo', near(1.024)).says('2^10 divided by a thousand', 'est-powers-of-two'),
    within('peta', 'peta', near(1.125899906842624)).says(
      '2^50 divided by a quadrillion',
      'est-powers-of-two',
    ),
    within('day', 'day', near(1e5 / 86_400)).says(
      '100,000 s divided by a day',
      'est-seconds-constants',
    ),
    within('month', 'month', near(2.5e6 / 2_628_000)).says(
      '2.5 million s divided by a month',
      'est-seconds-constants',
    ),
    within('year', 'year', near(3e7 / 31_536_000)).says(
      '30 million s divided by a year',
      'est-seconds-constants',
    ),
    within(inUnit('planned', 1e12), 'planned', near(0.95 * disks * terabytes)).says(
      'TB planned to be stored',
    ),
    within(quotient('stored', 'planned'), 'stored', around(1, 1 / Math.sqrt(20_000))).says(
      'bytes for items of random size, relative to the plan',
    ),
  ],
  tells: ({ metrics: m }) =>
    `A TiB is 10% more than a TB, and a day is 14% less than 100,000 s. Powers of two drift away from powers of ten, from 2.4% at 2^10 to ${percent((m.peta.value ?? 1) - 1)} at 2^50. 100,000 s are ${percent((m.day.value ?? 1) - 1)} more than a day, 2.5 million s ${percent(1 - (m.month.value ?? 1))} less than a month, 30 million s ${percent(1 - (m.year.value ?? 1))} less than a year: good enough for mental arithmetic, but not twice in one chain.`,
});

// Left out: file system overhead, and partly filled blocks.
