/**
 * Power and sample size of the two-proportion test: how large a sample must be to find a difference
 * with a given probability, and how small a difference a given sample can find. Two-sided; the chance
 * of a significant result on the wrong side is left out, as in R's power.prop.test.
 *
 * Source: Fleiss, Statistical Methods for Rates and Proportions, §3.2.
 */
import { pow } from '../kernel/elementary.ts';
import { normalUpperTail, quantileOfTail } from './distributions.ts';
import { crossing } from './root.ts';

export interface Detection {
  readonly baseline: number;
  readonly changed: number;
  readonly alpha?: number;
}

/** The probability that `trials` in each group find the difference. */
export function powerOfTwoProportions(
  trials: number,
  { baseline, changed, alpha = 0.05 }: Detection,
): number {
  const { underNull, underChange } = deviations(baseline, changed);
  const z = quantileOfTail(alpha / 2);
  const reach = Math.sqrt(trials) * Math.abs(changed - baseline) - z * underNull;
  if (underChange === 0) return reach > 0 ? 1 : 0;
  return normalUpperTail(-reach / underChange);
}

/** Trials in each group, not rounded, to find the difference with that power (0.5 to 1). */
export function trialsForPower(
  power: number,
  { baseline, changed, alpha = 0.05 }: Detection,
): number {
  if (!(power >= 0.5 && power < 1)) throw new RangeError(`power is from 0.5 to 1, not ${power}`);
  if (baseline === changed) return Infinity;
  const { underNull, underChange } = deviations(baseline, changed);
  const reach = quantileOfTail(alpha / 2) * underNull + zOfPower(power) * underChange;
  return pow(reach / (changed - baseline), 2);
}

/** The smallest rise above the baseline that such a test finds with that power; NaN where none is. */
export function minimumDetectableEffect(
  trials: number,
  { baseline, power = 0.8, alpha = 0.05 }: { baseline: number; power?: number; alpha?: number },
): number {
  const excess = (changed: number) =>
    powerOfTwoProportions(trials, { baseline, changed, alpha }) - power;
  if (!(excess(1) > 0)) return Number.NaN;
  return crossing(excess, baseline, 1) - baseline;
}

function zOfPower(power: number): number {
  return power === 0.5 ? 0 : quantileOfTail(1 - power);
}

/** Standard deviations of the difference for one trial a group, pooled and not. */
function deviations(p: number, q: number) {
  const mean = (p + q) / 2;
  return {
    underNull: Math.sqrt(2 * mean * (1 - mean)),
    underChange: Math.sqrt(p * (1 - p) + q * (1 - q)),
  };
}
