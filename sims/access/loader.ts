/**
 * A loader that gathers the keys of a turn into one batch, and asks for each of them once. It does what DataLoader does,
 * with callbacks in the place of promises; the tests hold the two against each other.
 */
import { must } from '../../src/kernel/must.ts';
import type { AccessRules } from './rules.ts';

export type Outcome<Value> = { readonly value: Value } | { readonly error: string };
export type Done<Value> = (outcome: Outcome<Value>) => void;

export interface LoaderOptions<Key, Value> {
  /** Answers with a list as long as the keys and in their order, or with why there is none. */
  batch(keys: readonly Key[], done: (outcomes: readonly Outcome<Value>[] | string) => void): void;
  /** Calls when the loads of this turn have been made. */
  afterTurn(dispatch: () => void): void;
  /** Unlimited if omitted. */
  readonly batchMax?: number;
  /** On by default. */
  readonly cache?: boolean;
}

interface Load<Value> {
  outcome: Outcome<Value> | undefined;
  readonly waiting: Done<Value>[];
}

interface Batch<Key, Value> {
  readonly keys: Key[];
  readonly loads: Load<Value>[];
  /** Loads of keys that are known: they are answered with the batch, not before it. */
  readonly hits: (() => void)[];
  isDispatched: boolean;
}

export class Loader<Key, Value> {
  readonly #rules: AccessRules;
  readonly #options: LoaderOptions<Key, Value>;
  readonly #cache = new Map<Key, Load<Value>>();
  #batch: Batch<Key, Value> | undefined;

  constructor(rules: AccessRules, options: LoaderOptions<Key, Value>) {
    this.#rules = rules;
    this.#options = options;
  }

  load(key: Key, done: Done<Value>): void {
    const known = this.#isCaching ? this.#cache.get(key) : undefined;
    const batch = this.#current();
    if (known !== undefined) {
      batch.hits.push(() => answer(known, done));
      return;
    }
    const load: Load<Value> = { outcome: undefined, waiting: [done] };
    batch.keys.push(key);
    batch.loads.push(load);
    if (this.#isCaching) this.#cache.set(key, load);
    if (!this.#rules['one-batch-a-turn']) this.#dispatch(batch);
  }

  clear(key: Key): void {
    this.#cache.delete(key);
  }

  /** A key that is known keeps its value. */
  prime(key: Key, value: Value): void {
    if (!this.#cache.has(key)) this.#cache.set(key, { outcome: { value }, waiting: [] });
  }

  get #isCaching(): boolean {
    return this.#rules['keys-once'] && this.#options.cache !== false;
  }

  /** The batch that is open, with room for one more. */
  #current(): Batch<Key, Value> {
    const { batchMax = Number.POSITIVE_INFINITY, afterTurn } = this.#options;
    const most = this.#rules['most-in-a-batch'] ? batchMax : Number.POSITIVE_INFINITY;
    const open = this.#batch;
    const hasRoom = open !== undefined && !open.isDispatched && open.keys.length < most;
    if (hasRoom) return open;
    const batch: Batch<Key, Value> = { keys: [], loads: [], hits: [], isDispatched: false };
    this.#batch = batch;
    afterTurn(() => this.#dispatch(batch));
    return batch;
  }

  #dispatch(batch: Batch<Key, Value>): void {
    if (batch.isDispatched) return;
    batch.isDispatched = true;
    if (batch.keys.length === 0) {
      for (const hit of batch.hits) hit();
      return;
    }
    this.#options.batch(batch.keys, (outcomes) => {
      for (const hit of batch.hits) hit();
      const failure = failureOf(outcomes, batch.keys.length);
      for (const [place, load] of batch.loads.entries()) {
        // What failed as a whole may be asked for again; a key that failed by itself stays failed until it is cleared.
        if (failure !== undefined) this.#cache.delete(must(batch.keys[place], 'key of a load'));
        const outcome =
          failure !== undefined || typeof outcomes === 'string'
            ? { error: failure ?? '' }
            : must(outcomes[place], 'outcome of a key');
        settle(load, outcome);
      }
    });
  }
}

/** Why the batch as a whole has failed; undefined if it has not. */
function failureOf(outcomes: readonly unknown[] | string, keys: number): string | undefined {
  if (typeof outcomes === 'string') return outcomes;
  if (outcomes.length === keys) return undefined;
  return `${outcomes.length} values for ${keys} keys`;
}

function answer<Value>(load: Load<Value>, done: Done<Value>): void {
  if (load.outcome === undefined) load.waiting.push(done);
  else done(load.outcome);
}

function settle<Value>(load: Load<Value>, outcome: Outcome<Value>): void {
  load.outcome = outcome;
  for (const done of load.waiting) done(outcome);
}
