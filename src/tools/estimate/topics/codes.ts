/** Short codes: how many there are, and how long they last. */

import {
  collidingPairs,
  drawsForChance,
} from '../../../../sims/estimation/probability/birthday.ts';
import { log2, pow } from '../../../kernel/elementary.ts';
import { figure } from '../figure.ts';
import { keys, topic } from '../topic.ts';

export const codes = topic({
  id: 'codes',
  asks: 'How many short codes are there, and how long do they last?',
  keys: {
    alphabet: keys.whole('62', 'characters to choose from', { min: 2, max: 1e6 }),
    length: keys.whole('7', 'characters of a code', { max: 60 }),
    rate: keys.rate('100M/day', 'new codes', { min: 1e-9 }),
    for: keys.time('1 year', 'of random codes'),
  },
  figures: ({ alphabet, length, rate, for: spanMs }) => {
    const all = pow(alphabet, length);
    const drawn = (rate * spanMs) / 1_000;
    const half = drawsForChance(0.5, all);
    return [
      figure('codes', all, 'count', 'alphabet ^ length'),
      figure('bits', length * log2(alphabet), 'count', 'length x log2 alphabet'),
      figure('last', (1_000 * all) / rate, 'time', 'codes / rate, if a counter gives them out'),
      figure('random: even odds of a collision', half, 'count', '1.1774 √codes'),
      figure('reached after', (1_000 * half) / rate, 'time', '1.1774 √codes / rate'),
      figure('drawn', drawn, 'count', 'rate x for'),
      figure('colliding pairs', collidingPairs(drawn, all), 'count', 'drawn (drawn - 1) / 2 codes'),
      figure(
        'characters of a 63-bit id',
        Math.ceil(63 / log2(alphabet)),
        'count',
        '63 / log2 alphabet, rounded up',
      ),
    ];
  },
  assumes: ['No code is given back, and none is left out because it looks like a word.'],
  forgotten: () => ({
    says: 'That a random code has to be checked against those that there are. A 63-bit id, such as Snowflake’s, takes 11 characters of base 62; 7 hold 41.7 bits.',
  }),
  scenario: 'estimation/short-codes',
});
