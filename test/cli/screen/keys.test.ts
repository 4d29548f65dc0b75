/**
 * Goal: whatever a terminal sends, and in whatever pieces, the same keys come of it. Method: examples
 * of sequences, and the law that cutting a text into pieces changes nothing.
 */
import { fc, test } from '@fast-check/vitest';
import { expect } from 'vitest';
import { type Key, keyOfRest, keysIn } from '../../../src/cli/screen/keys.ts';

test.each<[text: string, keys: Key[], rest?: string]>([
  ['sb', ['s', 'b']],
  ['ü€😀', ['ü', '€', '😀']],
  ['\r\n\u007f\b', ['return', 'return', 'backspace', 'backspace']],
  ['\u0003\u001a', ['interrupt', 'suspend']],
  ['\u001b[A\u001b[B\u001b[C\u001b[D', ['up', 'down', 'right', 'left']],
  ['\u001bOA\u001bOD', ['up', 'left']],
  ['\u001b[5~\u001b[6~', ['page-up', 'page-down']],
  // Ctrl and an arrow; F5, which has no meaning here; the start of a paste.
  ['\u001b[1;5A\u001b[15~x\u001b[200~y', ['up', 'x', 'y']],
  ['\u001bx', ['escape', 'x']],
  ['a\u001b', ['a'], '\u001b'],
  ['\u001b[1;', [], '\u001b[1;'],
  ['\t\u0001', []],
])('%j', (text, keys, rest = '') => {
  expect(keysIn(text)).toEqual({ keys, rest });
});

test('an escape character that stays alone is the key', () => {
  expect(keyOfRest('\u001b')).toEqual(['escape']);
  expect(keyOfRest('')).toEqual([]);
});

const piece = fc.oneof(
  fc.constantFrom('\u001b[A', '\u001b[5~', '\u001bOB', '\u001b[1;5C', '\r', 'x', '7', 'é'),
  fc.string({ unit: 'binary', maxLength: 3 }),
);

test.prop([fc.array(piece, { maxLength: 8 }), fc.nat()])(
  'a text in two pieces gives the same keys',
  (pieces, at) => {
    const text = pieces.join('');
    const characters = [...text];
    const cut = at % (characters.length + 1);
    const first = keysIn(characters.slice(0, cut).join(''));
    const second = keysIn(first.rest + characters.slice(cut).join(''));
    expect({ keys: [...first.keys, ...second.keys], rest: second.rest }).toEqual(keysIn(text));
  },
);
