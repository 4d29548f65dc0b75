/** Goal: batches hold every place once, whatever is given back and however the end moves. */
import { fc, test } from '@fast-check/vitest';
import { describe, expect } from 'vitest';
import { Batches } from '../../src/host/pool-batches.ts';

describe('batches', () => {
  test.prop([
    fc.integer({ min: 0, max: 500 }),
    fc.integer({ min: 1, max: 4 }),
    fc.infiniteStream(
      fc.record({
        ms: fc.double({ min: 0, max: 200, noNaN: true }),
        dies: fc.boolean(),
        at: fc.nat(),
      }),
    ),
  ])('hold every place once, though workers die and give back the rest', (end, workers, events) => {
    const batches = new Batches(workers);
    const done: number[] = [];
    for (let batch = batches.take(end); batch !== undefined; batch = batches.take(end)) {
      const { from, to } = batch;
      expect(from).toBeLessThan(to);
      const { ms, dies, at } = events.next().value;
      if (!dies) {
        for (let place = from; place < to; place++) done.push(place);
        batches.took(batch, ms);
        continue;
      }
      const place = from + (at % (to - from));
      done.push(place);
      batches.giveBack({ from, to: place });
      batches.giveBack({ from: place + 1, to });
    }
    expect(done.sort((a, b) => a - b)).toEqual(Array.from({ length: end }, (_, place) => place));
    expect(batches.left(end)).toBe(0);
  });

  test('take what was given back first, the earliest place first, and nothing beyond the end', () => {
    const batches = new Batches(1);
    expect(batches.take(100)).toEqual({ from: 0, to: 1 });
    batches.took({ from: 0, to: 1 }, 1);
    expect(batches.take(100)).toEqual({ from: 1, to: 100 });
    batches.giveBack({ from: 60, to: 100 });
    batches.giveBack({ from: 1, to: 50 });
    expect(batches.take(100)).toEqual({ from: 1, to: 50 });
    expect(batches.left(50)).toBe(0);
    expect(batches.take(50)).toBeUndefined();
  });

  test('become small towards the end, so that workers end together', () => {
    const batches = new Batches(2);
    batches.took({ from: 0, to: 1 }, 1);
    const lengths: number[] = [];
    for (let batch = batches.take(200); batch !== undefined; batch = batches.take(200)) {
      lengths.push(batch.to - batch.from);
    }
    expect(lengths[0]).toBe(50);
    expect(lengths.at(-1)).toBeLessThanOrEqual(2);
    expect(lengths.length).toBeLessThan(30);
  });
});
