/**
 * Goal: the closed forms of fan-out and copies are right. Method: figures that Dean and Barroso print, sums over all
 * cases, and numeric integrals.
 */
import { fc, test as property } from '@fast-check/vitest';
import { expect, test } from 'vitest';
import {
  answerTail,
  fewSlow,
  hedgedTail,
  meanOfSlowest,
  quantileOfPart,
  someSlow,
  timeAtTail,
  varianceOfSlowest,
} from '../../../../sims/traffic/tail/formulas.ts';

test('slow requests as in the paper: one in a hundred of 100, one in ten thousand of 2,000', () => {
  expect(someSlow(0.01, 100)).toBeCloseTo(0.634, 3);
  expect(someSlow(1e-4, 2_000)).toBeCloseTo(0.181, 3);
  expect(someSlow(0.2, 1)).toBeCloseTo(0.2, 12);
});

test('the paper’s table agrees with itself: all of 100 leaves are rarely faster than the 99th percentile of one', () => {
  // One leaf: 99% within 10 ms. All leaves: half within 40 ms, which one leaf must then meet with 99.3%.
  expect(quantileOfPart(0.5, 100)).toBeCloseTo(0.99309, 5);
  expect(quantileOfPart(0.5, 100)).toBeGreaterThan(0.99);
  expect(1 - someSlow(0.01, 100)).toBeLessThan(0.5);
});

/** All ways in which `parts` can be slow or not. */
function byEnumeration(p: number, parts: number, most: number): number {
  let sum = 0;
  for (let way = 0; way < 2 ** parts; way++) {
    const slow = [...way.toString(2)].filter((digit) => digit === '1').length;
    if (slow <= most) sum += p ** slow * (1 - p) ** (parts - slow);
  }
  return sum;
}

property.prop([
  fc.double({ min: 0.001, max: 0.9, noNaN: true }),
  fc.integer({ min: 1, max: 10 }),
  fc.nat(10),
])('few slow parts: as many as all ways together', (p, parts, most) => {
  const few = Math.min(most, parts);
  expect(fewSlow(p, parts, few)).toBeCloseTo(byEnumeration(p, parts, few), 9);
});

test('the slowest of three exponential times: its mean and variance by integration', () => {
  let [mean, square] = [0, 0];
  const step = 1e-3;
  for (let t = step / 2; t < 60; t += step) {
    const tail = 1 - (1 - Math.exp(-t)) ** 3;
    mean += tail * step;
    square += 2 * t * tail * step;
  }
  expect(meanOfSlowest(3, 1)).toBeCloseTo(mean, 5);
  expect(varianceOfSlowest(3, 1)).toBeCloseTo(square - mean ** 2, 4);
  expect(meanOfSlowest(3, 4.5)).toBeCloseTo(8.25, 12);
});

const answers = { meanMs: 10, slowShare: 0.03, slowFactor: 20 };

test('a second copy at once squares the tail, and one that is never sent leaves it', () => {
  const plain = answerTail(answers, 70);
  expect(hedgedTail(answers, 0, 70)).toBeCloseTo(plain ** 2, 12);
  expect(hedgedTail(answers, Infinity, 70)).toBeCloseTo(plain, 12);
  expect(hedgedTail(answers, 80, 70)).toBeCloseTo(plain, 12);
});

property.prop([fc.double({ min: 0.001, max: 0.9, noNaN: true })])(
  'the time at a share is later than all but that share',
  (share) => {
    const tMs = timeAtTail((ms) => answerTail(answers, ms), share);
    expect(answerTail(answers, tMs)).toBeCloseTo(share, 9);
  },
);
