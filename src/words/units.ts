/** Figures with few digits and a unit that makes them short, as estimates have them. */
import { inDigits } from './numbers.ts';

/** With so many digits: `1,160`, `0.0217`, `2.21e+15` if it is longer than a line wants. */
export function significant(value: number, digits = 3): string {
  const rounded = Number(value.toPrecision(digits));
  const isShort = Math.abs(rounded) < 1e15 && (rounded === 0 || Math.abs(rounded) >= 0.01);
  if (isShort && Math.abs(rounded) < 1) return String(rounded);
  return isShort ? inDigits(rounded) : String(Number(rounded.toPrecision(digits)));
}

const prefixes = ['', 'k', 'M', 'G', 'T', 'P', 'E'];

/** With three digits, or as many, and the prefix of a power of 1,000: `21.9 TB`, `116 kB`; below 1 without one. */
export function inUnits(value: number, unit: string, digits = 3): string {
  let [scaled, place] = [Number(value.toPrecision(digits)), 0];
  while (Math.abs(scaled) >= 1_000 && place < prefixes.length - 1) {
    scaled /= 1_000;
    place += 1;
  }
  return `${significant(scaled, digits)} ${prefixes[place]}${unit}`.trimEnd();
}

const spans: readonly (readonly [ms: number, one: string, many: string])[] = [
  [365 * 86_400_000, 'year', 'years'],
  [86_400_000, 'day', 'days'],
  [3_600_000, 'h', 'h'],
  [60_000, 'min', 'min'],
  [1_000, 's', 's'],
  [1, 'ms', 'ms'],
  [1e-3, 'µs', 'µs'],
  [1e-6, 'ns', 'ns'],
];

/** A time with three digits, or as many, in the largest unit of which it is at least one: `52.6 min`, `150 ms`. */
export function inTime(ms: number, digits = 3): string {
  const [unitMs, one, many] = spans.find(([unit]) => Math.abs(ms) >= unit) ?? [1, 'ms', 'ms'];
  const count = significant(ms / unitMs, digits);
  return `${count} ${count === '1' ? one : many}`;
}
