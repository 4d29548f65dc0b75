/** Availability from failures and repairs. */
import { availabilityOf } from '../../../../sims/estimation/availability/nines.ts';
import {
  deviationOfUpShare,
  simulatedAvailability,
} from '../../../../sims/estimation/availability/outages.ts';
import { figure } from '../figure.ts';
import { ofMean } from '../intervals.ts';
import { keys, topic } from '../topic.ts';

const failures = 2_000;
const yearMs = 365.25 * 86_400_000;

export const repair = topic({
  id: 'repair',
  asks: 'What availability do failures and repairs make?',
  keys: {
    mtbf: keys.time('30 days', 'mean time from a repair to the next failure', { min: 1e-6 }),
    mttr: keys.time('1h', 'mean time to repair, detection included', { min: 1e-6 }),
  },
  figures: ({ mtbf, mttr }) => {
    const availability = availabilityOf(mtbf, mttr);
    const aYear = yearMs / (mtbf + mttr);
    return [
      figure('availability', availability, 'share', 'mtbf / (mtbf + mttr)'),
      figure('failures a year', aYear, 'count', 'year / (mtbf + mttr)'),
      figure('down a year', (1 - availability) * yearMs, 'time', '(1 - availability) x year'),
      figure('repair for 99.99%', mtbf / 9_999, 'time', 'mtbf / 9,999'),
      figure('repair for 99.999%', mtbf / 99_999, 'time', 'mtbf / 99,999'),
    ];
  },
  assumes: ['Up and down times are independent. A year is 365.25 days.'],
  forgotten: ({ mtbf }) => ({
    says: `Detection and the way to the keyboard: five nines leave ${(mtbf / 99_999 / 1_000).toPrecision(3)} s a failure in all.`,
  }),
  check: ({ mtbf, mttr }, random) => {
    const repairs = { upMean: mtbf, downMean: mttr };
    const horizon = failures * (mtbf + mttr);
    const predicted = availabilityOf(mtbf, mttr);
    return {
      says: `share of up time over ${failures} failures and repairs with exponential times`,
      shown: 'share',
      predicted,
      measured: simulatedAvailability([repairs], 1, horizon, random.stream('failures')),
      ...ofMean(predicted, deviationOfUpShare(repairs, { copies: 1, needed: 1 }, horizon)),
    };
  },
  scenario: 'estimation/recovery-time',
});
