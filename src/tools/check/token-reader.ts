/**
 * The part that readers of EDN and JSON share: a text that comes in pieces, cut into tokens. A token
 * that a piece breaks off is kept until the next piece; nothing else of a piece is.
 */
import { HistoryError } from '../../check/linearizability/history.ts';

/** The longest text or word that a history may hold. */
const tokenCharactersMax = 4 * 2 ** 20;

export abstract class TokenReader {
  #text = '';
  /** The line that the next token begins in. */
  #line: number;

  constructor(firstLine: number) {
    this.#line = firstLine;
  }

  protected get line(): number {
    return this.#line;
  }

  /** Throws HistoryError. */
  push(text: string): void {
    this.#scan(this.#text + text, false);
  }

  /** Throws HistoryError for a text that breaks off. */
  end(): void {
    this.#scan(this.#text, true);
    this.finish();
  }

  protected abstract isSpace(code: number): boolean;
  /** Where the token that begins at a place ends; -1 if the text breaks off before that. */
  protected abstract endOf(text: string, start: number): number;
  protected abstract take(token: string): void;
  protected abstract finish(): void;

  #scan(text: string, isAll: boolean): void {
    let at = 0;
    for (;;) {
      for (; at < text.length; at++) {
        const code = text.charCodeAt(at);
        if (code === newline) this.#line += 1;
        else if (!this.isSpace(code)) break;
      }
      if (at === text.length) break;
      let end = this.endOf(text, at);
      if (end === -1) {
        if (!isAll) break;
        if (text[at] === '"') {
          throw this.wrong('the text after " is never closed: the history breaks off');
        }
        end = text.length;
      }
      const token = text.slice(at, end);
      this.take(token);
      for (let next = token.indexOf('\n'); next !== -1; next = token.indexOf('\n', next + 1)) {
        this.#line += 1;
      }
      at = end;
    }
    this.#text = text.slice(at);
    if (this.#text.length > tokenCharactersMax) {
      throw this.wrong(
        `a text or word is longer than ${tokenCharactersMax} characters, which is the limit`,
      );
    }
  }

  protected wrong(reason: string): HistoryError {
    return new HistoryError(this.#line, reason);
  }
}

const newline = 0x0a;
const quote = 0x22;
const backslash = 0x5c;

/** Where a quoted text ends; -1 if it breaks off. */
export function endOfQuoted(text: string, start: number): number {
  for (let at = start + 1; at < text.length; at++) {
    const code = text.charCodeAt(at);
    if (code === backslash) at += 1;
    else if (code === quote) return at + 1;
  }
  return -1;
}

/** A copy: what is cut out of a text may keep all of the text in memory. */
export function copied(text: string): string {
  return text.length < 13 ? text : JSON.parse(JSON.stringify(text));
}

export function shortened(text: string): string {
  return text.length <= 60 ? text : `${text.slice(0, 60)}…`;
}
