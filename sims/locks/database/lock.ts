/**
 * A lock of a database session (PostgreSQL: pg_advisory_lock, or SELECT … FOR UPDATE). The client
 * does not time its session: it learns that the connection is gone when it next uses it.
 */

import type { Process } from '../../../src/kernel/process.ts';
import type { ServerContext } from '../../../src/world/server.ts';
import { note } from '../notes.ts';
import { failureOf, type Parts } from '../parts.ts';
import type { Grant, LockClient, LockService } from '../service.ts';
import { SessionClient } from '../session/client.ts';
import { type SessionId, sessionExpired } from '../session/sessions.ts';
import { ownerOf, tokenOf } from '../validity.ts';
import { databaseServer } from './server.ts';

export function addDatabase(parts: Parts): LockService {
  const { world, options, idOf } = parts;
  world.addServer(idOf('database'), databaseServer(parts), { diskMs: options.diskMs });
  return { connect: (node) => new DatabaseLock(parts, node) };
}

class DatabaseLock implements LockClient {
  readonly #parts: Parts;
  readonly #node: ServerContext;
  readonly #session: SessionClient;
  #of: SessionId = '';

  constructor(parts: Parts, node: ServerContext) {
    this.#parts = parts;
    this.#node = node;
    this.#session = new SessionClient(parts, node, parts.idOf('database'), false);
  }

  *acquire(name: string): Process<Grant> {
    let attempt = 0;
    for (;;) {
      const session = yield* this.#session.open();
      if (session !== this.#of) attempt += 1;
      this.#of = session;
      const owner = ownerOf(name, attempt);
      this.#parts.judge.metrics.tries.add();
      try {
        const token = yield* this.#lock(session, owner);
        return this.#session.hold(owner, tokenOf(this.#parts, this.#node, token));
      } catch (failure) {
        const why = failureOf(failure);
        if (why !== 'no answer') note(this.#node, { kind: 'tries-again', owner, why });
      }
    }
  }

  /**
   * The server answers a statement only when it is done; the client repeats it in case it was lost.
   */
  *#lock(session: SessionId, owner: string): Process<number> {
    const { ttlMs: timeoutMs } = this.#parts.options;
    const request = { do: 'lock', session, owner };
    return yield* this.#session.ask<number>(request, timeoutMs);
  }

  *release({ owner }: Grant): Process<void> {
    this.#session.letGo();
    for (;;) {
      try {
        yield* this.#session.ask({ do: 'unlock', session: this.#of, owner });
        return;
      } catch (failure) {
        if (failureOf(failure) === sessionExpired.reason) return;
        yield* this.#node.sleep(this.#parts.options.requestTimeoutMs);
      }
    }
  }

  *commit({ owner }: Grant): Process<void> {
    yield* this.#session.ask({ do: 'commit', session: this.#of, owner });
  }
}
