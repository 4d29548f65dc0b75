/** Times in words, and where the ticks of an axis stand. */

/** 1, 2 or 5 times a power of ten, at least so much. */
export function niceStep(least: number): number {
  const power = 10 ** Math.floor(Math.log10(least));
  return power * ([1, 2, 5, 10].find((factor) => factor * power >= least) ?? 10);
}

const spans = [
  [86_400_000, 'd'],
  [3_600_000, 'h'],
  [60_000, 'min'],
  [1000, 's'],
] as const;

/** A time of many minutes in the three largest units that it has: `6 d 14 h 29 min`. */
function longTime(timeMs: number): string {
  let restMs = timeMs;
  const parts = spans.map(([unitMs, unit]) => {
    const count = Math.floor(restMs / unitMs);
    restMs -= count * unitMs;
    return { count, unit };
  });
  const first = parts.findIndex(({ count }) => count > 0);
  const shown = parts.slice(first, first + 3);
  return shown.map(({ count, unit }) => `${count} ${unit}`).join(' ');
}

const longMs = 600_000;

/** To the step that matters; beyond ten minutes the milliseconds do not. */
export function timeInWords(timeMs: number, stepMs = 1): string {
  if (stepMs >= 60_000) return `${(timeMs / 60_000).toFixed(0)} min`;
  if (stepMs >= 1000) return `${(timeMs / 1000).toFixed(0)} s`;
  if (timeMs >= longMs) return longTime(timeMs);
  const digits = Math.max(0, Math.ceil(-Math.log10(stepMs)));
  return `${timeMs.toLocaleString('en-US', { maximumFractionDigits: digits })} ms`;
}
