/** Text out of bytes, and back: Avro's bytes and strings are promoted into one another. */
import { utf8 } from '../../../src/kernel/utf8.ts';

/** Bytes as the JSON encoding writes them: a character up to U+00FF for each. */
export const charactersOf = (bytes: readonly number[]): string => String.fromCharCode(...bytes);

export const bytesOf = (characters: string): number[] =>
  Array.from({ length: characters.length }, (_, place) => characters.charCodeAt(place));

export const encodedText = (text: string): number[] => [...utf8(text)];

/** Of each number of bytes, the bits of the first one and the least code point (RFC 3629 §3). */
const forms = [
  { length: 2, begins: 0xc0, ends: 0xdf, least: 0x80 },
  { length: 3, begins: 0xe0, ends: 0xef, least: 0x800 },
  { length: 4, begins: 0xf0, ends: 0xf7, least: 0x10000 },
];

/** UTF-8; what is not UTF-8 becomes U+FFFD, one for each maximal part that could begin a character. */
export function decodedText(bytes: readonly number[]): string {
  let text = '';
  for (let at = 0; at < bytes.length; ) {
    const { code, length } = characterAt(bytes, at);
    text += String.fromCodePoint(code);
    at += length;
  }
  return text;
}

function characterAt(bytes: readonly number[], at: number): { code: number; length: number } {
  const first = bytes[at] ?? 0;
  if (first < 0x80) return { code: first, length: 1 };
  const form = forms.find(({ begins, ends }) => first >= begins && first <= ends);
  if (form === undefined) return { code: 0xfffd, length: 1 };
  let code = first & (0x7f >> form.length);
  for (let length = 1; length < form.length; length++) {
    const next = bytes[at + length] ?? 0;
    if (next >> 6 !== 2) return { code: 0xfffd, length };
    code = (code << 6) | (next & 0x3f);
    const isLeft = form.length - 1 - length;
    // What no continuation makes right ends here: too small, a surrogate, or beyond U+10FFFF.
    const [low, high] = [code << (6 * isLeft), ((code + 1) << (6 * isLeft)) - 1];
    if (high < form.least || low > 0x10ffff || (low >= 0xd800 && high <= 0xdfff)) {
      return { code: 0xfffd, length };
    }
  }
  return { code, length: form.length };
}
