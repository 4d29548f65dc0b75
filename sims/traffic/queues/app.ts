/**
 * An app that takes a database connection from a pool: one pool for the process, or one per
 * request.
 */
import { constant } from '../../../src/kernel/distribution.ts';
import type { Process } from '../../../src/kernel/process.ts';
import { client, isCallFailure, type ServerContext } from '../../../src/world/server.ts';
import { Station } from '../../../src/world/station.ts';
import { attempt } from '../attempt.ts';
import type { DatabaseRequest } from './database.ts';
import type { QueueRules } from './rules.ts';

export interface AppOptions {
  readonly database: string;
  readonly poolSize: number;
  /** Time after which unused connections are closed. */
  readonly idleMs: number;
  /** Time from one request to the next. */
  readonly gapMs: number;
  readonly requests: number;
}

export interface AppTotals {
  answered: number;
  failed: number;
  /** When the first request fails. */
  firstFailedMs: number | undefined;
}

export const emptyApp = (): AppTotals => ({ answered: 0, failed: 0, firstFailedMs: undefined });

export const appServer = (rules: QueueRules, options: AppOptions, totals: AppTotals) =>
  client(
    'app',
    (node) => {
      node.spawn(new App(node, rules, options, totals).requests());
      return totals;
    },
    ({ answered, failed }) => ({ answered, failed }),
  );

class App {
  readonly #node: ServerContext;
  readonly #rules: QueueRules;
  readonly #options: AppOptions;
  readonly #totals: AppTotals;
  readonly #pool: Station;

  constructor(node: ServerContext, rules: QueueRules, options: AppOptions, totals: AppTotals) {
    this.#node = node;
    this.#rules = rules;
    this.#options = options;
    this.#totals = totals;
    this.#pool = this.#poolOfConnections();
  }

  *requests(): Process<void> {
    const { gapMs, requests } = this.#options;
    if (this.#rules['one-pool-for-the-process']) yield* attempt(this.#open());
    for (let request = 1; request <= requests; request++) {
      yield* this.#node.sleep(gapMs);
      this.#node.spawn(this.#request(request));
    }
  }

  *#request(request: number): Process<void> {
    try {
      if (this.#rules['one-pool-for-the-process']) yield* this.#pool.hold(this.#query(request));
      else yield* this.#withPoolOfItsOwn(request);
      this.#totals.answered += 1;
    } catch (failure) {
      if (!isCallFailure(failure)) throw failure;
      this.#totals.failed += 1;
      this.#totals.firstFailedMs ??= this.#node.now();
    }
  }

  /**
   * The pool is forgotten when the request is answered, and closes nothing before its idle timeout.
   */
  *#withPoolOfItsOwn(request: number): Process<void> {
    yield* this.#open();
    try {
      yield* this.#poolOfConnections().hold(this.#query(request));
    } finally {
      this.#node.spawn(this.#closeWhenIdle());
    }
  }

  #poolOfConnections(): Station {
    const { poolSize } = this.#options;
    return new Station(this.#node, { servers: poolSize, serviceMs: constant(0) });
  }

  #open(): Process<unknown> {
    return this.#ask({ do: 'open', connections: this.#options.poolSize });
  }

  *#closeWhenIdle(): Process<void> {
    const { idleMs, poolSize } = this.#options;
    yield* this.#node.sleep(idleMs);
    yield* attempt(this.#ask({ do: 'close', connections: poolSize }));
  }

  #query(request: number): Process<unknown> {
    return this.#ask({ do: 'query', request });
  }

  #ask(request: DatabaseRequest): Process<unknown> {
    return this.#node.call(this.#options.database, request);
  }
}
