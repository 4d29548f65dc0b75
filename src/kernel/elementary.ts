/**
 * Logarithms, exponentials, powers and the sine by arithmetic alone.
 *
 * ECMAScript fixes + - * / and Math.sqrt to the last bit, and leaves Math.log, Math.exp, `**` and
 * their like to the engine (ECMA-262, sections 6.1.6.1.3 and 21.3.2). Chromium and Firefox disagree
 * with Node about some of them, and a run that used one would not repeat there. What is here is the
 * same on every engine, and within 2 units in the last place unless it says otherwise.
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
  const { mantissa, exponent } = partsOf(x);
  const ofMantissa = twiceArtanh((mantissa - 1) / (mantissa + 1));
  return exponent * ln2Upper + (exponent * ln2Lower + ofMantissa);
}

/** x = mantissa * 2^exponent, with the mantissa between the square roots of 1/2 and 2. */
function partsOf(x: number): { readonly mantissa: number; readonly exponent: number } {
  bits.setFloat64(0, x);
  const high = bits.getInt32(0);
  const exponent = (high >>> 20) - exponentBias;
  bits.setInt32(0, (high & 0xfffff) | (exponentBias << 20));
  const mantissa = bits.getFloat64(0);
  return mantissa > Math.SQRT2
    ? { mantissa: mantissa / 2, exponent: exponent + 1 }
    : { mantissa, exponent };
}

/** The natural logarithm of 1 + x, as precise when x is small. */
export function log1p(x: number): number {
  return Math.abs(x) < 0.25 ? twiceArtanh(x / (2 + x)) : log(1 + x);
}

/** The logarithm to base 2: exact for the powers of two. */
export function log2(x: number): number {
  if (!(x > 0 && x < Infinity)) return log(x);
  if (x < 2 ** -1022) return log2(x * 2 ** 54) - 54;
  const { mantissa, exponent } = partsOf(x);
  return exponent + log(mantissa) / Math.LN2;
}

/** The logarithm to base 10: exact for the powers of ten up to 1e22. */
export function log10(x: number): number {
  const near = log(x) / Math.LN10;
  const whole = Math.round(near);
  return pow(10, whole) === x ? whole : near;
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

/** e^x - 1, as precise when x is small. */
export function expm1(x: number): number {
  if (Math.abs(x) > Math.LN2 / 2) return exp(x) - 1;
  return x * (1 + expSum(x));
}

/** With |rest| <= ln(2) / 2: (e^rest - 1) / rest - 1. */
function expSum(rest: number): number {
  let sum = 0;
  for (const coefficient of expCoefficients) sum = (sum + coefficient) * rest;
  return sum;
}

/** e^x. */
export function exp(x: number): number {
  if (Number.isNaN(x)) return x;
  if (x > 710) return Infinity;
  if (x < -746) return 0;
  // x = exponent * ln 2 + rest, with |rest| <= ln(2) / 2.
  const exponent = Math.round(x / Math.LN2);
  const rest = x - exponent * ln2Upper - exponent * ln2Lower;
  const half = exponent >> 1;
  // In two steps, because 2^exponent itself may be out of range.
  return (1 + (rest + rest * expSum(rest))) * powerOfTwo(half) * powerOfTwo(exponent - half);
}

function powerOfTwo(exponent: number): number {
  bits.setInt32(0, (exponent + exponentBias) << 20);
  bits.setInt32(4, 0);
  return bits.getFloat64(0);
}

/**
 * x to the n. A whole n is multiplied out: exact wherever the result and what leads to it are (10^22,
 * 3^30), else within n units in the last place. Any other n goes by way of the logarithm, within
 * 3 + |n ln x| units.
 */
export function pow(x: number, n: number): number {
  if (!Number.isSafeInteger(n)) return powOfAny(x, n);
  let [product, square, left] = [1, x, Math.abs(n)];
  while (left > 0) {
    if (left % 2 === 1) product *= square;
    square *= square;
    left = Math.floor(left / 2);
  }
  if (n >= 0) return product;
  return product === Infinity ? pow(1 / x, -n) : 1 / product;
}

function powOfAny(x: number, n: number): number {
  if (Number.isNaN(n) || (Math.abs(x) === 1 && !Number.isFinite(n))) return Number.NaN;
  // What is too large for a safe integer is even.
  if (x < 0) return Math.abs(n) > Number.MAX_SAFE_INTEGER ? powOfAny(-x, n) : Number.NaN;
  if (x === 0) return n > 0 ? 0 : Infinity;
  return exp(n * log(x));
}

/** The square root of a sum of squares, which must not exceed 1e308. */
export const hypot = (...sides: readonly number[]): number =>
  Math.sqrt(sides.reduce((sum, side) => sum + side * side, 0));

/** pi/2 in three parts: the first two have 33 bits, so that a product with a whole number is exact. */
const quarterTurn = [1.5707963267341256, 6.077100506303966e-11, 2.0222662487959506e-21] as const;
const quarterTurnsMax = 2 ** 20;

/** The sine of an angle of at most 2^20 quarter turns, within 2^-52 of it; of a larger one NaN. */
export const sin = (radians: number): number => wave(radians, 0);

/** The cosine, as `sin`. */
export const cos = (radians: number): number => wave(radians, 1);

/** The sine of an angle and so many quarter turns. */
function wave(radians: number, ahead: 0 | 1): number {
  const quarters = Math.round(radians / quarterTurn[0]);
  if (!(Math.abs(quarters) <= quarterTurnsMax)) return Number.NaN;
  const [first, second, third] = quarterTurn;
  const rest = radians - quarters * first - quarters * second - quarters * third;
  const isCosine = ((quarters + ahead) & 1) === 1;
  // The series of sine or cosine; with |rest| <= pi/4, what follows is below 2^-60.
  let sum = 0;
  for (let order = isCosine ? 18 : 19; order >= 2; order -= 2) {
    sum = (-rest * rest * (1 + sum)) / (order * (order - 1));
  }
  const value = (1 + sum) * (isCosine ? 1 : rest);
  return ((quarters + ahead) & 2) === 2 ? -value : value;
}
