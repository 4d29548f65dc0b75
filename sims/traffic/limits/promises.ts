/**
 * What a limiter promises about the requests that it admits, in terms of their times alone. Each
 * promise also tells which requests must be refused, so a limiter can be checked in both
 * directions.
 */
import type { Limit } from './limiter.ts';

export interface AdmissionPromise {
  /** How admitting this cost now would break the promise; undefined if it would not. */
  brokenBy(atMs: number, cost: number): string | undefined;
  admits(atMs: number, cost: number): void;
}

/** In any span t at most burst + rate x t: the arrival curve of network calculus. */
export class RateAndBurst implements AdmissionPromise {
  readonly #limit: Limit;
  #total = 0;
  /**
   * The minimum of (admitted before it) - rate x (its time) over all admitted: the start of the
   * worst span.
   */
  #lowest = Number.POSITIVE_INFINITY;

  constructor(limit: Limit) {
    this.#limit = limit;
  }

  brokenBy(atMs: number, cost: number): string | undefined {
    const { count, periodMs, burst } = this.#limit;
    const lowest = Math.min(this.#lowest, this.#startAt(atMs));
    const mostInSpan = (this.#total + cost) * periodMs - count * atMs - lowest;
    if (mostInSpan <= burst * periodMs) return undefined;
    return `more than a burst of ${burst} and ${count} every ${periodMs} ms`;
  }

  admits(atMs: number, cost: number): void {
    this.#lowest = Math.min(this.#lowest, this.#startAt(atMs));
    this.#total += cost;
  }

  #startAt(atMs: number): number {
    return this.#total * this.#limit.periodMs - this.#limit.count * atMs;
  }
}

/** In any window of a period at most the count. */
export class AnyWindow implements AdmissionPromise {
  readonly #limit: Limit;
  readonly #admitted: { readonly atMs: number; readonly cost: number }[] = [];

  constructor(limit: Limit) {
    this.#limit = limit;
  }

  brokenBy(atMs: number, cost: number): string | undefined {
    const { count, periodMs } = this.#limit;
    let used = cost;
    for (let at = this.#admitted.length - 1; at >= 0; at--) {
      const earlier = this.#admitted[at];
      if (earlier === undefined || earlier.atMs <= atMs - periodMs) break;
      used += earlier.cost;
    }
    return used > count ? `${used} within ${periodMs} ms, but ${count} are allowed` : undefined;
  }

  admits(atMs: number, cost: number): void {
    this.#admitted.push({ atMs, cost });
  }
}

/**
 * Requests go through one by one, each a gap of 1/rate after the last, minus the millisecond to
 * which delays are truncated.
 */
export class EvenGaps implements AdmissionPromise {
  readonly #gapMs: number;
  #lastMs = Number.NEGATIVE_INFINITY;

  constructor({ count, periodMs }: Limit) {
    this.#gapMs = periodMs / count - 1;
  }

  brokenBy(atMs: number): string | undefined {
    const gapMs = atMs - this.#lastMs;
    return gapMs <= this.#gapMs ? `only ${gapMs} ms after the one before it` : undefined;
  }

  admits(atMs: number): void {
    this.#lastMs = atMs;
  }
}

/**
 * At most the count from each edge to the next; nothing is promised about a span across an edge.
 */
export class AlignedWindow implements AdmissionPromise {
  readonly #limit: Limit;
  readonly #used = new Map<number, number>();

  constructor(limit: Limit) {
    this.#limit = limit;
  }

  brokenBy(atMs: number, cost: number): string | undefined {
    const { count, periodMs } = this.#limit;
    const used = this.#usedAt(atMs) + cost;
    return used > count
      ? `${used} in a window of ${periodMs} ms, but ${count} are allowed`
      : undefined;
  }

  admits(atMs: number, cost: number): void {
    this.#used.set(Math.floor(atMs / this.#limit.periodMs), this.#usedAt(atMs) + cost);
  }

  #usedAt(atMs: number): number {
    return this.#used.get(Math.floor(atMs / this.#limit.periodMs)) ?? 0;
  }
}
