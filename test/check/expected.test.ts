/** Goal: expectations of the usual kinds hold exactly where their words say, and say nothing of nothing. */
import { describe, expect, test } from 'vitest';
import { assess, type Expectation } from '../../src/check/expectation.ts';
import {
  difference,
  exactly,
  largest,
  mean,
  none,
  quantile,
  quotient,
  some,
  within,
} from '../../src/check/expected.ts';
import { Histogram } from '../../src/check/metric.ts';

type Metrics = Readonly<Record<'a' | 'b', { readonly value: number | undefined }>>;

const holdsAt = (expectation: Expectation<Metrics>, a: number | undefined, b?: number) =>
  assess(expectation, { a: { value: a }, b: { value: b } }).holds;

describe('the bound of', () => {
  test.each([
    ['none', none('a', 'id').says('text'), [0], [1]],
    ['some', some('a', 'id').says('text'), [1, 7], [0]],
    ['exactly', exactly(3, 'a', 'id').says('text'), [3], [2.9, 3.1]],
    ['within', within('a', 'id', { atLeast: 1, atMost: 2 }).says('text'), [1, 2], [0.9, 2.1]],
  ])('%s', (_name, expectation, inside, outside) => {
    for (const value of inside) expect([value, holdsAt(expectation, value)]).toEqual([value, true]);
    for (const value of outside)
      expect([value, holdsAt(expectation, value)]).toEqual([value, false]);
    expect(holdsAt(expectation, undefined)).toBeNull();
  });
});

test('says its sentence, and the claim only if it decides one', () => {
  expect(none('a', 'id').says('text', 'claim')).toMatchObject({ id: 'id', claim: 'claim' });
  expect(none('a', 'id').says('text')).not.toHaveProperty('claim');
});

test('a quotient and a difference take both metrics', () => {
  const half = within(quotient('a', 'b'), 'id', { atLeast: 0.5, atMost: 0.5 }).says('text');
  expect([holdsAt(half, 2, 4), holdsAt(half, 4, 2), holdsAt(half, 2)]).toEqual([true, false, null]);
  const less = exactly(-2, difference('a', 'b'), 'id').says('text');
  expect([holdsAt(less, 2, 4), holdsAt(less, 4, 2), holdsAt(less, 2)]).toEqual([true, false, null]);
});

test('a mean, a largest value and a quantile are of a histogram, and undefined of an empty one', () => {
  const times = new Histogram();
  const measured = [mean('times'), largest('times'), quantile('times', 0.5)].map(
    (of) => within(of, 'id', {}).says('text').measured,
  );
  expect(measured.map((of) => of({ times }))).toEqual([undefined, undefined, undefined]);
  for (const ms of [1, 2, 9]) times.record(ms);
  expect(measured.map((of) => of({ times }))).toEqual([4, 9, 2]);
});
