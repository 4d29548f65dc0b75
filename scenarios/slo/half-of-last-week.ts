import * as z from 'zod';
import {
  falseAlarmChance,
  hoursCompared,
  isBelowHalf,
} from '../../sims/slo/indicators/last-week.ts';
import { SloStudy } from '../../sims/slo/study.ts';
import { near, poissonInterval } from '../../src/check/bounds.ts';
import { within } from '../../src/check/expected.ts';
import { gauge } from '../../src/check/metric.ts';
import { keeping } from '../../src/check/study.ts';
import { drawPoisson } from '../../src/kernel/counts.ts';
import { real, whole } from '../../src/lab/param.ts';
import { scenario } from '../../src/lab/scenario.ts';
import { inDigits } from '../../src/words/numbers.ts';
import { significant } from '../../src/words/units.ts';
import { aboutSlo, heldTo } from './kit.ts';

const params = z.object({
  perHour: real(0.5, 10_000, 10, 'signups an hour, the same all week'),
  hours: whole(100, 20_000, 8_766, 'hours that are compared with the week before'),
});

export default scenario({
  ...aboutSlo,
  id: 'slo/half-of-last-week',
  asks: 'An alert fires below half of last week’s count of the same hour. How often is it false?',
  claims: ['q20-half-last-week'],
  code: [
    'sims/slo/indicators/last-week.ts#hoursCompared',
    'sims/slo/indicators/last-week.ts#falseAlarmChance',
  ],
  params,
  invariants: heldTo('no-false-alarm'),
  metrics: {
    chance: gauge('share', 'of the hours with a false alarm'),
    hourly: gauge('alarms', 'that are false, hour by hour'),
    window: gauge('hours', 'that must be compared together'),
    alarms: gauge('alarms', 'that are false, with such a window'),
  },
  build({ world, params: { perHour, hours }, rules, metrics }) {
    const study = new SloStudy(world);
    const { estimates, observes } = keeping(study, metrics);
    const stream = study.stream('signups');
    const window = hoursCompared(perHour, hours, rules);
    let [hourly, alarms] = [0, 0];
    for (const mean of [3, 10, 30, 100, 300])
      study.next(() =>
        study.estimates(
          `false alarms at ${mean} an hour, share of the hours`,
          falseAlarmChance(mean),
        ),
      );
    return study
      .next(() =>
        estimates('chance', 'false alarms, share of the hours', falseAlarmChance(perHour)),
      )
      .next(() => {
        for (let hour = 0; hour < hours; hour++)
          if (isBelowHalf(drawPoisson(perHour, stream), drawPoisson(perHour, stream))) hourly += 1;
        observes('hourly', 'false alarms, hour by hour', hourly);
      })
      .next(() => estimates('window', 'hours that are compared together', window))
      .next(() => {
        const mean = perHour * window;
        for (let place = 0; place < Math.floor(hours / window); place++)
          if (isBelowHalf(drawPoisson(mean, stream), drawPoisson(mean, stream))) alarms += 1;
        observes('alarms', 'false alarms with that window', alarms);
        study.holds(
          'no-false-alarm',
          alarms === 0,
          `${alarms} alarms in ${hours} hours, and nothing was wrong`,
        );
      })
      .next(() => study.observes('hours', hours))
      .next(() => study.observes('signups an hour', perHour));
  },
  expect: ({ perHour, hours }) => [
    within('chance', 'chance', near(falseAlarmChance(perHour))).says(
      'share of the hours with a false alarm: P(X < Y/2) of two Poisson counts',
      'q20-half-last-week',
    ),
    within('hourly', 'hourly', poissonInterval(hours * falseAlarmChance(perHour))).says(
      'false alarms, hour by hour',
      'q20-half-last-week',
    ),
    within('alarms', 'alarms', { atMost: 0 }).says(
      'false alarms with a window that fits the volume',
    ),
  ],
  tells: ({ params: { perHour, hours }, metrics: m }) =>
    `On a small count often: at ${inDigits(perHour)} an hour ${inDigits(m.hourly.value ?? 0)} of ${inDigits(hours)} hours (${significant(100 * (m.chance.value ?? 0))}%) are below half of the week before by chance alone. Compare counts of a longer time: over ${m.window.value === 1 ? 'a single hour' : `${inDigits(m.window.value ?? 0)} hours together`}, about ${inDigits(perHour * (m.window.value ?? 1))} signups each, none is.`,
});

// Left out: weeks that differ, holidays, and counts that come in bursts, which scatter more than Poisson.
