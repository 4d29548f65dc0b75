/** Good and failed requests of the last hour, or of any span: what a window of a monitoring system holds. */

interface Slot {
  readonly endMs: number;
  readonly failed: number;
  readonly requests: number;
}

export class SlidingCounts {
  readonly #spanMs: number;
  readonly #slots: Slot[] = [];
  #first = 0;
  /** Slots with a request in them, and with a failure. */
  #busy = 0;
  #failing = 0;
  failed = 0;
  requests = 0;

  constructor(spanMs: number) {
    this.#spanMs = spanMs;
  }

  /** What came in the time up to `endMs`; slots come in the order of time. Amortised O(1). */
  add(endMs: number, failed: number, requests: number): void {
    this.#slots.push({ endMs, failed, requests });
    this.failed += failed;
    this.requests += requests;
    this.#busy += requests > 0 ? 1 : 0;
    this.#failing += failed > 0 ? 1 : 0;
    this.drop(endMs);
  }

  /** Forgets what ended a span ago or earlier. */
  drop(nowMs: number): void {
    for (;;) {
      const slot = this.#slots[this.#first];
      if (slot === undefined || slot.endMs > nowMs - this.#spanMs) break;
      this.failed -= slot.failed;
      this.requests -= slot.requests;
      this.#busy -= slot.requests > 0 ? 1 : 0;
      this.#failing -= slot.failed > 0 ? 1 : 0;
      // Rates are not whole: what is left of sums that were taken away again is rounding, and no request.
      if (this.#busy === 0) this.requests = 0;
      if (this.#failing === 0) this.failed = 0;
      this.#first += 1;
    }
    if (this.#first > 4_096 && this.#first * 2 > this.#slots.length) {
      this.#slots.splice(0, this.#first);
      this.#first = 0;
    }
  }

  /** Undefined if there was no request: 0 of 0 is not good. */
  get failedShare(): number | undefined {
    return this.requests === 0 ? undefined : this.failed / this.requests;
  }
}
