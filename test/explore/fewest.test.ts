/** What is left of a list when everything that is not needed has been taken out. */
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { fewest } from '../../src/explore/fewest.ts';

test('exactly the elements that are needed are left', () => {
  const needs = fc.record({
    length: fc.integer({ min: 0, max: 60 }),
    needed: fc.uniqueArray(fc.integer({ min: 0, max: 59 }), { maxLength: 6 }),
  });
  fc.assert(
    fc.property(needs, ({ length, needed }) => {
      const list = Array.from({ length }, (_, place) => place);
      const there = needed.filter((place) => place < length).sort((a, b) => a - b);
      const left = fewest(list, (some) => there.every((place) => some.includes(place)), Infinity);
      expect(left).toEqual(there);
    }),
  );
});

test('an element that another made necessary goes with it', () => {
  // The pair breaks it together, or neither; the last does by itself.
  const left = fewest(
    [1, 2, 3],
    (some) => some.includes(3) && some.includes(1) === some.includes(2),
    99,
  );
  expect(left).toEqual([3]);
});

test('no more tries than allowed', () => {
  let tries = 0;
  const list = Array.from({ length: 1_000 }, (_, place) => place);
  const still = (some: readonly number[]) => {
    tries += 1;
    return some.includes(999);
  };
  const left = fewest(list, still, 5);
  expect(tries).toBe(5);
  expect(left).toContain(999);
});
