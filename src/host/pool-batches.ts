/** The places that are still to be done, cut into batches. */

/** Places `from` to `to`, `to` excluded. */
export interface Range {
  readonly from: number;
  readonly to: number;
}

/** A batch should take about so long: long enough that handing it over does not matter. */
const batchMs = 100;
/** Handing a batch over takes about a tenth of a millisecond. */
const batchMsMin = 2;
const placesMax = 10_000;

export class Batches {
  readonly #workers: number;
  #next = 0;
  /** What was given back, the last place first. */
  #again: Range[] = [];
  #msPerPlace: number | undefined;

  constructor(workers: number) {
    this.#workers = workers;
  }

  /** The next batch below `end`, which may become smaller; undefined where there is none. */
  take(end: number): Range | undefined {
    this.#again = this.#again.filter(({ from }) => from < end);
    const again = this.#again.pop();
    if (again !== undefined) return again;
    const from = this.#next;
    const left = end - from;
    if (left <= 0) return undefined;
    this.#next = from + Math.min(left, this.#lengthFor(left));
    return { from, to: this.#next };
  }

  /** How many places and given-back batches below `end` are still to be taken. */
  left(end: number): number {
    const again = this.#again.filter(({ from }) => from < end).length;
    return Math.max(0, end - this.#next) + again;
  }

  /** Puts back what was taken and not done. An empty range is nothing. */
  giveBack(range: Range): void {
    if (range.from >= range.to) return;
    this.#again.push(range);
    this.#again.sort((a, b) => b.from - a.from);
  }

  /** Learns how long places take. */
  took({ from, to }: Range, ms: number): void {
    this.#msPerPlace = ms / (to - from);
  }

  /**
   * The first batches are of one place, to see how long a place takes. Towards the end they become
   * small, so that all workers end at about the same time.
   */
  #lengthFor(left: number): number {
    const msPerPlace = this.#msPerPlace;
    if (msPerPlace === undefined) return 1;
    const lengthOf = (ms: number) => Math.max(1, Math.ceil(ms / msPerPlace));
    const fair = this.#workers === 1 ? left : Math.ceil(left / (2 * this.#workers));
    return Math.min(Math.max(fair, lengthOf(batchMsMin)), lengthOf(batchMs), placesMax);
  }
}
