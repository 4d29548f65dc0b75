/** Goal: records are those of d3-dsv on the whole text, with the line on which each begins. */
import { dsvFormat } from 'd3-dsv';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import {
  delimiterNames,
  delimiterOf,
  delimiters,
  RecordSplitter,
} from '../../../src/tools/input/delimited.ts';

test('records with line ends, delimiters and quotation marks in their fields', () => {
  const field = fc.string({ unit: fc.constantFrom('a', ' ', '"', ',', ';', '\t', '|', '\n', 'é') });
  const rows = fc.array(fc.array(field, { minLength: 2, maxLength: 4 }), { minLength: 1 });
  fc.assert(
    fc.property(rows, fc.constantFrom(...delimiters), (all, delimiter) => {
      const text = dsvFormat(delimiter).formatRows(all);
      const read: (readonly string[])[] = [];
      const splitter = new RecordSplitter({
        delimiter,
        onRecord: (fields, line) => {
          const before = text
            .split('\n')
            .slice(0, line - 1)
            .join('\n');
          expect(dsvFormat(delimiter).parseRows(before)).toEqual(read);
          read.push(fields);
        },
      });
      for (const [place, line] of text.split('\n').entries()) splitter.push(line, place + 1);
      splitter.end();
      expect(read).toEqual(all);
    }),
  );
});

test('a quotation mark that is not closed is named with its line', () => {
  const open = () => new RecordSplitter({ delimiter: ',', onRecord: () => {}, recordLengthMax: 9 });
  const splitter = open();
  splitter.push('5" disk,1', 1);
  splitter.push('"a,', 2);
  expect(() => splitter.end()).toThrow('Line 2: a quotation mark is not closed.');
  expect(() => splitter.push('b'.repeat(9), 3)).toThrow('Line 2: its quotation mark is not closed');
});

test.each([
  ['a;b;c,d', 'semicolon'],
  ['a,b', 'comma'],
  ['"a;b;c;d",e', 'comma'],
  ['a\tb', 'tab'],
  ['a|b', 'vertical bar'],
  ['alone', 'comma'],
])('%s is delimited by a %s', (header, name) => {
  expect(delimiterNames[delimiterOf(header)]).toBe(name);
});
