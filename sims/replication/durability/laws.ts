/**
 * What a store promises about a crash, and the judge that checks it. The store does not depend on
 * it.
 */

import type { Breaches } from '../../../src/check/breaches.ts';
import { counter, histogram, type MetricsOf } from '../../../src/check/metric.ts';
import { inDigits } from '../../../src/words/numbers.ts';

export const durabilityLaws = {
  'acked-survives-power-loss': 'a store that syncs each write loses none that it acknowledged',
  'loss-within-window': 'the lost acknowledged writes span no longer than the store’s window',
  'recovery-is-prefix': 'the recovered writes are the first ones, without a hole',
} as const;

export type DurabilityLaw = keyof typeof durabilityLaws;

export const durabilityMetrics = {
  acked: counter('writes', 'that were acknowledged'),
  lost: counter('writes', 'acknowledged, but gone after the restart'),
  windowMs: histogram('ms', 'age of the oldest lost write, for each crash'),
  writeMs: histogram('ms', 'from sending a write to its acknowledgement'),
} as const;

export type DurabilityMetrics = MetricsOf<typeof durabilityMetrics>;

/** The last write of each half of the keys: odd writes go to one half, even ones to the other. */
export interface Halves {
  readonly odd: number;
  readonly even: number;
}

export const halvesOf = (upTo: number): Halves => ({
  odd: upTo - ((upTo + 1) % 2),
  even: upTo - (upTo % 2),
});

export class DurabilityJudge {
  readonly metrics: DurabilityMetrics;
  readonly #breaches: Breaches<DurabilityLaw>;
  readonly #windowMs: number;
  readonly #syncsEach: boolean;
  /** By index: when write 1, 2, … was acknowledged. */
  readonly #ackedAtMs: number[] = [];
  #hasRestarted = false;

  constructor(
    breaches: Breaches<DurabilityLaw>,
    metrics: DurabilityMetrics,
    syncsEach: boolean,
    windowMs: number,
  ) {
    this.#breaches = breaches;
    this.metrics = metrics;
    this.#syncsEach = syncsEach;
    this.#windowMs = windowMs;
  }

  get hasRestarted(): boolean {
    return this.#hasRestarted;
  }

  acknowledges(write: number, nowMs: number): void {
    this.#ackedAtMs[write - 1] = nowMs;
    this.metrics.acked.add();
  }

  /**
   * The store has restarted, with the last write of each half of the keys; `downAtMs`: when it went
   * down.
   */
  recovers({ odd, even }: Halves, written: number, downAtMs: number): void {
    this.#hasRestarted = true;
    const upTo = Math.max(odd, even);
    const whole = halvesOf(upTo);
    if (whole.odd !== odd || whole.even !== even || upTo > written) {
      const how = `of ${written} writes the store recovers ${odd} as the last odd one and ${even} as the last even one, which is the state after no single write`;
      this.#breaches.report('recovery-is-prefix', how);
    }
    const lost = this.#ackedAtMs.slice(upTo).filter((atMs) => atMs !== undefined);
    const [oldestMs = downAtMs] = lost;
    this.metrics.lost.add(lost.length);
    this.metrics.windowMs.record(downAtMs - oldestMs);
    if (lost.length > 0 && this.#syncsEach) {
      const how = `${lost.length} acknowledged writes after write ${upTo} are lost in a power failure, although each should be on disk before it is acknowledged`;
      this.#breaches.report('acked-survives-power-loss', how);
    }
    const spanMs = (lost.at(-1) ?? oldestMs) - oldestMs;
    if (spanMs > this.#windowMs) {
      this.#breaches.report(
        'loss-within-window',
        `${inDigits(spanMs)} ms of acknowledged writes are lost, more than the ${inDigits(this.#windowMs)} ms allowed`,
      );
    }
  }
}
