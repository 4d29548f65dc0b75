/**
 * The most requests within any span of a given length, which the edge between two windows hides.
 * O(1) amortised.
 */
export class BusiestSpan {
  readonly #spanMs: number;
  readonly #recent: { readonly atMs: number; readonly cost: number }[] = [];
  #first = 0;
  #sum = 0;
  most = 0;
  /** End of the busiest span; undefined before the first request. */
  atMs: number | undefined = undefined;

  constructor(spanMs: number) {
    this.#spanMs = spanMs;
  }

  /** Times never go back. */
  comes(atMs: number, cost: number): void {
    this.#recent.push({ atMs, cost });
    this.#sum += cost;
    for (;;) {
      const oldest = this.#recent[this.#first];
      if (oldest === undefined || oldest.atMs > atMs - this.#spanMs) break;
      this.#sum -= oldest.cost;
      this.#first += 1;
    }
    if (this.#sum <= this.most) return;
    this.most = this.#sum;
    this.atMs = atMs;
  }
}
