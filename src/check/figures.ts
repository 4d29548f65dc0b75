/** Figures of a run in words. */

import { must } from '../kernel/must.ts';
import { counted, inDigits } from '../words/numbers.ts';
import { inUnits, significant } from '../words/units.ts';
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

/** An expectation: `time until it is filled: measured 12.35 s, expected at most 1.5 min`. */
export function expectationInWords({
  text,
  measured,
  bound,
}: Pick<ExpectationReport, 'text' | 'measured' | 'bound'>): string {
  const { atLeast = 0, atMost = 0 } = bound;
  const { label, inFigures } = readable(text, Math.max(measured ?? 0, atLeast, atMost));
  const value = measured === null ? 'not measured' : `measured ${inFigures(measured)}`;
  // No share is below 0.
  const { atLeast: lower, ...upper } = bound;
  const isBelowNone =
    isShare(text) && lower !== undefined && lower <= 0 && upper.atMost !== undefined;
  return `${label}: ${value}, expected ${boundInWords(isBelowNone ? upper : bound, inFigures)}`;
}

/** From here on milliseconds are hard to read. */
const secondsFromMs = 10_000;

/** `ms until …`, also of one of several: `the page of one hour: ms until …` */
const milliseconds = /^((?:[^:]*: )?)ms ((?:until|of|that|from|to|between|by|in|after)\b.*)$/s;

/** `time until it is filled, in ms: at most the lock’s` */
const inMilliseconds = /, in ms\b(?=,|:|$)/;

const isShare = (text: string): boolean => /^(?:[^:]*: )?share of\b/.test(text);

const inBytes = (bytes: number): string => inUnits(bytes, 'B');

/** Times that are compared have one unit. */
function inUnitOf(largestMs: number): (ms: number) => string {
  const [unit, each] = must(
    timeUnits.find(([, ms]) => largestMs >= 2 * ms) ?? timeUnits.at(-1),
    'unit of the time',
  );
  return (ms) => `${significant(ms / each, 4)} ${unit}`;
}

/** From two of each on it is the unit. */
const timeUnits = [
  ['days', 86_400_000],
  ['h', 3_600_000],
  ['min', 60_000],
  ['s', 1_000],
] as const;

/** What the words say of the unit: long times in seconds, minutes and hours, and shares in percent. */
function readable(
  text: string,
  largest: number,
): { readonly label: string; readonly inFigures: (value: number) => string } {
  const [, of = '', time] = milliseconds.exec(text) ?? [];
  const label = time === undefined ? text.replace(inMilliseconds, '') : `${of}time ${time}`;
  if (label !== text && largest >= secondsFromMs) {
    return { label, inFigures: inUnitOf(largest) };
  }
  if (/^(?:[^:]*: )?B of\b/.test(text))
    return { label: text.replace(/\bB of/, 'bytes of'), inFigures: inBytes };
  if (isShare(text) && largest <= 1) {
    return { label: text, inFigures: (share) => `${significant(100 * share, 4)}%` };
  }
  return { label: text, inFigures: inDigits };
}
