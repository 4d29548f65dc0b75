/** Goal: nothing that an input holds acts on the terminal that shows it. */
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { quoted, shown } from '../../src/words/shown.ts';

/** Of any code points. (The library's own binary strings take seconds to set up.) */
const anyText = fc
  .array(
    fc
      .oneof(fc.nat({ max: 0xff }), fc.nat({ max: 0x10ffff }))
      .filter((code) => code < 0xd800 || code > 0xdfff),
    { maxLength: 20 },
  )
  .map((codes) => String.fromCodePoint(...codes));

test.each([
  ['\u001b[31mred\u001b]0;pwned\u0007', '\\x1b[31mred\\x1b]0;pwned\\x07'],
  ['a\tb\r\nc', 'a\\tb\\r\\nc'],
  ['\u007f\u009b31m\u0085', '\\x7f\\x9b31m\\x85'],
  ['user\u202e gnp.exe\u2066', 'user\\u202e gnp.exe\\u2066'],
  ['\ud800x\udc00', '\\ud800x\\udc00'],
  ['Größe 東京 😀 é', 'Größe 東京 😀 é'],
])('%j is shown as %s', (text, expected) => {
  expect(shown(text)).toBe(expected);
});

test('what is shown is well formed and has no control character', () => {
  fc.assert(
    fc.property(anyText, fc.nat({ max: 20 }), (text, lengthMax) => {
      const result = shown(text, lengthMax);
      expect(result).not.toMatch(/\p{Cc}|\p{Surrogate}|\p{Bidi_Control}/u);
    }),
  );
  expect(quoted('x'.repeat(61))).toBe(`"${'x'.repeat(60)}…"`);
});
