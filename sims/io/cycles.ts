/**
 * The mean of waits that depend on one another. From each moment at which a queue is empty it begins anew: the cycles
 * between are independent, and give the standard error of the mean (Crane and Iglehart, Simulating Stable Stochastic
 * Systems III, Operations Research 1975).
 */
export class Cycles {
  readonly #cycles: { sum: number; count: number }[] = [];

  /** A value; whether it begins a cycle. */
  add(value: number, isFirst: boolean): void {
    const current = this.#cycles.at(-1);
    if (isFirst || current === undefined) this.#cycles.push({ sum: value, count: 1 });
    else {
      current.sum += value;
      current.count += 1;
    }
  }

  get mean(): number {
    const { sum, count } = this.#totals;
    return sum / count;
  }

  /** Of the mean. The last cycle counts, too, although it may not be over. */
  get standardError(): number {
    const { mean } = this;
    const cycles = this.#cycles.length;
    const squares = this.#cycles.reduce(
      (total, { sum, count }) => total + (sum - mean * count) ** 2,
      0,
    );
    return Math.sqrt((squares / (cycles - 1)) * cycles) / this.#totals.count;
  }

  get #totals(): { readonly sum: number; readonly count: number } {
    let [sum, count] = [0, 0];
    for (const cycle of this.#cycles) {
      sum += cycle.sum;
      count += cycle.count;
    }
    return { sum, count };
  }
}
