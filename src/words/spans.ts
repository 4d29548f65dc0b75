/** Long times in words. */

const spans = [
  [86_400_000, 'd'],
  [3_600_000, 'h'],
  [60_000, 'min'],
  [1000, 's'],
] as const;

/** From here on milliseconds do not matter. */
export const longMs = 600_000;

/** A time of many minutes in the three largest units that it has: `6 d 14 h 29 min`. */
export function longTime(timeMs: number): string {
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
