/**
 * A CockroachDB read: of one range, or of several at one timestamp. A value from the window after
 * that timestamp may have been written before the read began, so it reads at the value's timestamp
 * instead.
 */
import type { Process } from '../../../src/kernel/process.ts';
import type { ServerContext } from '../../../src/world/server.ts';
import { note } from '../notes.ts';
import type { UncertaintyRules } from './rules.ts';

export interface GetRequest {
  readonly do: 'get';
  readonly timestampMs: number;
  /** Values up to this may have been written before the read began. */
  readonly limitMs: number;
}

/** The result of a get: the version, or the timestamp at which to read again. */
export type Got = { readonly value: number } | { readonly restartMs: number };

/**
 * The end of a read’s uncertainty is fixed at its first try: a restart does not widen the window.
 */
export class ReadTransaction {
  readonly #node: ServerContext;
  readonly #limitMs: number;
  #timestampMs: number;
  /** Values read so far, by range. */
  readonly #seen = new Map<string, number>();

  constructor(rules: UncertaintyRules, node: ServerContext, maxOffsetMs: number) {
    this.#node = node;
    this.#timestampMs = node.now();
    this.#limitMs = this.#timestampMs + (rules['uncertain-read-restarts'] ? maxOffsetMs : 0);
  }

  get seen(): ReadonlyMap<string, number> {
    return this.#seen;
  }

  /** The value of one more range, at the timestamp of all others. */
  *read(range: string): Process<number> {
    const got = yield* this.#get(range, this.#limitMs);
    if ('value' in got) {
      this.#seen.set(range, got.value);
      note(this.#node, { kind: 'reads-value', value: got.value, timestampMs: this.#timestampMs });
      return got.value;
    }
    yield* this.#moveTo(got.restartMs);
    return yield* this.read(range);
  }

  /**
   * Moves to a later timestamp: values read so far are still valid there, or all of them are read
   * again.
   */
  *#moveTo(toMs: number): Process<void> {
    const rule = 'uncertain-read-restarts';
    note(this.#node, { kind: 'read-restarts', fromMs: this.#timestampMs, toMs, rule });
    this.#timestampMs = toMs;
    for (const [range, value] of [...this.#seen]) {
      const got = yield* this.#get(range, toMs);
      if (!('value' in got) || got.value !== value) return yield* this.#readAgain();
    }
  }

  *#readAgain(): Process<void> {
    const ranges = [...this.#seen.keys()];
    this.#seen.clear();
    for (const range of ranges) yield* this.read(range);
  }

  #get(range: string, limitMs: number): Process<Got> {
    const request: GetRequest = { do: 'get', timestampMs: this.#timestampMs, limitMs };
    return this.#node.call<Got>(range, request);
  }
}
