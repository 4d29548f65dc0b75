/**
 * Windows: what a circuit breaker remembers of the calls behind it.
 *
 * By count, the last so many calls; by time, the calls of the last so many slices of time. Both
 * subtract what leaves the window from the totals, so that recording costs O(1).
 */
import { must } from '../../../src/kernel/must.ts';
import type { ResilienceRules } from '../rules.ts';

export interface Counts {
  readonly calls: number;
  readonly failures: number;
  readonly slow: number;
}

export interface CallWindow {
  /** A call is made, whether or not it is let through. */
  start(nowMs: number): void;
  /** A call that was let through has ended. */
  end(nowMs: number, failed: boolean, slow: boolean): void;
  counts(nowMs: number): Counts;
  clear(): void;
}

/** The calls since the last success, all of them failures. */
export class ConsecutiveWindow implements CallWindow {
  #failures = 0;

  start(): void {}

  end(_nowMs: number, failed: boolean): void {
    this.#failures = failed ? this.#failures + 1 : 0;
  }

  counts(): Counts {
    return { calls: this.#failures, failures: this.#failures, slow: 0 };
  }

  clear(): void {
    this.#failures = 0;
  }
}

const failedBit = 1;
const slowBit = 2;

/** The last `size` calls, in a ring. */
export class CountWindow implements CallWindow {
  readonly #rules: ResilienceRules;
  readonly #ring: Uint8Array;
  #next = 0;
  #calls = 0;
  #failures = 0;
  #slow = 0;

  constructor(rules: ResilienceRules, size: number) {
    this.#rules = rules;
    this.#ring = new Uint8Array(size);
  }

  start(): void {}

  end(_nowMs: number, failed: boolean, slow: boolean): void {
    if (this.#calls < this.#ring.length || !this.#rules['evict-old-results']) {
      this.#calls += 1;
    } else {
      const oldest = must(this.#ring[this.#next], 'outcome in the ring');
      if ((oldest & failedBit) !== 0) this.#failures -= 1;
      if ((oldest & slowBit) !== 0) this.#slow -= 1;
    }
    this.#ring[this.#next] = (failed ? failedBit : 0) | (slow ? slowBit : 0);
    this.#next = (this.#next + 1) % this.#ring.length;
    if (failed) this.#failures += 1;
    if (slow) this.#slow += 1;
  }

  counts(): Counts {
    return { calls: this.#calls, failures: this.#failures, slow: this.#slow };
  }

  clear(): void {
    this.#next = 0;
    this.#calls = 0;
    this.#failures = 0;
    this.#slow = 0;
  }
}

/**
 * When a slice gives way to the next. `clock`: at multiples of its length, and slices without calls
 * count (resilience4j, opossum). `calls`: when a call finds the slice older than its length, one
 * slice per call, so after a pause old slices stay until calls have pushed them out (cockatiel 3).
 * `age`: likewise, but a slice is forgotten once it began the whole span ago, so the window begins
 * with its first call (Polly 8, RollingHealthMetrics).
 */
export type SliceTurn = 'clock' | 'calls' | 'age';

export interface TimeWindowOptions {
  readonly slices: number;
  readonly sliceMs: number;
  readonly turn: SliceTurn;
  /** Whether a call counts from its end, or from its start, let through or not (opossum). */
  readonly counts: 'ends' | 'starts';
}

interface Slice {
  startedAtMs: number;
  calls: number;
  failures: number;
  slow: number;
}

export class TimeWindow implements CallWindow {
  readonly #rules: ResilienceRules;
  readonly #options: TimeWindowOptions;
  readonly #slices: Slice[];
  #current = 0;
  #calls = 0;
  #failures = 0;
  #slow = 0;

  constructor(rules: ResilienceRules, options: TimeWindowOptions) {
    this.#rules = rules;
    this.#options = options;
    this.#slices = Array.from({ length: options.slices }, () => this.#firstSlice());
  }

  start(nowMs: number): void {
    if (this.#options.counts === 'starts') this.#add(nowMs, 1, 0, 0);
  }

  end(nowMs: number, failed: boolean, slow: boolean): void {
    this.#add(nowMs, this.#options.counts === 'ends' ? 1 : 0, failed ? 1 : 0, slow ? 1 : 0);
  }

  counts(nowMs: number): Counts {
    if (this.#options.turn !== 'calls') this.#advance(nowMs);
    return { calls: this.#calls, failures: this.#failures, slow: this.#slow };
  }

  clear(): void {
    for (const place of this.#slices.keys()) this.#slices[place] = this.#firstSlice();
    this.#calls = 0;
    this.#failures = 0;
    this.#slow = 0;
  }

  #add(nowMs: number, calls: number, failures: number, slow: number): void {
    this.#advance(nowMs);
    const slice = must(this.#slices[this.#current], 'current slice');
    slice.calls += calls;
    slice.failures += failures;
    slice.slow += slow;
    this.#calls += calls;
    this.#failures += failures;
    this.#slow += slow;
  }

  #advance(nowMs: number): void {
    const { sliceMs, turn: turnsWith } = this.#options;
    if (turnsWith === 'calls') {
      if (nowMs - this.#slice.startedAtMs >= sliceMs) this.#turnTo(nowMs);
      return;
    }
    if (turnsWith === 'age') {
      if (this.#rules['evict-old-results'])
        this.#forgetUntil(nowMs - this.#options.slices * sliceMs);
      if (nowMs - this.#slice.startedAtMs >= sliceMs) this.#turnTo(nowMs);
      return;
    }
    const startMs = Math.floor(nowMs / sliceMs) * sliceMs;
    const turns = Math.round((startMs - this.#slice.startedAtMs) / sliceMs);
    const needed = Math.min(turns, this.#slices.length);
    for (let turn = needed - 1; turn >= 0; turn--) this.#turnTo(startMs - turn * sliceMs);
  }

  /** A window by age has no slice before its first call. */
  #firstSlice(): Slice {
    return emptySlice(this.#options.turn === 'age' ? Number.NEGATIVE_INFINITY : 0);
  }

  /** Slices that began at that time or earlier. */
  #forgetUntil(endMs: number): void {
    for (const [place, slice] of this.#slices.entries()) {
      if (slice.startedAtMs > endMs) continue;
      this.#subtract(slice);
      this.#slices[place] = emptySlice(Number.NEGATIVE_INFINITY);
    }
  }

  #subtract({ calls, failures, slow }: Slice): void {
    this.#calls -= calls;
    this.#failures -= failures;
    this.#slow -= slow;
  }

  get #slice(): Slice {
    return must(this.#slices[this.#current], 'current slice');
  }

  #turnTo(startedAtMs: number): void {
    this.#current = (this.#current + 1) % this.#slices.length;
    if (this.#rules['evict-old-results']) this.#subtract(this.#slice);
    this.#slices[this.#current] = emptySlice(startedAtMs);
  }
}

function emptySlice(startedAtMs: number): Slice {
  return { startedAtMs, calls: 0, failures: 0, slow: 0 };
}
