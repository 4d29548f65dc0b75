/** Alerts on the burn rate in closed form: for failures that begin at once and come at a constant rate. */
import type { BurnAlert } from './policy.ts';

export interface Burning {
  /** Share of the requests that fail. */
  readonly failedShare: number;
  readonly objective: number;
}

/**
 * How long failures go on until an alert fires: threshold x window / burn rate; undefined if it never does (Workbook,
 * chapter 5).
 */
export function detectionMs(
  { longMs }: Pick<BurnAlert, 'longMs'>,
  threshold: number,
  { failedShare, objective }: Burning,
): number | undefined {
  const burn = failedShare / (1 - objective);
  return burn < threshold * (1 - 1e-9) ? undefined : Math.min(longMs, (threshold * longMs) / burn);
}

/**
 * How long after the failures an alert resets, if they went on for `lastedMs`: as soon as one of its windows holds too
 * few. O(1).
 */
export function resetMs(
  windowsMs: readonly number[],
  threshold: number,
  { failedShare, objective }: Burning,
  lastedMs: number,
): number {
  const share = (threshold * (1 - objective)) / failedShare;
  return Math.min(
    ...windowsMs.map((windowMs) => (lastedMs < share * windowMs ? 0 : windowMs * (1 - share))),
  );
}

/** Which share of the budget of the period is gone by then: of failures at that rate, for that long. */
export const spentShare = (
  { failedShare, objective }: Burning,
  lastedMs: number,
  periodMs: number,
): number => ((failedShare / (1 - objective)) * lastedMs) / periodMs;
