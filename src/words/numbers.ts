/** Numbers as text. */

/** From here on decimals say nothing. */
const wholeFrom = 1e6;

/** With up to three decimals, none from a million on, three digits if that would be 0; commas between the thousands. */
export function inDigits(value: number): string {
  const size = Math.abs(value);
  if (size !== 0 && size < 0.0005) return value.toPrecision(3);
  return value.toLocaleString('en-US', { maximumFractionDigits: size >= wholeFrom ? 0 : 3 });
}

/** To the whole number: `1,234`; a dash for what was not measured. */
export function rounded(value: number | undefined): string {
  return value === undefined ? '—' : inDigits(Math.round(value));
}

/** A duration in seconds, to the tenth: `12.3 s`, `30 s`, `40 ms` if it is that short; a dash for what was not measured. */
export function inSeconds(ms: number | undefined): string {
  if (ms === undefined) return '—';
  return ms > 0 && ms < 100 ? `${rounded(ms)} ms` : `${inDigits(Math.round(ms / 100) / 10)} s`;
}

/** With exactly three decimals, so that the points of a column stand below one another. */
export function inMilliseconds(value: number): string {
  return value.toLocaleString('en-US', { minimumFractionDigits: 3, maximumFractionDigits: 3 });
}

/** A count with its noun: `1 vote`, `2 votes`, `1,000 entries`. */
export function counted(count: number, one: string, many = `${one}s`): string {
  return `${inDigits(count)} ${count === 1 ? one : many}`;
}

/** How often: `once`, `3 times`. */
export function times(count: number): string {
  return count === 1 ? 'once' : `${inDigits(count)} times`;
}

/** A share in percent: `12.3%`; a dash if there is none. */
export function percent(share: number | undefined, decimals = 1): string {
  return share === undefined || Number.isNaN(share) ? '—' : `${(share * 100).toFixed(decimals)}%`;
}

/** The same with no more decimals than it needs, up to three: `5%`, `0.125%`. */
export function inPercent(share: number): string {
  return `${inDigits(share * 100)}%`;
}
