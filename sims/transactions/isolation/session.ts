/** The client side of transactions: statements over the network, and a retry when one fails. */

import type { Process } from '../../../src/kernel/process.ts';
import type { NodeId } from '../../../src/world/actor.ts';
import { Refusal } from '../../../src/world/call.ts';
import type { ServerContext } from '../../../src/world/server.ts';
import { note } from '../notes.ts';
import type { Result } from './database.ts';
import type { LevelId } from './level.ts';
import type { StatementRequest } from './server.ts';
import { commit, rollback, type Statement } from './statement.ts';

/** Sends a statement, and waits for its result. */
export type Say = (statement: Statement) => Process<Result>;

/**
 * The statements of one transaction. It is rolled back if they return `retry`, and committed
 * otherwise.
 */
export type Body = (say: Say) => Process<'commit' | 'retry' | 'give-up'>;

export class Session {
  readonly #node: ServerContext;
  readonly #store: NodeId;
  readonly #level: LevelId;
  #begun = 0;
  /** How often a transaction failed, or had to be retried. */
  failures = 0;

  constructor(node: ServerContext, store: NodeId, level: LevelId) {
    this.#node = node;
    this.#store = store;
    this.#level = level;
  }

  /**
   * Retries until it commits (true) or gives up (false). A failed transaction is repeated as a
   * whole.
   */
  *transact(body: Body): Process<boolean> {
    for (;;) {
      this.#begun += 1;
      const name = `${this.#node.self}#${this.#begun}`;
      const say = (statement: Statement): Process<Result> => {
        const request: StatementRequest = {
          do: 'execute',
          transaction: name,
          level: this.#level,
          statement,
        };
        return this.#node.call<Result>(this.#store, request);
      };
      try {
        const end = yield* body(say);
        yield* say(end === 'commit' ? commit : rollback);
        if (end !== 'retry') return end === 'commit';
        this.#retries('no row has the version that was read');
      } catch (failure) {
        if (!(failure instanceof Refusal)) throw failure;
        if (failure.reason === 'unique-violation') {
          this.failures += 1;
          return false;
        }
        this.#retries(failure.reason);
      }
    }
  }

  #retries(why: string): void {
    this.failures += 1;
    note(this.#node, { kind: 'retries', why });
  }
}
