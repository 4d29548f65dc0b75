/**
 * A clock that is corrected (RFC 5905 §11.3): small errors by running a little faster or slower, so
 * that its time never goes back; large ones at once.
 */
import type { NtpRules } from './rules.ts';

/** RFC 5905, the step threshold, and the fastest slew rate of a clock (500 parts per million). */
export const stepThresholdMs = 128;
export const slewPpmMax = 500;

export class DisciplinedClock {
  readonly #rules: NtpRules;
  /**
   * What the clock shows at a given hardware time, and how much of a correction remains from then
   * on.
   */
  #hardwareMs = 0;
  #shownMs = 0;
  #leftMs = 0;

  constructor(rules: NtpRules, hardwareMs: number, shownMs: number) {
    this.#rules = rules;
    this.#hardwareMs = hardwareMs;
    this.#shownMs = shownMs;
  }

  /** What it shows, given the hardware time, which only goes forward. */
  read(hardwareMs: number): number {
    return this.#shownMs + (hardwareMs - this.#hardwareMs) + this.#slewed(hardwareMs);
  }

  /** How long, by the hardware, until the current correction is complete. */
  slewsForMs(hardwareMs: number): number {
    const leftMs = Math.abs(this.#leftMs - this.#slewed(hardwareMs));
    return (leftMs * 1e6) / slewPpmMax;
  }

  /** Corrects the clock: what it shows must become larger by `offsetMs`. */
  correct(hardwareMs: number, offsetMs: number): 'slew' | 'step' {
    const shownMs = this.read(hardwareMs);
    const steps = Math.abs(offsetMs) > stepThresholdMs || !this.#rules['slew-not-step'];
    this.#hardwareMs = hardwareMs;
    this.#shownMs = steps ? shownMs + offsetMs : shownMs;
    this.#leftMs = steps ? 0 : offsetMs;
    return steps ? 'step' : 'slew';
  }

  /** How much of the correction is complete by then. */
  #slewed(hardwareMs: number): number {
    const mostMs = ((hardwareMs - this.#hardwareMs) * slewPpmMax) / 1e6;
    return Math.max(-mostMs, Math.min(mostMs, this.#leftMs));
  }
}
