/**
 * The ZooKeeper lock recipe: create an ephemeral sequential node; the lowest holds the lock; every
 * other client watches the one before it (ZooKeeper documentation, Recipes and Solutions, Locks).
 * The node’s number is the token.
 */

import type { Process } from '../../../src/kernel/process.ts';
import { Signal } from '../../../src/kernel/signal.ts';
import { TimedOut, timeout } from '../../../src/kernel/timeout.ts';
import type { ServerContext } from '../../../src/world/server.ts';
import { note } from '../notes.ts';
import { failureOf, type Parts } from '../parts.ts';
import type { Grant, LockClient, LockService } from '../service.ts';
import { SessionClient } from '../session/client.ts';
import { heartbeatsPerTimeout, type SessionId, sessionExpired } from '../session/sessions.ts';
import { ownerOf, tokenOf } from '../validity.ts';
import { type WatchEvent, zooKeeperServer } from './server.ts';

export function addZooKeeper(parts: Parts): LockService {
  const { world, options, idOf } = parts;
  world.addServer(idOf('zookeeper'), zooKeeperServer(parts), { diskMs: options.diskMs });
  return { connect: (node) => new ZooKeeperLock(parts, node) };
}

class ZooKeeperLock implements LockClient {
  readonly #parts: Parts;
  readonly #node: ServerContext;
  readonly #session: SessionClient;
  readonly #fired = new Signal();
  /** Nodes known to be gone, for events that overtake the reply to their watch. */
  readonly #gone = new Set<number>();
  #own: { readonly session: SessionId; readonly sequence: number } | undefined = undefined;

  constructor(parts: Parts, node: ServerContext) {
    this.#parts = parts;
    this.#node = node;
    this.#session = new SessionClient(parts, node, parts.idOf('zookeeper'), true);
  }

  *acquire(name: string): Process<Grant> {
    let [attempt, session] = [0, ''];
    for (;;) {
      const current = yield* this.#session.open();
      if (current !== session) attempt += 1;
      session = current;
      const owner = ownerOf(name, attempt);
      try {
        const sequence = yield* this.#queue(session, owner);
        const token = tokenOf(this.#parts, this.#node, sequence);
        const grant = this.#session.hold(owner, token);
        this.#own = { session, sequence };
        if (this.#node.now() < grant.validUntilMs) return grant;
        yield* this.#node.sleep(this.#parts.options.requestTimeoutMs);
      } catch (failure) {
        note(this.#node, { kind: 'tries-again', owner, why: failureOf(failure) });
      }
    }
  }

  /** Returns once the client’s own node is the lowest. */
  *#queue(session: SessionId, owner: string): Process<number> {
    for (;;) {
      this.#parts.judge.metrics.tries.add();
      const request = { do: 'create', session, owner };
      const sequence = yield* this.#session.ask<number | null>(request);
      if (sequence !== null) {
        yield* this.#untilLowest(session, sequence);
        return sequence;
      }
      if (yield* this.#session.ask({ do: 'watch', session, sequence: 'all' })) yield* this.#wait();
    }
  }

  *#untilLowest(session: SessionId, sequence: number): Process<void> {
    const { rules } = this.#parts;
    for (;;) {
      const children = yield* this.#session.ask<number[]>({ do: 'children', session });
      if (!children.includes(sequence)) throw sessionExpired;
      const before = children.filter((child) => child < sequence).at(-1);
      if (before === undefined) return;
      const watched = rules['watch-predecessor-only'] ? before : 'all';
      const exists = yield* this.#session.ask({ do: 'watch', session, sequence: watched });
      if (exists && !this.#gone.has(before)) yield* this.#wait();
      // The predecessor may have given up without having held the lock, so look again.
      if (!rules['lowest-sequence-holds'] && this.#gone.has(before)) return;
    }
  }

  /** An event can be lost with its connection, so the client also looks again on its own. */
  *#wait(): Process<void> {
    const { ttlMs } = this.#parts.options;
    try {
      yield* timeout(ttlMs / heartbeatsPerTimeout, this.#fired.wait());
    } catch (failure) {
      if (!(failure instanceof TimedOut)) throw failure;
    }
  }

  receive(message: unknown): void {
    this.#gone.add((message as WatchEvent).sequence);
    this.#fired.fire();
  }

  *release(): Process<void> {
    this.#session.letGo();
    const own = this.#own;
    while (own !== undefined) {
      try {
        yield* this.#session.ask({ do: 'delete', ...own });
        return;
      } catch (failure) {
        if (failureOf(failure) === sessionExpired.reason) return;
        yield* this.#node.sleep(this.#parts.options.requestTimeoutMs);
      }
    }
  }
}
