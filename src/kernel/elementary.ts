/**
 * Logarithm and exponential by arithmetic alone.
 *
 * ECMAScript fixes + - * / and Math.sqrt to the last bit, and leaves Math.log, Math.exp and Math.pow
 * to the engine (ECMA-262, section 21.3.2). A draw that compares one of those would make another run
 * on another engine. What is here is within 2 units in the last place, and the same on all of them.
 */

const bits = new DataView(new ArrayBuffer(8));
const exponentBias = 0x3ff;

/** ln 2 in two parts: the product of the upper one and an exponent is exact. */
const ln2Upper = 0.6931471803691238;
const ln2Lower = 1.9082149292705877e-10;

/** The natural logarithm; of 0 it is -Infinity, below 0 NaN. */
export function log(x: number): number {
  if (!(x > 0 && x < Infinity)) return x < 0 ? Number.NaN : x === 0 ? -Infinity : x;
  if (x < 2 ** -1022) return log(x * 2 ** 54) - log(2 ** 54);
  // x = mantissa * 2^exponent, with the mantissa between the square roots of 1/2 and 2.
  bits.setFloat64(0, x);
  const high = bits.getInt32(0);
  let exponent = (high >>> 20) - exponentBias;
  bits.setInt32(0, (high & 0xfffff) | (exponentBias << 20));
  let mantissa = bits.getFloat64(0);
  if (mantissa > Math.SQRT2) {
    mantissa /= 2;
    exponent += 1;
  }
  const ofMantissa = twiceArtanh((mantissa - 1) / (mantissa + 1));
  return exponent * ln2Upper + (exponent * ln2Lower + ofMantissa);
}

/** The natural logarithm of 1 + x, as precise when x is small. */
export function log1p(x: number): number {
  return Math.abs(x) < 0.25 ? twiceArtanh(x / (2 + x)) : log(1 + x);
}

/** 1/3, 1/5, … 1/21, the last first: with |s| <= 0.172, what follows is below 2^-60. */
const artanhCoefficients = [21, 19, 17, 15, 13, 11, 9, 7, 5, 3].map((odd) => 1 / odd);

/** ln((1 + s) / (1 - s)) = 2 (s + s^3/3 + s^5/5 + …). */
function twiceArtanh(s: number): number {
  const square = s * s;
  let sum = 0;
  for (const coefficient of artanhCoefficients) sum = (sum + coefficient) * square;
  return 2 * s + 2 * s * sum;
}

/** 1/14!, 1/13!, … 1/2!: with |r| <= 0.35, what follows is below 2^-60. */
const expCoefficients = inverseFactorials(14);

function inverseFactorials(count: number): number[] {
  const inverses: number[] = [];
  for (let n = 2, factorial = 2; n <= count; factorial *= ++n) inverses.unshift(1 / factorial);
  return inverses;
}

/** e^x. */
export function exp(x: number): number {
  if (Number.isNaN(x)) return x;
  if (x > 710) return Infinity;
  if (x < -746) return 0;
  // x = exponent * ln 2 + rest, with |rest| <= ln(2) / 2.
  const exponent = Math.round(x / Math.LN2);
  const rest = x - exponent * ln2Upper - exponent * ln2Lower;
  let sum = 0;
  for (const coefficient of expCoefficients) sum = (sum + coefficient) * rest;
  const half = exponent >> 1;
  // In two steps, because 2^exponent itself may be out of range.
  return (1 + (rest + rest * sum)) * powerOfTwo(half) * powerOfTwo(exponent - half);
}

function powerOfTwo(exponent: number): number {
  bits.setInt32(0, (exponent + exponentBias) << 20);
  bits.setInt32(4, 0);
  return bits.getFloat64(0);
}
