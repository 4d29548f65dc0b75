/**
 * Values as a reader puts them together from brackets and words, on a stack of its own: nesting of
 * any depth costs memory and no recursion. A list at the top of a text is what holds the events, so
 * its elements are handed on one by one and not kept.
 */

import { HistoryError } from '../../check/linearizability/history.ts';
import type { Value } from '../../check/linearizability/value.ts';
import { must } from '../../kernel/must.ts';

export type Bracket = '(' | '[' | '{' | '#{';

/** Takes each value at the top of a text, with the line that it begins in. */
export type TakeValue = (value: Value, line: number) => void;

interface OpenForm {
  readonly bracket: Bracket;
  readonly line: number;
  /** Its elements; undefined if they are handed on. */
  readonly parts: Value[] | undefined;
  /** Of a map such as `#:jepsen{:type :ok}`: what its keys begin with. */
  readonly namespace: string | undefined;
  /** How many of the next values count for nothing: after `#_`, or metadata after `^`. */
  discards: number;
}

const closing = { '(': ')', '[': ']', '{': '}', '#{': '}' } as const;
const names = { '(': 'list', '[': 'vector', '{': 'map', '#{': 'set' } as const;

export class Forms {
  readonly #take: TakeValue;
  readonly #handsOnLists: boolean;
  readonly #open: OpenForm[] = [];
  #discards = 0;
  /** A `#tag`, `#_` or `^` that still needs its value. */
  #prefix: string | undefined;

  constructor(take: TakeValue, handsOnLists: boolean) {
    this.#take = take;
    this.#handsOnLists = handsOnLists;
  }

  /** The bracket that is open; undefined at the top. */
  get bracket(): Bracket | undefined {
    return this.#open.at(-1)?.bracket;
  }

  add(value: Value, line: number): void {
    this.#prefix = undefined;
    const innermost = this.#open.at(-1);
    if ((innermost ?? { discards: this.#discards }).discards > 0) {
      if (innermost === undefined) this.#discards -= 1;
      else innermost.discards -= 1;
    } else if (innermost?.parts === undefined) {
      this.#take(value, line);
    } else {
      innermost.parts.push(value);
    }
  }

  open(bracket: Bracket, line: number): void {
    const namespace = this.#prefix?.startsWith('#:') ? this.#prefix.slice(2) : undefined;
    this.#prefix = undefined;
    const isTop = this.#open.length === 0 && this.#discards === 0;
    const isHandedOn = this.#handsOnLists && isTop && (bracket === '(' || bracket === '[');
    const parts = isHandedOn ? undefined : [];
    this.#open.push({ bracket, line, parts, namespace, discards: 0 });
  }

  close(bracket: string, line: number): void {
    const form = this.#open.pop();
    if (form === undefined) throw new HistoryError(line, `"${bracket}" closes nothing`);
    const opens = `the ${names[form.bracket]} that opens with "${form.bracket}"`;
    if (bracket !== closing[form.bracket]) {
      throw new HistoryError(line, `"${bracket}" closes ${opens} in line ${form.line}`);
    }
    this.#needsNoMore(line, form.discards);
    if (form.parts !== undefined) this.add(closedValue(form, form.parts), form.line);
  }

  /** The next value counts for nothing. */
  discardNext(prefix: string): void {
    const innermost = this.#open.at(-1);
    if (innermost === undefined) this.#discards += 1;
    else innermost.discards += 1;
    this.#prefix = prefix;
  }

  /** The next value has a tag, which says nothing that a history needs. */
  tagNext(tag: string): void {
    this.#prefix = tag;
  }

  end(line: number): void {
    const outermost = this.#open[0];
    const innermost = this.#open.at(-1);
    if (innermost === undefined) {
      this.#needsNoMore(line, this.#discards);
      return;
    }
    // A list of events that breaks off within an event: the event says more.
    const form = outermost?.parts === undefined ? (this.#open[1] ?? innermost) : innermost;
    throw new HistoryError(
      form.line,
      `the ${names[form.bracket]} that opens with "${form.bracket}" is never closed: the text breaks off`,
    );
  }

  #needsNoMore(line: number, discards: number): void {
    if (this.#prefix === undefined && discards === 0) return;
    throw new HistoryError(line, `nothing follows "${this.#prefix}": it needs a value`);
  }
}

function closedValue({ bracket, line, namespace }: OpenForm, parts: Value[]): Value {
  if (bracket === '#{') return { set: parts };
  if (bracket !== '{') return parts;
  if (parts.length % 2 === 1) throw new HistoryError(line, 'a map has a key without a value');
  const map: (readonly [Value, Value])[] = [];
  for (let place = 0; place < parts.length; place += 2) {
    map.push([
      inNamespace(must(parts[place], 'part of the map'), namespace),
      must(parts[place + 1], 'part of the map'),
    ]);
  }
  return { map };
}

/** `#:a{:b 1 :_/c 2}` is `{:a/b 1 :c 2}`. */
function inNamespace(key: Value, namespace: string | undefined): Value {
  if (namespace === undefined || typeof key !== 'object' || key === null || !('keyword' in key)) {
    return key;
  }
  const { keyword } = key;
  if (keyword.startsWith('_/')) return { keyword: keyword.slice(2) };
  return keyword.includes('/') ? key : { keyword: `${namespace}/${keyword}` };
}
