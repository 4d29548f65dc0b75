/** A client’s session: it is opened, kept alive by heartbeats, and reopened after a loss. */

import type { Process } from '../../../src/kernel/process.ts';
import type { NodeId } from '../../../src/world/actor.ts';
import type { ServerContext } from '../../../src/world/server.ts';
import { note } from '../notes.ts';
import { failureOf, type Parts } from '../parts.ts';
import { type Grant, grantOf, lose } from '../service.ts';
import { leaseFrom } from '../validity.ts';
import { heartbeatsPerTimeout, type SessionId, sessionExpired } from './sessions.ts';

/** Requests that every server with sessions accepts. */
export interface OfSession {
  readonly session: SessionId;
  /** Increases with each request of a session (the xid of ZooKeeper). */
  readonly xid: number;
}

export type SessionRequest = OfSession & { readonly do: 'connect' | 'ping' };

export class SessionClient {
  readonly #parts: Parts;
  readonly #node: ServerContext;
  readonly #server: NodeId;
  /** Whether the client times its session. A database client does not. */
  readonly #counts: boolean;
  #session: SessionId | undefined = undefined;
  #sessions = 0;
  #requests = 0;
  #validUntilMs = -Infinity;
  #held: Grant | undefined = undefined;

  constructor(parts: Parts, node: ServerContext, server: NodeId, counts: boolean) {
    this.#parts = parts;
    this.#node = node;
    this.#server = server;
    this.#counts = counts;
  }

  /** The open session, or a new one. */
  *open(): Process<SessionId> {
    while (this.#session === undefined) {
      this.#sessions += 1;
      // Its start time distinguishes this life of the client from others.
      const session = `${this.#node.self}#${Math.floor(this.#node.now())}.${this.#sessions}`;
      const sentAtMs = this.#node.now();
      try {
        yield* this.ask({ do: 'connect', session });
        this.#session = session;
        this.#validUntilMs = leaseFrom(this.#parts, this.#node, sentAtMs);
        this.#node.spawn(this.#heartbeats(session));
      } catch (failure) {
        failureOf(failure);
        yield* this.#node.sleep(this.#parts.options.requestTimeoutMs);
      }
    }
    return this.#session;
  }

  /** The lock is held as long as the session lives. */
  hold(owner: string, token: number): Grant {
    const validUntilMs = this.#counts ? this.#validUntilMs : Infinity;
    this.#held = grantOf(owner, token, validUntilMs);
    return this.#held;
  }

  *ask<Result>(request: object, timeoutMs = this.#parts.options.requestTimeoutMs): Process<Result> {
    this.#requests += 1;
    const numbered = { ...request, xid: this.#requests };
    try {
      return yield* this.#node.call<Result>(this.#server, numbered, { timeoutMs });
    } catch (failure) {
      if (failureOf(failure) === sessionExpired.reason) this.lose();
      throw failure;
    }
  }

  /** The server does not know the session. */
  lose(): void {
    this.#session = undefined;
    const held = this.#held;
    this.#held = undefined;
    if (held === undefined || !this.#counts) return;
    lose(held);
    this.#parts.judge.metrics.lostLeases.add();
    note(this.#node, { kind: 'loses', owner: held.owner });
  }

  letGo(): void {
    this.#held = undefined;
  }

  *#heartbeats(session: SessionId): Process<void> {
    for (;;) {
      yield* this.#node.sleep(this.#parts.options.ttlMs / heartbeatsPerTimeout);
      if (this.#session !== session) return;
      const sentAtMs = this.#node.now();
      try {
        yield* this.ask({ do: 'ping', session });
      } catch (failure) {
        failureOf(failure);
        continue;
      }
      if (this.#session !== session) return;
      this.#validUntilMs = leaseFrom(this.#parts, this.#node, sentAtMs);
      if (this.#held !== undefined && this.#counts) this.#held.validUntilMs = this.#validUntilMs;
    }
  }
}
