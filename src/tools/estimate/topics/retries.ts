/** What retries add to the load. */

import { attemptsPerCall } from '../../../../sims/estimation/capacity/load.ts';
import { pow } from '../../../kernel/elementary.ts';
import { chance } from '../../../kernel/random.ts';
import { figure } from '../figure.ts';
import { ofMean } from '../intervals.ts';
import { keys, topic } from '../topic.ts';

const calls = 10_000;

export const retries = topic({
  id: 'retries',
  asks: 'How much load do retries add?',
  keys: {
    rate: keys.rate('1000/s', 'calls'),
    failing: keys.share('10%', 'attempts that fail'),
    attempts: keys.whole('3', 'attempts of a call at most', { max: 1_000 }),
    layers: keys.whole('1', 'layers that retry, one above the other', { max: 10 }),
  },
  figures: ({ rate, failing, attempts, layers }) => {
    const each = attemptsPerCall(failing, attempts);
    return [
      figure('attempts of a call', each, 'count', '1 + failing + … + failing ^ (attempts - 1)'),
      figure('load', rate * each, 'rate', 'rate x attempts of a call'),
      figure('calls that fail', pow(failing, attempts), 'share', 'failing ^ attempts'),
      figure('if all fail', rate * pow(attempts, layers), 'rate', 'rate x attempts ^ layers'),
    ];
  },
  assumes: [
    'Attempts fail independently; under overload they do not: the more load, the more fail.',
  ],
  forgotten: ({ attempts, layers }) => ({
    rule: 'retries-in-load',
    says: `That retries are load, most of it when the system is down: ${pow(attempts, layers)} times as much.`,
  }),
  check: ({ failing, attempts }, random) => {
    const stream = random.stream('attempts');
    let [sum, squares] = [0, 0];
    for (let call = 0; call < calls; call++) {
      let tried = 1;
      while (tried < attempts && chance(stream, failing)) tried += 1;
      sum += tried;
      squares += tried * tried;
    }
    const predicted = attemptsPerCall(failing, attempts);
    const variance = Math.max(0, squares / calls - pow(sum / calls, 2));
    return {
      says: `attempts of a call, of ${calls} simulated calls`,
      shown: 'count',
      predicted,
      measured: sum / calls,
      ...ofMean(predicted, 1.1 * Math.sqrt(variance) + 1e-3, calls),
    };
  },
  scenario: 'estimation/load-of-retries',
});
