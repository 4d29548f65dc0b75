/**
 * Goal: what a hunt counts is what it would have counted place by place, up to what it found first,
 * however the places were cut into parts and in whatever order these came.
 */
import { fc, test } from '@fast-check/vitest';
import { expect } from 'vitest';
import { FirstFound } from '../../../src/lab/sweep/first-found.ts';
import { emptyTally } from '../../../src/lab/sweep/tally.ts';

/** Places in a row that are cut before each of `cuts`; something is found at each of `finds`. */
const searched = fc
  .record({
    count: fc.integer({ min: 1, max: 40 }),
    cuts: fc.array(fc.integer({ min: 1, max: 39 }), { maxLength: 10 }),
    finds: fc.array(fc.integer({ min: 0, max: 39 }), { maxLength: 3 }),
  })
  .chain(({ count, cuts, finds }) => {
    const borders = [...new Set([0, ...cuts.filter((cut) => cut < count), count])];
    borders.sort((a, b) => a - b);
    const parts = borders.slice(1).map((to, place) => ({ from: borders[place] ?? 0, to }));
    const order = fc.shuffledSubarray(parts, { minLength: parts.length });
    return fc.record({ finds: fc.constant(finds), count: fc.constant(count), order });
  });

test.prop([searched])('as place by place', ({ count, finds, order }) => {
  const first = new FirstFound();
  for (const { from, to } of order) {
    const own = finds.filter((place) => place >= from && place < to);
    const foundAt = own.length === 0 ? undefined : Math.min(...own);
    const runs = (foundAt === undefined ? to : foundAt + 1) - from;
    first.add({
      from,
      to,
      foundAt,
      tally: { ...emptyTally(), runs, events: BigInt(runs), held: 1 },
    });
  }
  const inside = finds.filter((place) => place < count);
  const foundAt = inside.length === 0 ? undefined : Math.min(...inside);
  const runs = foundAt === undefined ? count : foundAt + 1;
  const held = order.filter(({ from }) => from <= (foundAt ?? count)).length;
  expect(first.foundAt).toBe(foundAt);
  expect(first.total()).toEqual({ ...emptyTally(), runs, events: BigInt(runs), held });
});

test('of a hunt that was stopped: what is there, up to what was found', () => {
  const first = new FirstFound();
  const tally = { ...emptyTally(), runs: 10 };
  first.add({ from: 10, to: 20, tally, foundAt: 19 });
  first.add({ from: 30, to: 40, tally, foundAt: undefined });
  expect([first.foundAt, first.total().runs]).toEqual([19, 10]);
});
