/**
 * A node's clock: it started out wrong by an offset, and runs fast or slow by a drift.
 *
 * Drift is in parts per million: at +200 ppm the clock gains 0.2 ms a second. Timers run by it too.
 */
export class NodeClock {
  #rate: number;
  #setAtMs = 0;
  #setToMs: number;

  constructor(offsetMs: number, driftPpm: number) {
    this.#setToMs = offsetMs;
    this.#rate = rateOf(driftPpm);
  }

  /** What the clock shows at a true time. */
  read(trueMs: number): number {
    return this.#setToMs + (trueMs - this.#setAtMs) * this.#rate;
  }

  /** How long a span of this clock's time really takes. */
  trueSpanMs(spanMs: number): number {
    return spanMs / this.#rate;
  }

  /** Puts the clock forward, or back; running timers are not affected. */
  jump(trueMs: number, byMs: number): void {
    this.#setToMs = this.read(trueMs) + byMs;
    this.#setAtMs = trueMs;
  }

  /** Changes the speed from now on; running timers keep the speed with which they were set. */
  drift(trueMs: number, driftPpm: number): void {
    this.jump(trueMs, 0);
    this.#rate = rateOf(driftPpm);
  }
}

function rateOf(driftPpm: number): number {
  if (!(driftPpm > -1e6)) throw new RangeError('a clock cannot stand still or run backwards');
  return 1 + driftPpm / 1e6;
}
