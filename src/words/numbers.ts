/** Numbers as text. */

/** From here on decimals say nothing. */
const wholeFrom = 1e6;

/**
 * With up to three decimals, none from a million on, three digits if that would be 0, and as many as show that a share
 * is less than 1; commas between the thousands.
 */
export function inDigits(value: number): string {
  const size = Math.abs(value);
  if (size < 1 && size >= nearOneFrom) return inDigitsBelowOne(value);
  if (size !== 0 && size < 0.0005) return value.toPrecision(3);
  return grouped(value, size >= wholeFrom ? 0 : 3);
}

/**
 * As `toLocaleString('en-US')` has it, which takes longer to start than a short run: the shortest decimal that is the
 * number, rounded with halves away from 0, and with commas between the thousands. Without zeros at the end, unless
 * they are to be kept.
 */
function grouped(value: number, decimals: number, zerosAtEnd = /0+$/): string {
  const shortest = String(Math.abs(value));
  // Beyond 10^21 numbers are written with an exponent, and what is not finite in letters.
  if (!/^[\d.]+$/.test(shortest)) return value.toLocaleString('en-US');
  const [whole = '', fraction = ''] = shortest.split('.');
  const kept = BigInt(whole + fraction.slice(0, decimals).padEnd(decimals, '0'));
  const isUp = Number(fraction[decimals] ?? 0) >= 5;
  const digits = String(isUp ? kept + 1n : kept).padStart(decimals + 1, '0');
  const thousands = digits.slice(0, digits.length - decimals).replaceAll(/\B(?=(\d{3})+$)/g, ',');
  const rest = digits.slice(digits.length - decimals).replace(zerosAtEnd, '');
  const sign = value < 0 || Object.is(value, -0) ? '-' : '';
  return `${sign}${thousands}${rest === '' ? '' : `.${rest}`}`;
}

/** From here on what is missing to 1 tells more than what is there: 0.9989 is not 0.999. */
const nearOneFrom = 0.99;
/** What is nearer to 1 differs by rounding alone. */
const differenceMin = 1e-9;

/** The digits that are lost to 1: `0.99967`, `0.999999`. */
function inDigitsBelowOne(value: number): string {
  const difference = 1 - Math.abs(value);
  if (difference < differenceMin) return value < 0 ? '-1' : '1';
  const decimals = Number(difference.toExponential(1).match(/e-(\d+)/)?.[1]);
  return String(Number(value.toFixed(decimals + 1)));
}

/** To the whole number: `1,234`; a dash for what was not measured. */
export function rounded(value: number | undefined): string {
  return value === undefined ? '—' : inDigits(Math.round(value));
}

/** To the tenth: `12.3`, `1,234.5`, `80`. */
export const inTenths = (value: number): string => inDigits(Math.round(10 * value) / 10);

/** A duration in seconds, to the tenth: `12.3 s`, `30 s`, `40 ms` if it is that short; a dash for what was not measured. */
export function inSeconds(ms: number | undefined): string {
  if (ms === undefined) return '—';
  return ms > 0 && ms < 100 ? `${rounded(ms)} ms` : `${inDigits(Math.round(ms / 100) / 10)} s`;
}

const keepZeros = /$/;

/** With exactly three decimals, so that the points of a column stand below one another. */
export function inMilliseconds(value: number): string {
  return grouped(value, 3, keepZeros);
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
