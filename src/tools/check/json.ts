/**
 * JSON as it comes (RFC 8259): one value after another, as in JSON Lines, or one array whose elements
 * are handed on one by one. Numbers are exact, which `JSON.parse` does not offer.
 */

import { exactNumber } from '../../check/linearizability/exact-number.ts';
import type { Value } from '../../check/linearizability/value.ts';
import { must } from '../../kernel/must.ts';
import { type Bracket, Forms, type TakeValue } from './forms.ts';
import { copied, endOfQuoted, shortened, TokenReader } from './token-reader.ts';

/** What the grammar allows next. */
type Next = 'value' | 'value or ]' | 'key' | 'key or }' | ':' | 'more';

const number = /^-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?$/;

export class JsonReader extends TokenReader {
  readonly #forms: Forms;
  #next: Next = 'value';

  constructor(take: TakeValue) {
    super(1);
    this.#forms = new Forms(take, true);
  }

  protected override isSpace(code: number): boolean {
    return code === 0x20 || code === 0x09 || code === 0x0d || code === 0x0a;
  }

  protected override endOf(text: string, start: number): number {
    if ('[]{}:,'.includes(must(text[start], 'character of the text'))) return start + 1;
    return text[start] === '"' ? endOfQuoted(text, start) : endOfWord(text, start);
  }

  protected override take(token: string): void {
    if (token === '[' || token === '{') this.#open(token);
    else if (token === ']' || token === '}') this.#close(token);
    else if (token === ':') this.#punctuation(token, ':', 'value');
    else if (token === ',') {
      // Between the values of a text there is none.
      const isInside = this.#forms.bracket !== undefined;
      this.#punctuation(token, isInside ? 'more' : ':', this.#isInMap ? 'key' : 'value');
    } else this.#add(token);
  }

  protected override finish(): void {
    this.#forms.end(this.line);
  }

  get #isInMap(): boolean {
    return this.#forms.bracket === '{';
  }

  #open(bracket: Bracket): void {
    if (this.#next !== 'value' && this.#next !== 'value or ]') throw this.#unexpected(bracket);
    this.#forms.open(bracket, this.line);
    this.#next = bracket === '{' ? 'key or }' : 'value or ]';
  }

  #close(bracket: string): void {
    const isComplete = this.#next === 'more' || this.#next === 'value or ]';
    const matches = this.#isInMap ? '}' : ']';
    const isAllowed = isComplete || this.#next === 'key or }';
    if (!isAllowed && bracket === matches && this.#forms.bracket !== undefined) {
      throw this.#unexpected(bracket);
    }
    this.#forms.close(bracket, this.line);
    this.#valueEnded();
  }

  #punctuation(token: string, allowedAt: Next, next: Next): void {
    if (this.#next !== allowedAt) throw this.#unexpected(token);
    this.#next = next;
  }

  #add(token: string): void {
    const isKey = this.#next === 'key' || this.#next === 'key or }';
    if (this.#next === ':' || this.#next === 'more') throw this.#unexpected(token);
    if (isKey && token[0] !== '"') throw this.#unexpected(token);
    this.#forms.add(this.#valueOf(token), this.line);
    if (isKey) this.#next = ':';
    else this.#valueEnded();
  }

  #valueEnded(): void {
    this.#next = this.#forms.bracket === undefined ? 'value' : 'more';
  }

  #valueOf(token: string): Value {
    if (token[0] === '"') return this.#quoted(token);
    if (token === 'null') return null;
    if (token === 'true' || token === 'false') return token === 'true';
    const value = number.test(token) ? exactNumber(token) : undefined;
    if (value === undefined) throw this.#unexpected(token);
    return value;
  }

  #quoted(token: string): string {
    if (/^"[ !#-[\]-~]{0,12}"$/.test(token)) return token.slice(1, -1);
    try {
      return JSON.parse(token);
    } catch {
      throw this.wrong(`this is not a text in JSON: ${shortened(token)}`);
    }
  }

  #unexpected(token: string) {
    const expected = this.#next === 'more' ? 'a comma or the end' : `a ${this.#next}`;
    return this.wrong(`this is not JSON: ${copied(shortened(token))} stands for ${expected}`);
  }
}

function endOfWord(text: string, start: number): number {
  for (let at = start; at < text.length; at++) {
    if (' \t\r\n[]{}:,"'.includes(must(text[at], 'character of the text'))) return at;
  }
  return -1;
}
