/** Figures of a run in words. */
import { counted, inDigits } from '../words/numbers.ts';
import type { Bound, ExpectationReport } from './expectation.ts';
import type { MetricReport } from './metric.ts';

export function metricInWords(report: MetricReport, unit: string): string {
  if (report === null) return 'not measured';
  if (typeof report === 'number') return `${inDigits(report)} ${unit}`;
  const { count, ...figures } = report;
  if (count === 0) return 'not measured';
  if (count === 1) return `${inDigits(figures.mean ?? 0)} ${unit}`;
  const shown = Object.entries(figures).map(([name, value]) => `${name} ${inDigits(value ?? 0)}`);
  return `${shown.join('  ')} ${unit}  (${counted(count, 'sample')})`;
}

/** Bounds that are closer than this share of them leave room for rounding alone. */
const roundingShare = 1e-5;
/** Around zero they have no share. */
const roundingMax = 1e-5;

/** `20`, `2 to 4`, `at least 2`, `at most 4`; empty if nothing is bounded. */
export function boundInWords(
  { atLeast, atMost }: Bound,
  inFigures: (value: number) => string = inDigits,
): string {
  // Nothing that is counted is below 0.
  if (atLeast === undefined && atMost === 0) return inFigures(0);
  if (atLeast === undefined) return atMost === undefined ? '' : `at most ${inFigures(atMost)}`;
  if (atMost === undefined) return `at least ${inFigures(atLeast)}`;
  const isOfRounding = atLeast === -atMost && atMost <= roundingMax;
  const isExact = isOfRounding || atMost - atLeast <= roundingShare * Math.abs(atMost);
  if (isExact) return inFigures(atLeast / 2 + atMost / 2);
  return `${inFigures(atLeast)} to ${inFigures(atMost)}`;
}

/** `measured 3, expected 2 to 4` */
export function measuredInWords(
  measured: ExpectationReport['measured'],
  bound: ExpectationReport['bound'],
): string {
  const value = measured === null ? 'not measured' : `measured ${inDigits(measured)}`;
  return `${value}, expected ${boundInWords(bound)}`;
}
