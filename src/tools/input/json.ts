/**
 * JSON (RFC 8259), read without recursion: how deep a file nests is its author's choice, and the stack
 * is ours. An error names its line, and a number can be kept exact.
 */
import { InputError } from '../../lab/input-error.ts';
import { quoted } from '../../words/shown.ts';

export interface JsonOptions {
  /** On which line of the input the text begins. */
  readonly line?: number;
  /** Makes a number of its digits, e.g. `BigInt`; by default a double, which is exact up to 2^53. */
  readonly numberFrom?: (digits: string) => unknown;
  /** Arrays and objects within one another. */
  readonly depthMax?: number;
  /** Accepts NaN, Infinity and -Infinity, which Python and Jackson write and RFC 8259 does not know. */
  readonly acceptsNaN?: boolean;
}

export const depthMaxDefault = 1000;

/** Objects have no prototype, so a key is never anything but a key of the file. */
export type JsonObject = { readonly [key: string]: unknown };

export const isJsonObject = (value: unknown): value is JsonObject =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/** In place of a value: an array or object has begun. */
const begun = Symbol('begun');

/** An array or object that is not closed yet, with the key that waits for its value. */
interface Open {
  readonly value: unknown[] | Record<string, unknown>;
  key: string | undefined;
}

/** Documents may be separated by blanks, commas, or the record separator of RFC 7464. */
// biome-ignore lint/suspicious/noControlCharactersInRegex: the record separator is one.
const betweenPattern = /^[\s,\u001e]+/;

const numberPattern = /-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?/y;
// biome-ignore lint/suspicious/noControlCharactersInRegex: JSON forbids them in strings.
const plainPattern = /[^"\\\u0000-\u001f]*/y;
const blankPattern = /[ \t\n\r]*/y;
const wordPattern = /true|false|null/y;
const notFinitePattern = /NaN|-?Infinity/y;
const words = new Map<string, unknown>([
  ['true', true],
  ['false', false],
  ['null', null],
]);
const escapes = new Map([
  ...['"', '\\', '/'].map((character): [string, string] => [character, character]),
  ['b', '\b'],
  ['f', '\f'],
  ['n', '\n'],
  ['r', '\r'],
  ['t', '\t'],
]);

/** The value of a whole text. Throws InputError with the line. O(length). */
export function jsonFrom(text: string, options: JsonOptions = {}): unknown {
  const parser = new JsonParser(text, options);
  const value = parser.value();
  parser.expectEnd();
  return value;
}

class JsonParser {
  readonly #text: string;
  readonly #options: JsonOptions;
  #at = 0;

  constructor(text: string, options: JsonOptions) {
    this.#text = text;
    this.#options = options;
  }

  value(): unknown {
    const open: Open[] = [];
    for (;;) {
      this.#match(blankPattern);
      let value = this.#begin(open);
      if (value === begun) continue;
      // The value ends here, and with it every array and object of which it was the last.
      for (;;) {
        const parent = open.at(-1);
        if (parent === undefined) return value;
        this.#put(parent, value);
        if (!this.#closes(parent)) break;
        value = parent.value;
        open.pop();
      }
    }
  }

  expectEnd(): void {
    this.#match(blankPattern);
    if (this.#at < this.#text.length) throw this.#refusal('nothing should follow the value');
  }

  /** A value that is complete; `begun` if an array or object begins. */
  #begin(open: Open[]): unknown {
    const character = this.#text[this.#at];
    if (character === '"') return this.#string();
    if (character === '[' || character === '{') return this.#container(open, character);
    if (this.#options.acceptsNaN === true) {
      const notFinite = this.#match(notFinitePattern);
      if (notFinite !== '') return Number(notFinite);
    }
    const digits = this.#match(numberPattern);
    if (digits !== '') return (this.#options.numberFrom ?? Number)(digits);
    const word = this.#match(wordPattern);
    if (word === '') throw this.#refusal('a value should stand here');
    return words.get(word);
  }

  #container(open: Open[], bracket: '[' | '{'): unknown {
    const { depthMax = depthMaxDefault } = this.#options;
    if (open.length === depthMax) {
      throw this.#refusal(`it nests deeper than ${depthMax}, which is the limit`);
    }
    this.#at += 1;
    this.#match(blankPattern);
    const value = bracket === '[' ? [] : (Object.create(null) as Record<string, unknown>);
    if (this.#text[this.#at] === (bracket === '[' ? ']' : '}')) {
      this.#at += 1;
      return value;
    }
    open.push({ value, key: bracket === '{' ? this.#key() : undefined });
    return begun;
  }

  #key(): string {
    if (this.#text[this.#at] !== '"')
      throw this.#refusal('a key in quotation marks should stand here');
    const key = this.#string();
    this.#match(blankPattern);
    if (this.#text[this.#at] !== ':') throw this.#refusal('a colon should stand here');
    this.#at += 1;
    return key;
  }

  #put({ value: parent, key }: Open, value: unknown): void {
    if (Array.isArray(parent)) parent.push(value);
    else parent[key as string] = value;
  }

  /** After an element: whether its array or object ends. */
  #closes(parent: Open): boolean {
    this.#match(blankPattern);
    const isArray = Array.isArray(parent.value);
    const character = this.#text[this.#at];
    if (character === (isArray ? ']' : '}')) {
      this.#at += 1;
      return true;
    }
    if (character !== ',')
      throw this.#refusal(`a comma or ${isArray ? ']' : '}'} should stand here`);
    this.#at += 1;
    this.#match(blankPattern);
    if (!isArray) parent.key = this.#key();
    return false;
  }

  #string(): string {
    const start = this.#at;
    this.#at += 1;
    let text = '';
    for (;;) {
      text += this.#match(plainPattern);
      const character = this.#text[this.#at];
      if (character === '"') {
        this.#at += 1;
        return text;
      }
      if (character === undefined) {
        this.#at = start;
        throw this.#refusal('the string is not closed');
      }
      if (character !== '\\') throw this.#refusal('a control character stands in a string');
      text += this.#escape();
    }
  }

  #escape(): string {
    const name = this.#text[this.#at + 1] ?? '';
    const digits = this.#text.slice(this.#at + 2, this.#at + 6);
    if (name === 'u' && /^[0-9a-fA-F]{4}$/.test(digits)) {
      this.#at += 6;
      return String.fromCharCode(Number.parseInt(digits, 16));
    }
    const character = escapes.get(name);
    if (character === undefined) throw this.#refusal('the escape is not one of JSON');
    this.#at += 2;
    return character;
  }

  #match(pattern: RegExp): string {
    pattern.lastIndex = this.#at;
    const [match = ''] = pattern.exec(this.#text) ?? [];
    this.#at += match.length;
    return match;
  }

  #refusal(why: string): InputError {
    const before = this.#text.slice(0, this.#at).split(/\r\n|\n|\r/);
    const line = (this.#options.line ?? 1) + before.length - 1;
    const column = (before.at(-1) ?? '').length + 1;
    const rest = this.#text.slice(this.#at, this.#at + 20).split(/[\r\n]/)[0] ?? '';
    const found = this.#at >= this.#text.length ? 'the input ends' : `${quoted(rest)} stands there`;
    return new InputError(`Line ${line}, column ${column}: not valid JSON: ${why}, and ${found}.`);
  }
}

/**
 * The top-level values of a stream of JSON: one document, JSON Lines, or documents below one another,
 * however they are laid out. Lines go in, values come out with the line on which each begins.
 * Memory: one value (`valueLengthMax`).
 */
export class JsonSplitter {
  readonly #onValue: (value: unknown, line: number) => void;
  readonly #options: JsonOptions & { readonly valueLengthMax?: number };
  #lines: string[] = [];
  #length = 0;
  #firstLine = 1;
  #depth = 0;
  #isString = false;

  constructor(
    onValue: (value: unknown, line: number) => void,
    options: JsonOptions & { readonly valueLengthMax?: number } = {},
  ) {
    this.#onValue = onValue;
    this.#options = options;
  }

  /** Whether a value has begun and is not complete. */
  get isWithin(): boolean {
    return this.#lines.length > 0;
  }

  /** Throws InputError. */
  push(text: string, line: number): void {
    let start = 0;
    const structure = this.#isString ? /\\.|"/g : /["[\]{}]/g;
    let pattern = structure;
    for (let match = pattern.exec(text); match !== null; match = pattern.exec(text)) {
      const { 0: character, index } = match;
      if (character === '"') {
        this.#isString = !this.#isString;
        const from = pattern.lastIndex;
        pattern = this.#isString ? /\\.|"/g : /["[\]{}]/g;
        pattern.lastIndex = from;
      } else if (character === '[' || character === '{') this.#depth += 1;
      else if (character === ']' || character === '}') {
        this.#depth = Math.max(0, this.#depth - 1);
        if (this.#depth > 0) continue;
        this.#add(text.slice(start, index + 1), line);
        this.#finish();
        start = index + 1;
      }
    }
    // A string has no line end in it: what is open here is an error, which the parser names.
    this.#isString = false;
    this.#add(text.slice(start), line);
    if (this.#depth === 0) this.#finish();
  }

  end(): void {
    this.#depth = 0;
    this.#finish();
  }

  #add(text: string, line: number): void {
    const isEmpty = this.#lines.length === 0;
    const part = isEmpty ? text.replace(betweenPattern, '') : text;
    if (isEmpty && part === '') return;
    if (isEmpty) this.#firstLine = line;
    this.#lines.push(part);
    this.#length += part.length + 1;
    const { valueLengthMax = 268_435_456 } = this.#options;
    if (this.#length <= valueLengthMax) return;
    throw new InputError(
      `Line ${this.#firstLine}: the JSON value is longer than ${valueLengthMax} characters, which is the limit.`,
    );
  }

  #finish(): void {
    if (this.#lines.length === 0) return;
    const text = this.#lines.join('\n');
    this.#lines = [];
    this.#length = 0;
    this.#onValue(jsonFrom(text, { ...this.#options, line: this.#firstLine }), this.#firstLine);
  }
}
