/** What a gateway holds for a client that reads slower than values come. */
import type { FanoutRules } from '../rules.ts';

export const policies = [
  'drop-oldest',
  'drop-newest',
  'conflate',
  'disconnect',
  'pull',
  'unbounded',
] as const;
/** `pull`: nothing is held for the client; it reads the log of its server as fast as it can. */
export type Policy = (typeof policies)[number];

/** A value of a key: a price, a position, a state. */
export interface Value {
  readonly key: number;
  /** Counts all values. */
  readonly number: number;
}

/** What a value that arrives does to the queue. */
export type Arrival = 'held' | 'dropped' | 'disconnects';

export class ClientQueue {
  readonly #policy: Policy;
  readonly #limit: number;
  readonly #rules: FanoutRules;
  #values: Value[] = [];

  constructor(policy: Policy, limit: number, rules: FanoutRules) {
    this.#policy = policy;
    this.#limit = limit;
    this.#rules = rules;
  }

  get size(): number {
    return this.#values.length;
  }

  /** A value has come. `dropped` says that this value, or an older one, is never read. */
  add(value: Value): Arrival {
    if (this.#policy === 'conflate' && this.#rules['conflate-by-key']) {
      // The newer value takes the place of the older one, whose turn it keeps.
      const place = this.#values.findIndex(({ key }) => key === value.key);
      if (place >= 0) {
        this.#values[place] = value;
        return 'dropped';
      }
    }
    const isFull = this.#values.length >= this.#limit;
    if (!isFull || this.#policy === 'unbounded' || !this.#rules['buffer-is-bounded']) {
      this.#values.push(value);
      return 'held';
    }
    if (this.#policy === 'disconnect') {
      this.#values = [];
      return 'disconnects';
    }
    if (this.#policy === 'drop-oldest') {
      this.#values.shift();
      this.#values.push(value);
    }
    return 'dropped';
  }

  /** The next value to send. */
  take(): Value | undefined {
    return this.#values.shift();
  }
}
