import { countWhile } from '../../kernel/bisection.ts';
import { must } from '../../kernel/must.ts';

/** A value over a run: what it was after so many events. Kept is only where it changed. */
export class History<Value> {
  readonly #from: number[] = [];
  readonly #values: Value[] = [];

  /** From so many events on it is this; `from` never falls. */
  add(from: number, value: Value): void {
    if (this.#from.at(-1) === from) this.#values[this.#values.length - 1] = value;
    else {
      this.#from.push(from);
      this.#values.push(value);
    }
  }

  get last(): Value | undefined {
    return this.#values.at(-1);
  }

  /** Undefined before there was any. O(log changes). */
  at(events: number): Value | undefined {
    return this.#values[indexUpTo(this.#from, events)];
  }

  /** How many events there were at the change that is in force; undefined before the first. */
  changedAt(events: number): number | undefined {
    return this.#from[indexUpTo(this.#from, events)];
  }

  get changes(): readonly (readonly [from: number, value: Value])[] {
    return this.#from.map((from, place) => [
      from,
      must(this.#values[place], 'value of the history'),
    ]);
  }
}

/** The place of the last number in ascending order that is at most `limit`; -1 if none is. */
export function indexUpTo(ascending: readonly number[], limit: number): number {
  return (
    countWhile(ascending.length, (at) => must(ascending[at], 'number of the list') <= limit) - 1
  );
}
