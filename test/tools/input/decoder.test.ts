/**
 * Goal: bytes become the text that the platform's TextDecoder makes of them, however they are cut into
 * chunks, and bytes that it refuses are refused with their place.
 */
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { InputError } from '../../../src/lab/input-error.ts';
import { readFrom } from '../../../src/tools/input/chunk-reader.ts';
import { Decoder } from '../../../src/tools/input/decoder.ts';
import { lineReader, wholeReader } from '../../../src/tools/input/lines.ts';

const chunked = (bytes: Uint8Array, size: number): Uint8Array[] =>
  Array.from({ length: Math.ceil(bytes.length / size) }, (_, place) =>
    bytes.subarray(place * size, (place + 1) * size),
  );

const decoded = (bytes: Uint8Array, size: number): string =>
  readFrom(chunked(bytes, size), wholeReader()).text;

const utf16 = (text: string, isLittleEndian: boolean): Uint8Array => {
  const bytes = new Uint8Array(2 + 2 * text.length);
  const view = new DataView(bytes.buffer);
  view.setUint16(0, 0xfeff, isLittleEndian);
  for (let at = 0; at < text.length; at += 1) {
    view.setUint16(2 + 2 * at, text.charCodeAt(at), isLittleEndian);
  }
  return bytes;
};

const utf8 = (text: string) => new TextEncoder().encode(text);

/** Bytes that are often nearly UTF-8: pieces of real sequences among arbitrary bytes. */
const nearlyUtf8 = fc
  .array(
    fc.oneof(
      fc.string({ unit: 'binary', maxLength: 3 }).map(utf8),
      fc.uint8Array({ maxLength: 2 }),
      fc.constantFrom([0xed, 0xa0], [0xf0, 0x8f], [0xf4, 0x90], [0xe0, 0x80], [0xc0, 0x80], [0xef]),
    ),
  )
  .map((parts) => Uint8Array.from(parts.flatMap((part) => [...part])));

const isUtf16 = (bytes: Uint8Array) =>
  (bytes[0] === 0xff && bytes[1] === 0xfe) || (bytes[0] === 0xfe && bytes[1] === 0xff);
const looksLikeUtf16 = ([a, b, c, d]: Uint8Array) =>
  (a === 0) !== (b === 0) && (c === 0) !== (d === 0);

describe('decoding', () => {
  test('UTF-8 is what TextDecoder says, or is refused as TextDecoder refuses it', () => {
    fc.assert(
      fc.property(nearlyUtf8, fc.integer({ min: 1, max: 9 }), (bytes, size) => {
        fc.pre(!isUtf16(bytes) && !looksLikeUtf16(bytes));
        let expected: string | undefined;
        try {
          expected = new TextDecoder('utf-8', { fatal: true }).decode(bytes);
        } catch {
          expect(() => decoded(bytes, size)).toThrow(InputError);
          return;
        }
        expect(decoded(bytes, size)).toBe(expected);
      }),
      { numRuns: 2000 },
    );
  });

  test('UTF-16 behind its mark is what TextDecoder says, lone surrogates are refused', () => {
    fc.assert(
      fc.property(
        fc.array(fc.oneof(fc.string({ unit: 'binary' }), fc.constantFrom('\ud800', '\udc00'))),
        fc.boolean(),
        fc.integer({ min: 1, max: 9 }),
        (parts, isLittleEndian, size) => {
          const text = parts.join('');
          fc.pre(!(isLittleEndian && text.startsWith('\0')));
          const bytes = utf16(text, isLittleEndian);
          if (!/\p{Surrogate}/u.test(text)) expect(decoded(bytes, size)).toBe(text);
          else expect(() => decoded(bytes, size)).toThrow(InputError);
        },
      ),
    );
  });

  test.each([
    ['a Latin-1 letter', [0x61, 0x0a, 0x62, 0xfc, 0x63], 'Line 2, byte offset 3'],
    ['a byte after the mark', [0xef, 0xbb, 0xbf, 0x61, 0xff], 'Line 1, byte offset 4'],
    ['a sequence cut short', [0x61, 0x0d, 0x0a, 0xe2, 0x82], 'Line 2, byte offset 3'],
    ['an overlong form', [0x61, 0x62, 0x63, 0x64, 0xc0, 0x80], 'Line 1, byte offset 4'],
    ['half a UTF-16 unit', [0xff, 0xfe, 0x61, 0x00, 0x62], 'Line 1, byte offset 4'],
    ['UTF-16 without its mark', [0x61, 0, 0x62, 0], 'UTF-16 without its byte order mark'],
    ['UTF-32', [0xff, 0xfe, 0, 0, 0x61, 0, 0, 0], 'The input is UTF-32'],
  ])('%s is refused with its place', (_, bytes, message) => {
    for (const size of [1, 2, 100]) {
      expect(() => decoded(Uint8Array.from(bytes), size)).toThrow(message);
    }
  });

  test('a large input is decoded in bounded pieces', () => {
    const text = 'ä€😀x'.repeat(20_000);
    expect(decoded(utf8(text), 65_536) === text).toBe(true);
    const decoder = new Decoder();
    expect(decoder.push(utf8('\ufeffabc')) + decoder.end()).toBe('abc');
    expect(decoder.encoding).toBe('UTF-8');
  });
});

describe('lines', () => {
  const linesOf = (text: string, size: number, lineLengthMax?: number) => {
    const lines: [number, string][] = [];
    const onLine = (line: string, number: number) => lines.push([number, line]);
    const limit = lineLengthMax === undefined ? {} : { lineLengthMax };
    readFrom(chunked(utf8(text), size), lineReader({ onLine, onEnd: () => {}, ...limit }));
    return lines;
  };

  test('end with LF, CRLF or CR, wherever the chunks are cut', () => {
    const pieces = fc.constantFrom('a', 'é😀', '\n', '\r', '\r\n', '');
    fc.assert(
      fc.property(fc.array(pieces), fc.integer({ min: 1, max: 7 }), (parts, size) => {
        const text = parts.join('');
        const expected = text.split(/\r\n|\n|\r/);
        if (expected.at(-1) === '') expected.pop();
        expect(linesOf(text, size)).toEqual(expected.map((line, place) => [place + 1, line]));
      }),
    );
  });

  test('have a longest length, which is named', () => {
    expect(linesOf('ab\nabcd', 3, 4)).toHaveLength(2);
    expect(() => linesOf('ab\nabcde', 3, 4)).toThrow('Line 2 is longer than 4 characters');
    expect(() => readFrom([utf8('abcde')], wholeReader(4))).toThrow('longer than 4 characters');
  });
});
