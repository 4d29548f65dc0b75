/** Goal: expectations of the usual kinds hold exactly where their words say, and say nothing of nothing. */
import { describe, expect, test } from 'vitest';
import { assess, type Expectation } from '../../src/check/expectation.ts';
import { difference, exactly, none, quotient, some, within } from '../../src/check/expected.ts';

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
