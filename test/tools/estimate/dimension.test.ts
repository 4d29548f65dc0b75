/** Goal: quantities are read with their units, and everything else is refused in a sentence. */
import { fc, test as property } from '@fast-check/vitest';
import { expect, test } from 'vitest';
import { type Dimension, quantityOf } from '../../../src/tools/estimate/dimension.ts';
import { inWords } from '../../../src/tools/estimate/figure.ts';

test.each<[string, Dimension, number]>([
  ['100M/day', 'rate', 1e8 / 86_400],
  ['100 M per day', 'rate', 1e8 / 86_400],
  ['1200/s', 'rate', 1_200],
  ['60/min', 'rate', 1],
  ['50 rps', 'rate', 50],
  ['500B', 'bytes', 500],
  ['2kB', 'bytes', 2_000],
  ['2KiB', 'bytes', 2_048],
  ['1 TiB', 'bytes', 2 ** 40],
  ['1TB', 'bytes', 1e12],
  ['150ms', 'time', 150],
  ['3 years', 'time', 3 * 365 * 86_400_000],
  ['12 months', 'time', 365 * 86_400_000],
  ['30 days', 'time', 30 * 86_400_000],
  ['99.9%', 'share', 0.999],
  ['0.999', 'share', 0.999],
  ['1Gb/s', 'bandwidth', 125e6],
  ['1GB/s', 'bandwidth', 1e9],
  ['10Gbps', 'bandwidth', 1.25e9],
  ['1GiB/s', 'bandwidth', 2 ** 30],
  ['$0.03', 'money', 0.03],
  ['62^7', 'count', 3_521_614_606_208],
  ['2^32', 'count', 2 ** 32],
  ['1,000,000', 'count', 1e6],
  ['1e6', 'count', 1e6],
  ['1B', 'count', 1e9],
  ['5570km', 'distance', 5_570],
])('%s as %s', (text, dimension, value) => {
  expect(quantityOf('key', text, dimension) / value).toBeCloseTo(1, 12);
});

test.each<[string, Dimension, RegExp]>([
  ['500', 'bytes', /has no unit/],
  ['500Mb', 'bytes', /is bits/],
  ['3days', 'bytes', /is a time/],
  ['5KiBB', 'bytes', /Did you mean "KiB"/],
  ['100M', 'rate', /is a count/],
  ['5/fortnight', 'rate', /no unit of time "fortnight"/],
  ['150', 'time', /has no unit/],
  ['5ms/s', 'time', /is a rate/],
  ['fast', 'time', /takes a time/],
  ['', 'count', /takes a count/],
  ['1e999', 'count', /takes a count/],
  ['constructor', 'bytes', /takes bytes/],
  ['5 constructor', 'bytes', /no unit "constructor"/],
  ['5GB', 'bandwidth', /is an amount of bytes/],
])('%s is no %s', (text, dimension, says) => {
  expect(() => quantityOf('key', text, dimension)).toThrow(says);
});

/** A prefix is a power of ten, or of two with an i in it; what it is of has a size of its own. */
const prefixes = fc.constantFrom(
  ...([
    ['k', 1e3],
    ['M', 1e6],
    ['G', 1e9],
    ['T', 1e12],
  ] as const),
);
const binary = fc.constantFrom(
  ...([
    ['Ki', 2 ** 10],
    ['Mi', 2 ** 20],
    ['Gi', 2 ** 30],
    ['Ti', 2 ** 40],
  ] as const),
);
const spans = fc.constantFrom(
  ...([
    ['s', 1],
    ['min', 60],
    ['hour', 3_600],
    ['day', 86_400],
    ['year', 31_536_000],
  ] as const),
);
const amounts = fc.integer({ min: 1, max: 99_999 }).map((hundredths) => hundredths / 100);
const space = fc.constantFrom('', ' ');

property.prop([amounts, space, fc.oneof(prefixes, binary), spans], { numRuns: 200 })(
  'a prefix, a unit and a time are three factors',
  (amount, gap, [prefix, scale], [span, seconds]) => {
    const of = (text: string, dimension: Dimension) => quantityOf('key', text, dimension);
    expect(of(`${amount}${gap}${prefix}B`, 'bytes') / (amount * scale)).toBeCloseTo(1, 12);
    const rate = (amount * scale) / seconds;
    expect(of(`${amount}${gap}${prefix}B/${span}`, 'bandwidth') / rate).toBeCloseTo(1, 12);
    expect(of(`${amount}${gap}${prefix}B per ${span}`, 'bandwidth') / rate).toBeCloseTo(1, 12);
    if (prefix.endsWith('i')) return;
    expect(of(`${amount}${gap}${prefix}b/${span}`, 'bandwidth') / (rate / 8)).toBeCloseTo(1, 12);
    expect(of(`${amount}${gap}${prefix}/${span}`, 'rate') / rate).toBeCloseTo(1, 12);
  },
);

const written = ['time', 'share', 'rate', 'distance', 'count'] as const;
property.prop(
  [
    fc.constantFrom(...written),
    fc.integer({ min: 1, max: 9_999 }),
    fc.integer({ min: -2, max: 9 }),
  ],
  { numRuns: 300 },
)('what is printed is read as the same, to three digits', (dimension, digits, exponent) => {
  const value = dimension === 'share' ? digits / 10_000 : digits * 10 ** exponent;
  const text = inWords(value, dimension);
  expect(quantityOf('key', text, dimension) / value).toBeCloseTo(1, 2);
});
