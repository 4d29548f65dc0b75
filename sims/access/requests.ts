/** What a loader keeps, and for whom: of one request, and up to a write. */
import { Loader, type LoaderOptions } from './loader.ts';
import type { AccessRules } from './rules.ts';

/** Hands each request the loader that it uses. */
export class Loaders<Key, Value> {
  readonly #rules: AccessRules;
  #shared: Loader<Key, Value> | undefined;

  constructor(rules: AccessRules) {
    this.#rules = rules;
  }

  forRequest(options: LoaderOptions<Key, Value>): Loader<Key, Value> {
    const loader = this.#shared ?? new Loader(this.#rules, options);
    if (!this.#rules['loader-of-one-request']) this.#shared = loader;
    return loader;
  }
}

/** A row has been written within the request. */
export function written<Key, Value>(
  loader: Loader<Key, Value>,
  key: Key,
  value: Value,
  rules: AccessRules,
): void {
  if (!rules['clear-after-write']) return;
  loader.clear(key);
  loader.prime(key, value);
}
