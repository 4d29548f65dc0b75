/** HyperLogLog: the number of different keys, from m small registers (Flajolet et al., 2007). */
import { log } from '../../../src/kernel/elementary.ts';
import { bucketOf, hash32 } from './hash.ts';

export class HyperLogLog {
  readonly #registers: Uint8Array;

  /** m registers, 16 or more. */
  constructor(registers: number) {
    this.#registers = new Uint8Array(registers);
  }

  add(key: number): void {
    const register = bucketOf(hash32(key, 11), this.#registers.length);
    // Figure 3: a register keeps the largest rank, the position of the first 1 of the hash.
    const rank = Math.clz32(hash32(key, 12)) + 1;
    if (rank > (this.#registers[register] ?? 0)) this.#registers[register] = rank;
  }

  /** Relative standard deviation about 1.04 / √m. */
  get count(): number {
    const m = this.#registers.length;
    let [sum, empty] = [0, 0];
    for (const rank of this.#registers) {
      sum += 1 / 2 ** rank;
      if (rank === 0) empty += 1;
    }
    const raw = (biasOf(m) * m * m) / sum;
    // Figure 3, small range: if registers are empty, count those (Whang et al. 1990).
    if (raw <= 2.5 * m && empty > 0) return m * log(m / empty);
    return raw;
  }

  /** Merges the keys of another sketch of the same size, as if one sketch had seen them all. */
  merge(other: HyperLogLog): void {
    for (const [register, rank] of other.#registers.entries()) {
      if (rank > (this.#registers[register] ?? 0)) this.#registers[register] = rank;
    }
  }
}

/** α_m of figure 3. */
function biasOf(m: number): number {
  if (m === 16) return 0.673;
  if (m === 32) return 0.697;
  if (m === 64) return 0.709;
  return 0.7213 / (1 + 1.079 / m);
}

export const relativeErrorOf = (registers: number): number => 1.04 / Math.sqrt(registers);
