/** Counting different keys in a few kilobytes. */
import { HyperLogLog, relativeErrorOf } from '../../../../sims/estimation/sketches/hyperloglog.ts';
import { log2, pow } from '../../../kernel/elementary.ts';
import { figure } from '../figure.ts';
import { ofMean } from '../intervals.ts';
import { keys, topic } from '../topic.ts';

const trials = 30;
const simulatedKeys = 20_000;
const simulatedRegistersMax = 1_024;

export const hyperloglog = topic({
  id: 'hyperloglog',
  asks: 'How exactly does a HyperLogLog count different keys?',
  keys: {
    registers: keys.whole('16384', 'a power of two', { min: 16, max: 2 ** 24 }),
    bits: keys.whole('6', 'bits of a register', { max: 8 }),
    count: keys.count('100M', 'different keys', { min: 1 }),
  },
  refuses: ({ registers }) =>
    Number.isInteger(log2(registers)) ? undefined : `registers=${registers} is not a power of two.`,
  figures: ({ registers, bits, count }) => [
    figure('size', (registers * bits) / 8, 'bytes', 'registers x bits / 8'),
    figure('standard error', relativeErrorOf(registers), 'share', '1.04 / √registers'),
    figure(
      '95% of counts within',
      1.96 * relativeErrorOf(registers) * count,
      'count',
      '± 1.96 x standard error x count',
    ),
    figure('a set instead', count * 16, 'bytes', 'count x 16 B, hashes and pointers'),
  ],
  assumes: ['Hashes are uniform. Redis has 16,384 registers of 6 bits: 12 KiB.'],
  forgotten: () => ({
    says: 'That it can be merged, but not intersected: the error of an intersection is that of the unions it is worked out from.',
  }),
  check: ({ registers }, random) => {
    const size = Math.min(registers, simulatedRegistersMax);
    const stream = random.stream('keys');
    let sum = 0;
    for (let trial = 0; trial < trials; trial++) {
      const sketch = new HyperLogLog(size);
      const first = Math.floor(stream() * 2 ** 52);
      for (let key = 0; key < simulatedKeys; key++) sketch.add(first + key);
      sum += pow(sketch.count / simulatedKeys - 1, 2);
    }
    const variance = pow(relativeErrorOf(size), 2);
    const range = ofMean(variance, variance * Math.sqrt(2), trials);
    return {
      says: `standard error of ${trials} real counts of ${simulatedKeys} keys with ${size} registers`,
      shown: 'share',
      predicted: relativeErrorOf(size),
      measured: Math.sqrt(sum / trials),
      low: Math.sqrt(Math.max(0, range.low)),
      high: Math.sqrt(range.high),
    };
  },
  scenario: 'estimation/sketches',
});
