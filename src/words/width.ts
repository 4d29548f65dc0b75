/**
 * How many columns of a terminal a text takes: East Asian wide characters and emoji take two,
 * combining marks none (Unicode Standard Annex #11, and #29 for what belongs together).
 */
import fastStringWidth from 'fast-string-width';

const plain = /^[\x20-\x7e]*$/;

/** In columns; sequences of colour take none. O(length). */
export function displayWidth(text: string): number {
  return plain.test(text) ? text.length : fastStringWidth(text);
}

/** Made when it is needed: to load its tables takes as long as to start Node. */
let graphemes: Intl.Segmenter | undefined;

/** The longest beginning that takes at most so many columns, with no character cut in two. O(length). */
export function beginning(text: string, columns: number): string {
  if (plain.test(text)) return text.slice(0, Math.max(0, columns));
  graphemes ??= new Intl.Segmenter('en', { granularity: 'grapheme' });
  let end = 0;
  let width = 0;
  for (const { segment, index } of graphemes.segment(text)) {
    width += displayWidth(segment);
    if (width > columns) return text.slice(0, index);
    end = index + segment.length;
  }
  return text.slice(0, end);
}
