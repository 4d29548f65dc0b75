/** Times in words, and where the ticks of an axis stand. */
import { longMs, longTime } from '../../words/spans.ts';

/** 1, 2 or 5 times a power of ten, at least so much. */
export function niceStep(least: number): number {
  const power = 10 ** Math.floor(Math.log10(least));
  return power * ([1, 2, 5, 10].find((factor) => factor * power >= least) ?? 10);
}

/** To the step that matters; beyond ten minutes the milliseconds do not. */
export function timeInWords(timeMs: number, stepMs = 1): string {
  if (stepMs >= 60_000) return `${(timeMs / 60_000).toFixed(0)} min`;
  if (stepMs >= 1000) return `${(timeMs / 1000).toFixed(0)} s`;
  if (timeMs >= longMs) return longTime(timeMs);
  const digits = Math.max(0, Math.ceil(-Math.log10(stepMs)));
  return `${timeMs.toLocaleString('en-US', { maximumFractionDigits: digits })} ms`;
}
