/** Availability: of one, of a chain, of copies. */
import { inSeries, kOfN } from '../../../../sims/estimation/availability/nines.ts';
import {
  deviationOfUpShare,
  outagesPerTime,
  simulatedAvailability,
} from '../../../../sims/estimation/availability/outages.ts';
import { pow } from '../../../kernel/elementary.ts';
import { counted, rounded } from '../../../words/numbers.ts';
import { figure } from '../figure.ts';
import { ofMean } from '../intervals.ts';
import { keys, topic } from '../topic.ts';

export const nines = topic({
  id: 'nines',
  asks: 'How often is it down, alone, in a chain, or as one of several copies?',
  keys: {
    availability: keys.share('99.9%', 'of one component', { min: 0.01, max: 1 - 1e-12 }),
    chain: keys.whole('1', 'components that must all be up', { max: 1_000 }),
    copies: keys.whole('1', 'copies of each component', { max: 100 }),
    needed: keys.whole('1', 'copies that must be up', { max: 100 }),
    common: keys.share('0%', 'share of failures that hits all copies at once'),
    year: keys.time('365.25 days', 'what counts as a year'),
  },
  refuses: ({ copies, needed }) =>
    needed > copies ? `needed=${needed} is more than copies=${copies}.` : undefined,
  figures: ({ availability: a, chain, copies, needed, common, year }) => {
    const independent = kOfN(needed, copies, a);
    const component = (1 - common) * independent + common * a;
    const all = inSeries(Array.from({ length: chain }, () => component));
    const down = (span: number) => (1 - all) * span;
    return [
      figure('one component', a, 'share', 'availability'),
      ...(copies === 1
        ? []
        : [
            figure('copies, independent', independent, 'share', 'needed of copies are up'),
            figure(
              'copies, common cause',
              component,
              'share',
              '(1 - common) x independent + common x availability',
            ),
          ]),
      ...(chain === 1 ? [] : [figure('the chain', all, 'share', 'component ^ chain')]),
      figure('down a year', down(year), 'time', '(1 - availability) x year'),
      figure('down a month', down(year / 12), 'time', 'down a year / 12'),
      figure('down 30 days', down((year / 365.25) * 30), 'time', '(1 - availability) x 30 days'),
      figure('down a week', down((year / 365.25) * 7), 'time', '(1 - availability) x 7 days'),
      figure('down a day', down((year / 365.25) * 1), 'time', '(1 - availability) x 1 day'),
    ];
  },
  assumes: [
    'Components of a chain fail independently; only the copies of one share causes.',
    'A failover takes no time and always works.',
  ],
  forgotten: ({ availability: a, chain, copies, needed, common }) => ({
    says:
      copies > 1
        ? `The common cause: ${copies} copies, ${needed} needed, are ${(100 * kOfN(needed, copies, a)).toPrecision(7)}% only if they share no release, network, power or configuration; with 5% of failures common they are ${(100 * (0.95 * kOfN(needed, copies, a) + 0.05 * a)).toPrecision(7)}%${common === 0 ? ' (common=5%)' : ''}.`
        : `The dependencies: availabilities multiply and downtimes nearly add, so ${chained(chain)} such in a chain are down ${((1 - pow(a, chained(chain))) / (1 - a)).toPrecision(4)} times as long as one.`,
  }),
  check: ({ availability, copies, needed }, random) => {
    const isRare = outagesPerTime(repairsOf(availability), copies, needed) < 1e-4;
    const repairs = repairsOf(isRare ? 0.9 : availability);
    const horizonHours = outages / outagesPerTime(repairs, copies, needed);
    const parts = Array.from({ length: copies }, () => repairs);
    const predicted = kOfN(needed, copies, isRare ? 0.9 : availability);
    const deviation = deviationOfUpShare(repairs, { copies, needed }, horizonHours);
    return {
      says: `up time of ${needed} of ${counted(copies, 'component')}, repaired in 1 h on average, over ${rounded(horizonHours)} h with about ${outages} outages${isRare ? '; at 90% instead, because outages are too rare' : ''}`,
      shown: 'share',
      predicted,
      measured: simulatedAvailability(parts, needed, horizonHours, random.stream('outages')),
      ...ofMean(predicted, deviation),
    };
  },
  scenario: 'estimation/chained-services',
});

/** As many outages as a normal interval needs. */
const outages = 400;

/** Each repair takes an hour. */
const repairsOf = (availability: number) => ({
  upMean: availability / (1 - availability),
  downMean: 1,
});

/** Of one component alone three are told of. */
const chained = (chain: number): number => (chain === 1 ? 3 : chain);
