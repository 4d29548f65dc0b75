/**
 * EDN, the notation of Jepsen, Knossos and Clojure, as it comes: values at the top are handed on one
 * by one (https://github.com/edn-format/edn).
 *
 * Numbers are exact. A tag says nothing that a history needs, so `#inst "…"` is its text,
 * `#jepsen.history.Op{…}` its map and `#jepsen.independent.Tuple[…]` its vector. Metadata (`^`) and
 * what follows `#_` are left out. A symbol is its name, a character a text of one character.
 */
import { exactNumber } from '../../check/linearizability/exact-number.ts';
import { HistoryError } from '../../check/linearizability/history.ts';
import type { Value } from '../../check/linearizability/value.ts';
import { type Bracket, Forms, type TakeValue } from './forms.ts';
import { copied, endOfQuoted, shortened, TokenReader } from './token-reader.ts';

/** What ends a word. */
const delimiters = new Set([...' \t\n\r\f\v,()[]{}";'].map((of) => of.charCodeAt(0)));

const constants = new Map<string, Value>([
  ['nil', null],
  ['true', true],
  ['false', false],
  ['##Inf', Infinity],
  ['##-Inf', -Infinity],
  ['##NaN', Number.NaN],
]);

const characters = new Map([
  ['newline', '\n'],
  ['return', '\r'],
  ['space', ' '],
  ['tab', '\t'],
  ['formfeed', '\f'],
  ['backspace', '\b'],
]);

/** So many different keywords are made once each. */
const keywordsMax = 10_000;

export class EdnReader extends TokenReader {
  readonly #forms: Forms;
  readonly #keywords = new Map<string, Value>();

  /** With `handsOnLists`, the elements of a list at the top are handed on, and not the list. */
  constructor(take: TakeValue, handsOnLists = true, firstLine = 1) {
    super(firstLine);
    this.#forms = new Forms(take, handsOnLists);
  }

  protected override isSpace(code: number): boolean {
    return code === 0x20 || code === 0x2c || (code >= 0x09 && code <= 0x0d);
  }

  protected override endOf(text: string, start: number): number {
    switch (text[start]) {
      case '(':
      case ')':
      case '[':
      case ']':
      case '{':
      case '}':
      case '^':
        return start + 1;
      case '"':
        return endOfQuoted(text, start);
      case ';':
        return text.indexOf('\n', start);
      case '#':
        if (start + 1 === text.length) return -1;
        if (text[start + 1] === '{' || text[start + 1] === '_') return start + 2;
        return text[start + 1] === '"' ? start + 1 : endOfWord(text, start + 1);
      case '\\':
        return start + 1 === text.length ? -1 : endOfWord(text, start + 2);
      default:
        return endOfWord(text, start);
    }
  }

  protected override take(token: string): void {
    const { line } = this;
    switch (token[0]) {
      case '(':
      case '[':
      case '{':
        this.#forms.open(token as Bracket, line);
        break;
      case ')':
      case ']':
      case '}':
        this.#forms.close(token, line);
        break;
      case '"':
        this.#forms.add(this.#quoted(token), line);
        break;
      case ';':
        break;
      case '^':
        this.#forms.discardNext(token);
        break;
      case '#':
        this.#dispatch(token);
        break;
      case '\\':
        this.#forms.add(this.#character(token.slice(1)), line);
        break;
      default:
        this.#forms.add(this.#word(token), line);
    }
  }

  protected override finish(): void {
    this.#forms.end(this.line);
  }

  #dispatch(token: string): void {
    if (token === '#{') this.#forms.open('#{', this.line);
    else if (token === '#_') this.#forms.discardNext(token);
    else if (token.startsWith('##')) this.#forms.add(this.#word(token), this.line);
    else this.#forms.tagNext(copied(token));
  }

  #quoted(token: string): Value {
    const text = token.slice(1, -1);
    if (!text.includes('\\')) return copied(text);
    return text.replace(/\\(u[0-9a-fA-F]{4}|[\s\S])/g, (whole, escaped: string) => {
      if (escaped.length > 1) return String.fromCharCode(Number.parseInt(escaped.slice(1), 16));
      const character = escapes.get(escaped);
      if (character !== undefined) return character;
      throw this.wrong(`a text has no escape ${whole}`);
    });
  }

  #character(name: string): Value {
    const named = characters.get(name);
    if (named !== undefined) return named;
    if (/^u[0-9a-fA-F]{4}$/.test(name)) {
      return String.fromCharCode(Number.parseInt(name.slice(1), 16));
    }
    if ([...name].length === 1) return name;
    throw this.wrong(`there is no character \\${shortened(name)}`);
  }

  #word(word: string): Value {
    const constant = constants.get(word);
    if (constant !== undefined) return constant;
    if (word[0] === ':') return this.#keyword(word);
    if (!/^[+-]?\d/.test(word)) {
      if (/^[^\s#]+$/.test(word)) return copied(word);
      throw this.wrong(`${shortened(word)} is not a value`);
    }
    // N marks a long integer, M an exact decimal. All are exact here.
    const number = /^[+-]?0\d/.test(word) ? undefined : exactNumber(word.replace(/[NM]$/, ''));
    if (number !== undefined) return number;
    throw this.wrong(`${shortened(word)} is not a number`);
  }

  #keyword(word: string): Value {
    const known = this.#keywords.get(word);
    if (known !== undefined) return known;
    if (word.length === 1) throw this.wrong('a keyword has no name');
    const keyword = { keyword: copied(word.slice(1)) };
    if (this.#keywords.size < keywordsMax) this.#keywords.set(copied(word), keyword);
    return keyword;
  }
}

const escapes = new Map([
  ['t', '\t'],
  ['r', '\r'],
  ['n', '\n'],
  ['b', '\b'],
  ['f', '\f'],
  ['\\', '\\'],
  ['"', '"'],
]);

function endOfWord(text: string, start: number): number {
  for (let at = start; at < text.length; at++) {
    if (delimiters.has(text.charCodeAt(at))) return at;
  }
  return -1;
}

/** The values of a short text. Throws HistoryError. */
export function valuesFromEdn(text: string, firstLine = 1): Value[] {
  const values: Value[] = [];
  const reader = new EdnReader((value) => values.push(value), false, firstLine);
  reader.push(text);
  reader.end();
  return values;
}

/** The one value of a text. Throws HistoryError. */
export function valueFromEdn(text: string): Value {
  const [value, ...others] = valuesFromEdn(text);
  if (value === undefined || others.length > 0) {
    throw new HistoryError(undefined, `it is not one value in EDN: ${shortened(text)}`);
  }
  return value;
}
