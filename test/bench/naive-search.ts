/**
 * A search that does the obvious: copies the whole state, runs the handler, and keeps a text of the whole
 * state. The same states as the explorer's, of models without crashes and ghosts: what it is measured against.
 */

import type { ExploredMessage, LocalEvent } from '../../src/check/exploration.ts';
import { type Local, perform } from '../../src/explore/handlers.ts';
import type { Model } from '../../src/explore/model.ts';
import { copyOf } from '../../src/explore/plain.ts';
import { must } from '../../src/kernel/must.ts';

interface Whole {
  readonly nodes: Local[];
  messages: ExploredMessage[];
  readonly fired: Record<string, number>;
}

export class NaiveSearch {
  generated = 0;
  readonly seen = new Set<string>();
  readonly #model: Model;
  readonly #textOf: (value: unknown) => string;
  readonly #queue: Whole[] = [];
  #next = 0;

  constructor(model: Model, textOf: (value: unknown) => string) {
    this.#model = model;
    this.#textOf = textOf;
    const first: Whole = { nodes: [], messages: [], fired: {} };
    for (const [place, { id, actor }] of model.nodes.entries()) {
      const none = { state: undefined, durable: [], pending: [], timers: [], held: [] };
      const before: Local = { id, kind: actor.kind, place, torn: undefined, ...none };
      first.nodes.push(before);
      this.#happen(first, place, { kind: 'start' }, []);
    }
    this.#come(first);
  }

  /** Expands at most so many states; false where there are no more. */
  advance(states: number): boolean {
    for (let left = states; left > 0 && this.#next < this.#queue.length; left--) {
      this.#expand(must(this.#queue[this.#next++], 'state in the queue'));
    }
    return this.#next < this.#queue.length;
  }

  #expand(state: Whole): void {
    const { bounds, heeds } = this.#model;
    const own = state.messages.find(({ from, to }) => from === to);
    const isFirst = bounds.ownMessages === 'first' && own !== undefined;
    const texts = new Set<string>();
    for (const [at, message] of state.messages.entries()) {
      if (isFirst && message !== own) continue;
      const text = this.#textOf(message);
      if (texts.has(text)) continue;
      texts.add(text);
      const place = this.#model.nodes.findIndex(({ id }) => id === message.to);
      if (heeds?.(must(state.nodes[place], 'node at the place'), message.message) === false)
        continue;
      const event = { kind: 'deliver', from: message.from, message: message.message } as const;
      this.#branch(state, place, event, bounds.network === 'set' ? undefined : at);
    }
    if (isFirst) return;
    for (const [place, { timers }] of state.nodes.entries()) {
      for (const timer of timers) {
        if ((state.fired[timer] ?? 0) >= (bounds.timeouts[timer] ?? Infinity)) continue;
        this.#branch(state, place, { kind: 'fire', timer }, undefined);
      }
    }
  }

  #branch(state: Whole, place: number, event: LocalEvent, used: number | undefined): void {
    const scripts: number[][] = [[]];
    for (let script = scripts.pop(); script !== undefined; script = scripts.pop()) {
      const next = copyOf(state);
      if (used !== undefined) next.messages.splice(used, 1);
      if (event.kind === 'fire' && Object.hasOwn(this.#model.bounds.timeouts, event.timer)) {
        next.fired[event.timer] = (next.fired[event.timer] ?? 0) + 1;
      }
      const asked = this.#happen(next, place, event, script);
      for (let other = (asked[script.length] ?? 1) - 1; other > 0; other--) {
        scripts.push([...script, other]);
      }
      if (this.#model.within?.(must(next.nodes[place], 'node at the place')) !== false)
        this.#come(next);
    }
  }

  #happen(next: Whole, place: number, event: LocalEvent, script: readonly number[]) {
    const { canonical, bounds } = this.#model;
    const before = must(next.nodes[place], 'node at the place');
    const { after, sends, asked } = perform(this.#model, before, event, script, 0.5);
    canonical?.state?.(after.state, after.id);
    const durable = canonical?.journal?.(after.durable, after.id) ?? after.durable;
    next.nodes[place] = { ...after, durable };
    for (const { to, message } of sends) {
      const content = canonical?.message?.(message) ?? message;
      next.messages.push({ from: before.id, to, message: content });
    }
    const texts = next.messages.map((message) => [this.#textOf(message), message] as const);
    texts.sort(([one], [other]) => (one < other ? -1 : one > other ? 1 : 0));
    const isNew = (at: number) => at === 0 || texts[at]?.[0] !== texts[at - 1]?.[0];
    next.messages = texts
      .filter((_, at) => bounds.network !== 'set' || isNew(at))
      .map(([, message]) => message);
    return asked;
  }

  #come(state: Whole): void {
    this.generated += 1;
    const text = this.#textOf(state);
    if (this.seen.has(text)) return;
    this.seen.add(text);
    this.#queue.push(state);
  }
}
