/** A Count-Min sketch: counts that are never too low (Cormode and Muthukrishnan, J. Algorithms 55, 2005). */
import { must } from '../../../src/kernel/must.ts';
import { bucketOf, hash32 } from './hash.ts';

export class CountMinSketch {
  readonly #rows: readonly Uint32Array[];

  constructor(width: number, depth: number) {
    this.#rows = Array.from({ length: depth }, () => new Uint32Array(width));
  }

  add(key: number, count = 1): void {
    for (const [row, cells] of this.#rows.entries()) {
      const cell = bucketOf(hash32(key, 21 + row), cells.length);
      cells[cell] = must(cells[cell], 'cell of the row') + count;
    }
  }

  /** §3, point query: the smallest of the rows has the fewest collisions. */
  countOf(key: number): number {
    return this.#rows.reduce((least, cells, row) => {
      const count = must(cells[bucketOf(hash32(key, 21 + row), cells.length)], 'cell of the row');
      return Math.min(least, count);
    }, Infinity);
  }
}

/**
 * Theorem 1: a count is more than ε N too high with probability at most δ; w = e / ε, d = ln 1/δ.
 */
export const errorShareOf = (width: number): number => Math.E / width;
