/** How ids are written: digits of a base, at a width at which text sorts like the numbers. */
import { bitsOf, type IdLayoutName, idLayouts } from './layout.ts';

export const alphabets = {
  decimal: '0123456789',
  hex: '0123456789abcdef',
  /** Crockford’s: no I, L, O and U. */
  base32: '0123456789ABCDEFGHJKMNPQRSTVWXYZ',
  base62: '0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz',
} as const;
export type Alphabet = keyof typeof alphabets;

/** How each kind of id is written; undefined width means as many digits as it takes. */
const writing: Readonly<Record<IdLayoutName, { alphabet: Alphabet; width?: number }>> = {
  twitter: { alphabet: 'decimal' },
  discord: { alphabet: 'decimal' },
  instagram: { alphabet: 'decimal' },
  sonyflake: { alphabet: 'decimal' },
  uuidv7: { alphabet: 'hex', width: 32 },
  ulid: { alphabet: 'base32', width: 26 },
  ksuid: { alphabet: 'base62', width: 27 },
  objectid: { alphabet: 'hex', width: 24 },
};

/** A number of at least 0 in digits, padded with zeros to the width. */
export function inBase(value: bigint, alphabet: Alphabet, width = 1): string {
  const digits = alphabets[alphabet];
  const base = BigInt(digits.length);
  let text = '';
  for (let rest = value; rest > 0n; rest /= base) text = digits[Number(rest % base)] + text;
  return text.padStart(width, digits[0]);
}

/** The number that these digits stand for. Throws RangeError if one is not in the alphabet. */
export function fromBase(text: string, alphabet: Alphabet): bigint {
  const digits = alphabets[alphabet];
  const base = BigInt(digits.length);
  return [...text].reduce((value, digit) => {
    const place = digits.indexOf(digit);
    if (place < 0) throw new RangeError(`"${digit}" is not a digit of ${alphabet}`);
    return value * base + BigInt(place);
  }, 0n);
}

/** The text of an id: decimal, a UUID’s groups of hex digits, base32, base62, hex. */
export function textOf(name: IdLayoutName, id: bigint): string {
  const { alphabet, width } = writing[name];
  const text = inBase(id, alphabet, width);
  return name === 'uuidv7' ? text.replace(/^(.{8})(.{4})(.{4})(.{4})/, '$1-$2-$3-$4-') : text;
}

/** The id with that text; hex and base32 in either case. Throws RangeError if it is not one. */
export function idFrom(name: IdLayoutName, text: string): bigint {
  const { alphabet, width } = writing[name];
  const digits = name === 'uuidv7' ? withoutHyphens(text) : text;
  if (digits === '' || (width !== undefined && digits.length !== width))
    throw new RangeError(
      `"${text}" has ${digits.length} digits, but a ${name} has ${width ?? 'some'}`,
    );
  const id = fromBase(inCase(digits, alphabet), alphabet);
  const bits = bitsOf(idLayouts[name]);
  if (id >> BigInt(bits) !== 0n)
    throw new RangeError(`"${text}" is too large for the ${bits} bits of a ${name}`);
  return id;
}

const withoutHyphens = (text: string): string =>
  /^\w{8}-\w{4}-\w{4}-\w{4}-\w{12}$/.test(text) ? text.replaceAll('-', '') : text;

function inCase(digits: string, alphabet: Alphabet): string {
  if (alphabet === 'hex') return digits.toLowerCase();
  return alphabet === 'base32' ? digits.toUpperCase() : digits;
}
