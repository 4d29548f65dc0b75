/**
 * A sum over the last span of time, kept in slices: values older than the span drop out a slice at
 * a time. Add and read O(1) amortised.
 */
import { must } from '../../../src/kernel/must.ts';

export class SlidingSum {
  readonly sliceMs: number;
  readonly #sums: Float64Array;
  #slice = 0;
  #total = 0;

  constructor(spanMs: number, slices: number) {
    this.sliceMs = spanMs / slices;
    this.#sums = new Float64Array(slices);
  }

  add(nowMs: number, amount: number): void {
    this.#advance(nowMs);
    const place = this.#slice % this.#sums.length;
    this.#sums[place] = must(this.#sums[place], 'sum of the bucket') + amount;
    this.#total += amount;
  }

  at(nowMs: number): number {
    this.#advance(nowMs);
    return this.#total;
  }

  #advance(nowMs: number): void {
    const slice = Math.floor(nowMs / this.sliceMs);
    const fallen = Math.min(slice - this.#slice, this.#sums.length);
    for (let i = 1; i <= fallen; i++) {
      const place = (this.#slice + i) % this.#sums.length;
      this.#total -= must(this.#sums[place], 'sum of the bucket');
      this.#sums[place] = 0;
    }
    this.#slice = slice;
  }
}
