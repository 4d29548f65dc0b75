/**
 * Numbers as histories write them, kept exact: two values that differ in the twentieth digit are two
 * values. A JavaScript number where that loses nothing, a bigint for a longer integer, and otherwise
 * a decimal or a ratio as text in one form, so that equal numbers have equal texts.
 */
import { must } from '../../kernel/must.ts';

export type ExactNumber = number | bigint | { readonly exact: string };

/** Digits of an integer that is written out; a larger one, such as 1e999999999, stays as it is. */
const digitsMax = 1_000;

const decimal = /^([+-]?)(\d+)(?:\.(\d*))?(?:[eE]([+-]?\d{1,15}))?$/;
const ratio = /^([+-]?\d+)\/(\d+)$/;

/** The number that a text writes: `-7`, `1.50`, `6.02e23`, `2/3`. Undefined if it is not one. */
export function exactNumber(text: string): ExactNumber | undefined {
  // Most numbers of a history are short integers.
  if (text.length < 16 && /^-?[1-9]\d*$/.test(text)) return Number(text);
  const fraction = ratio.exec(text);
  if (fraction !== null)
    return quotient(BigInt(must(fraction[1], 'digits of the fraction')), BigInt(fraction[2] ?? 0));
  const parts = decimal.exec(text);
  if (parts === null) return undefined;
  const [, sign = '', whole = '', rest = '', power = '0'] = parts;
  const digits = `${whole}${rest}`.replace(/^0+/, '');
  const significant = withoutEndingZeros(digits);
  if (significant === '') return 0;
  const exponent = Number(power) - rest.length + digits.length - significant.length;
  const minus = sign === '-' ? '-' : '';
  if (exponent >= 0 && significant.length + exponent <= digitsMax) {
    const integer = BigInt(`${minus}${significant}${'0'.repeat(exponent)}`);
    return Number.isSafeInteger(Number(integer)) ? Number(integer) : integer;
  }
  const exact = `${minus}${significant}e${exponent}`;
  const nearest = Number(exact);
  return isWrittenAs(nearest, minus, significant, exponent) ? nearest : { exact };
}

/** Not a regular expression: one that looks for zeros at the end takes quadratic time. */
function withoutEndingZeros(digits: string): string {
  let end = digits.length;
  while (digits.charCodeAt(end - 1) === 0x30) end -= 1;
  return digits.slice(0, end);
}

/** Does a number print as these digits, and so stand for no other decimal of the history? */
function isWrittenAs(number: number, minus: string, digits: string, exponent: number): boolean {
  const [first = '', ...others] = digits;
  const fraction = others.length === 0 ? '' : `.${others.join('')}`;
  const power = exponent + others.length;
  const scientific = `${minus}${first}${fraction}e${power < 0 ? '' : '+'}${power}`;
  return digits.length <= 17 && number.toExponential() === scientific;
}

function quotient(numerator: bigint, denominator: bigint): ExactNumber | undefined {
  if (denominator === 0n) return undefined;
  const divisor = greatestCommonDivisor(numerator < 0n ? -numerator : numerator, denominator);
  const [above, below] = [numerator / divisor, denominator / divisor];
  return below === 1n ? exactNumber(String(above)) : { exact: `${above}/${below}` };
}

function greatestCommonDivisor(a: bigint, b: bigint): bigint {
  let [larger, smaller] = [a, b];
  while (smaller > 0n) [larger, smaller] = [smaller, larger % smaller];
  return larger;
}
