/**
 * Tumbling windows by event time that count events (Dataflow Model, section 2.2): a window gives its
 * result when the watermark passes its last millisecond. It is kept for the allowed lateness, in
 * which each event that comes gives another, complete result; then it goes, and what comes later is
 * dropped and counted (Flink, WindowOperator.processElement, isWindowLate and EventTimeTrigger).
 */
import type { Breaches } from '../../../src/check/breaches.ts';
import { inDigits, rounded } from '../../../src/words/numbers.ts';
import type { Property } from '../effects.ts';
import type { KafkaRules } from '../rules.ts';
import { type WatermarkOptions, Watermarks } from './watermarks.ts';

export interface WindowOptions extends WatermarkOptions {
  readonly sizeMs: number;
  readonly allowedLatenessMs: number;
}

export interface Result {
  readonly startMs: number;
  readonly count: number;
  /** Whether an event came after an earlier result of the window. */
  readonly isUpdate: boolean;
}

interface Window {
  count: number;
  /** The last result, if there was one. */
  given: number | undefined;
}

export class TumblingWindows {
  readonly watermarks: Watermarks;
  /** By start, those that are not over. */
  readonly open = new Map<number, Window>();
  /** By start, the last result of each window: what a table of results would show. */
  readonly results = new Map<number, number>();
  readonly counts = { counted: 0, dropped: 0, updates: 0 };
  readonly #rules: KafkaRules;
  readonly #options: WindowOptions;
  readonly #breaches: Breaches<Property>;
  readonly #give: (result: Result) => void;

  constructor(
    partitions: readonly string[],
    rules: KafkaRules,
    options: WindowOptions,
    breaches: Breaches<Property>,
    give: (result: Result) => void,
  ) {
    this.watermarks = new Watermarks(partitions, rules, options);
    this.#rules = rules;
    this.#options = options;
    this.#breaches = breaches;
    this.#give = give;
  }

  /** An event has come from a partition. Returns whether it was counted. */
  on(partition: string, eventMs: number, nowMs: number): boolean {
    const startMs = this.startOf(eventMs);
    const isPromised = this.#isPromised(partition, eventMs);
    this.watermarks.saw(partition, eventMs, nowMs);
    if (this.watermarks.currentMs >= this.#endOf(startMs)) {
      this.counts.dropped += 1;
      this.#sawDropped(partition, eventMs, isPromised);
      return false;
    }
    const window = this.open.get(startMs) ?? { count: 0, given: undefined };
    this.open.set(startMs, window);
    window.count += 1;
    this.counts.counted += 1;
    if (this.watermarks.currentMs >= this.lastOf(startMs)) this.#result(startMs, window);
    return true;
  }

  /** Moves the watermark; gives the results of windows that it passes, and drops those that are over. */
  advance(nowMs: number): void {
    const watermarkMs = this.watermarks.advance(nowMs);
    for (const [startMs, window] of [...this.open].sort(([a], [b]) => a - b)) {
      if (watermarkMs < this.lastOf(startMs)) continue;
      if (window.given === undefined) this.#result(startMs, window);
      if (watermarkMs >= this.lastOf(startMs) + this.#latenessMs) this.open.delete(startMs);
    }
  }

  /** The observer: a window that ended longer ago than this without a result is overdue. */
  sawTime(nowMs: number, promisedMs: number): void {
    for (const [startMs, { given }] of this.open) {
      const overdueMs = nowMs - this.lastOf(startMs) - promisedMs;
      if (given !== undefined || overdueMs <= 0) continue;
      const how = `the window from ${inDigits(startMs)} ms has no result ${rounded(overdueMs + promisedMs)} ms after its end`;
      this.#breaches.report('results-come', how);
    }
  }

  startOf(eventMs: number): number {
    return Math.floor(eventMs / this.#options.sizeMs) * this.#options.sizeMs;
  }

  /** The last millisecond of a window. */
  lastOf(startMs: number): number {
    return startMs + this.#options.sizeMs - 1;
  }

  get #latenessMs(): number {
    return this.#rules['count-within-lateness'] ? this.#options.allowedLatenessMs : 0;
  }

  /** From this watermark on, what comes for a window is dropped. */
  #endOf(startMs: number): number {
    return this.#rules['drop-beyond-lateness'] ? this.lastOf(startMs) + this.#latenessMs : Infinity;
  }

  #result(startMs: number, window: Window): void {
    const earlier = this.results.get(startMs);
    window.given = window.count;
    this.results.set(startMs, window.count);
    const isUpdate = earlier !== undefined;
    if (isUpdate) this.counts.updates += 1;
    if (isUpdate && window.count < earlier) {
      const how = `the result of the window from ${startMs} ms counted ${earlier} events, and its update only ${window.count}`;
      this.#breaches.report('results-only-grow', how);
    }
    this.#give({ startMs, count: window.count, isUpdate });
  }

  /** The observer: no further out of order than allowed, and not of a time that passed while the partition was idle. */
  #isPromised(partition: string, eventMs: number): boolean {
    const progress = this.watermarks.partitions.get(partition);
    if (progress === undefined) return false;
    const isPassed = progress.passedMs >= this.lastOf(this.startOf(eventMs));
    return !isPassed && eventMs > this.watermarks.ofPartition(progress);
  }

  /** The observer: whether what was dropped should have been counted. */
  #sawDropped(partition: string, eventMs: number, isPromised: boolean): void {
    const startMs = this.startOf(eventMs);
    const what = `an event of ${rounded(eventMs)} ms from partition ${partition} was dropped`;
    if (isPromised) {
      const how = `${what}, although it was no further out of order there than allowed`;
      this.#breaches.report('in-order-is-counted', how);
    }
    const lateMs = this.watermarks.currentMs - this.lastOf(startMs);
    if (lateMs < this.#options.allowedLatenessMs) {
      const how = `${what} only ${Math.round(lateMs)} ms after the watermark had passed its window, within the allowed lateness`;
      this.#breaches.report('allowed-is-counted', how);
    }
  }
}
