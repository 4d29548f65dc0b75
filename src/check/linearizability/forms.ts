/**
 * The forms of a text in EDN or JSON, each with the line that it begins in: brackets, texts and
 * words, found before anybody asks what they mean. So a history that breaks off is refused with the
 * line where it does, and an event that is wrong can be named.
 */
import { HistoryError } from './history.ts';

export interface Form {
  readonly line: number;
  /** As it stands. */
  readonly text: string;
  /** In plain EDN: without tags and comments, long integers marked as such, characters as texts. */
  readonly plain: string;
}

const closing: Readonly<Record<string, string>> = { '(': ')', '[': ']', '{': '}' };
const names: Readonly<Record<string, string>> = { '(': 'list', '[': 'vector', '{': 'map' };
const space = /[\s,]/;
const endOfWord = /[\s,()[\]{}"';]/;

/**
 * The forms at the top of a text, or, where that is one list or vector, those in it. Throws
 * HistoryError for a bracket or a quotation mark without its partner, and for a map in EDN with a
 * key and no value.
 */
export function formsOf(text: string, language: 'edn' | 'json'): Form[] {
  const forms = topForms(text, language);
  const [only] = forms;
  if (forms.length !== 1 || only === undefined || !/^[([]/.test(only.plain)) return forms;
  const start = text.indexOf(only.text) + only.text.search(/[([]/);
  return new Scanner(text, language, start + 1, only.line).formsUntil(text.charAt(start));
}

/** The forms at the top of a text. */
export function topForms(text: string, language: 'edn' | 'json'): Form[] {
  return new Scanner(text, language).formsUntilEnd();
}

class Scanner {
  readonly #text: string;
  readonly #language: 'edn' | 'json';
  #at: number;
  #line: number;

  constructor(text: string, language: 'edn' | 'json', at = 0, line = 1) {
    this.#text = text;
    this.#language = language;
    this.#at = at;
    this.#line = line;
  }

  formsUntilEnd(): Form[] {
    const forms: Form[] = [];
    while (this.#skipSpace()) {
      if (/[)\]}]/.test(this.#here)) throw this.#wrong(`"${this.#here}" closes nothing`);
      this.#collect(forms);
    }
    return forms;
  }

  formsUntil(bracket: string): Form[] {
    const forms: Form[] = [];
    const end = closing[bracket] as string;
    const openedIn = this.#line;
    while (this.#skipSpace()) {
      if (this.#here === end) {
        this.#at += 1;
        return forms;
      }
      if (/[)\]}]/.test(this.#here)) {
        throw this.#wrong(
          `"${this.#here}" closes the ${names[bracket]} that opens with "${bracket}" in line ${openedIn}`,
        );
      }
      this.#collect(forms);
    }
    throw new HistoryError(
      openedIn,
      `the ${names[bracket]} that opens with "${bracket}" is never closed: the text breaks off`,
    );
  }

  get #here(): string {
    return this.#text.charAt(this.#at);
  }

  #collect(forms: Form[]): void {
    const line = this.#line;
    const start = this.#at;
    const plain = this.#form();
    if (plain !== undefined) forms.push({ line, text: this.#text.slice(start, this.#at), plain });
  }

  /** One form, in plain EDN; undefined where it is one to be ignored. */
  #form(isMap = true): string | undefined {
    const here = this.#here;
    if (here === '"') return this.#quoted();
    if (here === '#') return this.#dispatched();
    if (here === '\\') return this.#character();
    if (!(here in closing)) return this.#word();
    this.#at += 1;
    const openedIn = this.#line;
    const inner = this.formsUntil(here).map(({ plain }) => plain);
    if (here === '{' && isMap && this.#language === 'edn' && inner.length % 2 === 1) {
      throw new HistoryError(openedIn, 'a map has a key without a value');
    }
    return `${here}${inner.join(' ')}${closing[here]}`;
  }

  #quoted(): string {
    const start = this.#at;
    const openedIn = this.#line;
    this.#at += 1;
    while (this.#at < this.#text.length) {
      if (this.#here === '\n') this.#line += 1;
      else if (this.#here === '\\') this.#at += 1;
      else if (this.#here === '"') {
        this.#at += 1;
        return this.#text.slice(start, this.#at);
      }
      this.#at += 1;
    }
    throw new HistoryError(openedIn, 'the text after " is never closed: the history breaks off');
  }

  /** What follows a `#`: a set, a form to be ignored, or a form with a tag, which says nothing. */
  #dispatched(): string | undefined {
    this.#at += 1;
    if (this.#here === '{') return `#${this.#form(false)}`;
    const ignored = this.#here === '_';
    if (ignored) this.#at += 1;
    else if (this.#here === '#') return this.#word();
    else if (this.#here !== '"') this.#word();
    if (!this.#skipSpace()) throw this.#wrong('nothing follows the last "#": the text breaks off');
    const form = this.#form();
    return ignored ? undefined : form;
  }

  #character(): string {
    const start = this.#at + 1;
    this.#at += 2;
    while (this.#at < this.#text.length && !endOfWord.test(this.#here)) this.#at += 1;
    return JSON.stringify(this.#text.slice(start, this.#at));
  }

  #word(): string {
    const start = this.#at;
    this.#at += 1;
    while (this.#at < this.#text.length && !endOfWord.test(this.#here)) this.#at += 1;
    const word = this.#text.slice(start, this.#at);
    return /^[+-]?\d{16,}$/.test(word) ? `${word}N` : word;
  }

  /** False at the end of the text. */
  #skipSpace(): boolean {
    for (; this.#at < this.#text.length; this.#at += 1) {
      if (this.#here === '\n') this.#line += 1;
      else if (this.#here === ';') {
        while (this.#at + 1 < this.#text.length && this.#text[this.#at + 1] !== '\n') this.#at += 1;
      } else if (!space.test(this.#here)) return true;
    }
    return false;
  }

  #wrong(reason: string): HistoryError {
    return new HistoryError(this.#line, reason);
  }
}
