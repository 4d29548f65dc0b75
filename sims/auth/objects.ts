/** Orders of many tenants behind an API, and what an answer gives away. */
import type { AuthRules } from './rules.ts';

export interface Seen {
  readonly status: 200 | 401 | 403 | 404;
  /** Look-ups that the answer took: they show in its time. */
  readonly lookUps: number;
}

export class Orders {
  readonly #rules: AuthRules;
  readonly #ownerOf: ReadonlyMap<number, string>;

  constructor(rules: AuthRules, ownerOf: ReadonlyMap<number, string>) {
    this.#rules = rules;
    this.#ownerOf = ownerOf;
  }

  /**
   * Looks the order up, and then whether the user may see it. `inOneLookUp` asks for an order of that id and that owner
   * instead.
   */
  get(user: string | undefined, order: number, inOneLookUp: boolean): Seen {
    if (user === undefined) return { status: 401, lookUps: 0 };
    const owner = this.#ownerOf.get(order);
    if (owner === undefined) return { status: 404, lookUps: 1 };
    const lookUps = inOneLookUp ? 1 : 2;
    if (!this.#rules['object-is-checked'] || owner === user) return { status: 200, lookUps };
    return { status: this.#rules['denial-looks-like-absence'] ? 404 : 403, lookUps };
  }
}
