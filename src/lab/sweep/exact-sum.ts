/**
 * Sums of numbers without rounding, so that they come out the same in whatever order, and in
 * however many parts, the numbers were added.
 *
 * Every finite double is a whole multiple of 2^-1074. A sum is kept as that whole number, a bigint
 * of at most 2,098 bits plus the logarithm of the count, and rounded once, at the end.
 */
import { must } from '../../kernel/must.ts';

const bits = new DataView(new ArrayBuffer(8));
const implicitBit = 0x100000;

/** A finite number as a whole multiple of 2^-1074. */
export function inUnits(value: number): bigint {
  bits.setFloat64(0, value);
  const high = bits.getInt32(0);
  const exponent = (high >>> 20) & 0x7ff;
  const mantissaHigh = (high & 0xfffff) | (exponent === 0 ? 0 : implicitBit);
  const mantissa = (BigInt(mantissaHigh) << 32n) | BigInt(bits.getUint32(4));
  const magnitude = mantissa << BigInt(Math.max(exponent, 1) - 1);
  return high < 0 ? -magnitude : magnitude;
}

/** How many units are one: 2^1074. */
export const unitsInOne = 1n << 1074n;

/**
 * The double nearest to a quotient of whole numbers, ties to even. The divisor must be above 0.
 * (Where the quotient itself is below 2^-1022, it may be rounded twice.)
 */
export function quotient(dividend: bigint, divisor: bigint): number {
  if (dividend < 0n) return -quotient(-dividend, divisor);
  if (dividend === 0n) return 0;
  // Scaled so that the whole quotient has 66 bits or 67: more than the 53 that are kept.
  const shift = 66 - (bitLength(dividend) - bitLength(divisor));
  const scaledDividend = shift >= 0 ? dividend << BigInt(shift) : dividend;
  const scaledDivisor = shift >= 0 ? divisor : divisor << BigInt(-shift);
  const whole = scaledDividend / scaledDivisor;
  // A bit that stands for all that follow, so that what is not a tie is not rounded as one.
  const sticky = whole * scaledDivisor === scaledDividend ? 0n : 1n;
  const firstScale = Math.trunc(-shift / 2);
  return Number(whole | sticky) * 2 ** firstScale * 2 ** (-shift - firstScale);
}

function bitLength(value: bigint): number {
  const hex = value.toString(16);
  return 4 * (hex.length - 1) + (32 - Math.clz32(Number.parseInt(hex.charAt(0), 16)));
}

/** So many numbers can be added before the low halves have to be carried over. */
const addsMax = 2 ** 20;

/**
 * Adds many numbers quickly: for each exponent one sum of the upper and one of the lower halves of
 * the mantissas, as in the large superaccumulator of Neal, Fast exact summation using small and
 * large superaccumulators (2015). O(1) for each number; 32 KiB.
 */
export class ExactSum {
  readonly #upper = new Float64Array(2 * 0x800);
  readonly #lower = new Float64Array(2 * 0x800);
  #adds = 0;
  #carried = 0n;

  /** Adds a finite number. */
  add(value: number): void {
    bits.setFloat64(0, value);
    const high = bits.getInt32(0);
    // Sign and exponent, which are the twelve uppermost bits.
    const place = high >>> 20;
    const exponent = place & 0x7ff;
    const mantissaHigh = (high & 0xfffff) | (exponent === 0 ? 0 : implicitBit);
    this.#upper[place] = must(this.#upper[place], 'upper half of the partial sum') + mantissaHigh;
    this.#lower[place] =
      must(this.#lower[place], 'lower half of the partial sum') + bits.getUint32(4);
    this.#adds += 1;
    if (this.#adds === addsMax) this.#carry();
  }

  /** The sum so far, as a whole multiple of 2^-1074; begins anew. */
  take(): bigint {
    this.#carry();
    const units = this.#carried;
    this.#carried = 0n;
    return units;
  }

  #carry(): void {
    if (this.#adds === 0) return;
    for (let place = 0; place < this.#upper.length; place++) {
      const upper = must(this.#upper[place], 'upper half of the partial sum');
      const lower = must(this.#lower[place], 'lower half of the partial sum');
      if (upper === 0 && lower === 0) continue;
      const mantissas = (BigInt(upper) << 32n) + BigInt(lower);
      const magnitude = mantissas << BigInt(Math.max(place & 0x7ff, 1) - 1);
      this.#carried += place >= 0x800 ? -magnitude : magnitude;
      this.#upper[place] = 0;
      this.#lower[place] = 0;
    }
    this.#adds = 0;
  }
}
