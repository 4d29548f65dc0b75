/** Counting keys that come often, in a table of fixed size. */

import { CountMinSketch } from '../../../../sims/estimation/sketches/count-min.ts';
import { log, pow } from '../../../kernel/elementary.ts';
import { figure } from '../figure.ts';
import { ofShare } from '../intervals.ts';
import { keys, topic } from '../topic.ts';

const simulated = { keys: 2_000, width: 500, lookUps: 2_000 };

export const countMin = topic({
  id: 'count-min',
  asks: 'How large is a Count-Min sketch?',
  keys: {
    error: keys.share('0.1%', 'of all counts, by which one may be too high', { min: 1e-9, max: 1 }),
    wrong: keys.share('1%', 'keys that may be off by more', { min: 1e-12, max: 0.9 }),
    counter: keys.bytes('4B', 'bytes of a counter'),
    total: keys.count('1G', 'all that is counted'),
  },
  figures: ({ error, wrong, counter, total }) => {
    const [width, depth] = [Math.ceil(Math.E / error), Math.ceil(log(1 / wrong))];
    return [
      figure('width', width, 'count', 'e / error, rounded up'),
      figure('rows', depth, 'count', 'ln (1 / wrong), rounded up'),
      figure('size', width * depth * counter, 'bytes', 'width x rows x counter'),
      figure('too high by at most', error * total, 'count', 'error x total'),
    ];
  },
  assumes: ['Counts only grow. They are never too low.'],
  forgotten: ({ error, total }) => ({
    says: `That the error is of the total, not of the key: counts below ${Math.round(error * total).toLocaleString('en-US')} say nothing.`,
  }),
  check: (_values, random) => {
    const stream = random.stream('keys');
    const first = Math.floor(stream() * 2 ** 50);
    const sketch = new CountMinSketch(simulated.width, 1);
    for (let key = 0; key < simulated.keys; key++) sketch.add(first + key);
    let clean = 0;
    for (let key = 0; key < simulated.lookUps; key++) {
      if (sketch.countOf(first + simulated.keys + key) === 0) clean += 1;
    }
    const predicted = pow(1 - 1 / simulated.width, simulated.keys);
    return {
      says: `cells that are still empty of a row of ${simulated.width} after ${simulated.keys} keys, ${simulated.lookUps} look-ups`,
      shown: 'share',
      predicted,
      measured: clean / simulated.lookUps,
      ...withinOccupancy(predicted),
    };
  },
  scenario: 'estimation/sketches',
});

/** Look-ups and the row are both random: their variances add. */
function withinOccupancy(empty: number) {
  const { low, high } = ofShare(simulated.lookUps, empty);
  const ofRow = 3.6 * Math.sqrt(empty / simulated.width);
  return { low: Math.max(0, low - ofRow), high: high + ofRow };
}
