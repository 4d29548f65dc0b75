/**
 * Watermarks: a statement that no event before a time is expected any more (Akidau et al., The
 * Dataflow Model, VLDB 2015, section 2.3). Each partition has its own: its latest event time less a
 * bound on how far out of order its events come (Flink, BoundedOutOfOrdernessWatermarks). A reader
 * of several takes the minimum (Flink documentation, Watermarks in Parallel Streams), over those
 * that are not idle (WatermarkStrategy.withIdleness).
 */
import type { KafkaRules } from '../rules.ts';

export interface WatermarkOptions {
  /** How far out of order the events of a partition may come. */
  readonly outOfOrderMs: number;
  /** A partition without an event for so long does not hold the others back. */
  readonly idleMs: number;
}

export interface PartitionProgress {
  /** The latest time of an event so far. */
  latestMs: number;
  /** When the latest event came, by the clock of the reader. */
  heardAtMs: number;
  isIdle: boolean;
  /** The watermark while it was idle: what it sends later of the time before may be late. */
  passedMs: number;
}

export class Watermarks {
  readonly partitions = new Map<string, PartitionProgress>();
  /** Of all partitions; it never goes back. */
  currentMs = -Infinity;
  readonly #rules: KafkaRules;
  readonly #options: WatermarkOptions;

  constructor(partitions: readonly string[], rules: KafkaRules, options: WatermarkOptions) {
    this.#rules = rules;
    this.#options = options;
    for (const name of partitions)
      this.partitions.set(name, {
        latestMs: -Infinity,
        heardAtMs: 0,
        isIdle: false,
        passedMs: -Infinity,
      });
  }

  /** An event has come. It moves the watermark only with the next `advance`. */
  saw(partition: string, eventMs: number, nowMs: number): void {
    const progress = this.partitions.get(partition);
    if (progress === undefined) throw new Error(`there is no partition "${partition}"`);
    progress.latestMs = Math.max(progress.latestMs, eventMs);
    progress.heardAtMs = nowMs;
    progress.isIdle = false;
  }

  /** The watermark after a look at all partitions, as at every pipeline.auto-watermark-interval. */
  advance(nowMs: number): number {
    const heard: number[] = [];
    for (const progress of this.partitions.values()) {
      if (this.#rules['leave-idle-partitions-out'])
        progress.isIdle = nowMs - progress.heardAtMs >= this.#options.idleMs;
      if (!progress.isIdle) heard.push(this.ofPartition(progress));
    }
    // With all of them idle nothing is known: the watermark stays.
    if (heard.length === 0) return this.currentMs;
    const slowest = this.#rules['minimum-over-partitions']
      ? Math.min(...heard)
      : Math.max(...heard);
    this.currentMs = Math.max(this.currentMs, slowest);
    for (const progress of this.partitions.values())
      if (progress.isIdle) progress.passedMs = this.currentMs;
    return this.currentMs;
  }

  /** A watermark t says that no event of t or before is expected, so it stays 1 ms below. */
  ofPartition({ latestMs }: PartitionProgress): number {
    return latestMs - this.#options.outOfOrderMs - 1;
  }
}
