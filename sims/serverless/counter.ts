/** A counter of requests that instances keep, in their memory or in a database. */
import type { ServerlessRules } from './rules.ts';

export class RequestCounter {
  readonly #rules: ServerlessRules;
  readonly #inInstances: number[];
  #inDatabase = 0;

  constructor(instances: number, rules: ServerlessRules) {
    this.#rules = rules;
    this.#inInstances = Array.from({ length: instances }, () => 0);
  }

  /** The number that the request gets, from 1. */
  count(instance: number): number {
    // CIDR 2019, §3: instances are not addressable and do not share memory; what must last is outside.
    if (this.#rules['state-not-in-instance']) {
      this.#inDatabase += 1;
      return this.#inDatabase;
    }
    const next = (this.#inInstances[instance] ?? 0) + 1;
    this.#inInstances[instance] = next;
    return next;
  }
}
