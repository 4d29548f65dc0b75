/**
 * A database that locks for its sessions: an advisory lock, or a row lock until its transaction
 * ends. Waiting sessions are served in order. The lock lives in memory and ends with the session;
 * the tokens come from a sequence.
 */

import type { Process } from '../../../src/kernel/process.ts';
import { Signal } from '../../../src/kernel/signal.ts';
import type { Server, ServerContext } from '../../../src/world/server.ts';
import { note } from '../notes.ts';
import type { Parts } from '../parts.ts';
import type { OfSession, SessionRequest } from '../session/client.ts';
import { looksPerTimeout, type SessionId, Sessions, sessionExpired } from '../session/sessions.ts';

export type DatabaseRequest =
  | SessionRequest
  | (OfSession & { readonly do: 'lock' | 'unlock' | 'commit'; readonly owner: string });

/** The last value of the sequence. */
interface SequenceRecord {
  readonly token: number;
}

interface Waiter {
  readonly session: SessionId;
  readonly owner: string;
  readonly turn: Signal;
  token: number | undefined;
}

interface Memory {
  readonly sessions: Sessions;
  /** The first entry has the lock. */
  queue: Waiter[];
  token: number;
}

type Context = ServerContext<SequenceRecord>;

export function databaseServer({
  rules,
  options,
  judge,
}: Parts): Server<Memory, DatabaseRequest, SequenceRecord> {
  return {
    kind: 'database',
    start(node, { journal }) {
      judge.endsAll();
      const sessions = new Sessions(options.ttlMs);
      const memory: Memory = { sessions, queue: [], token: journal.at(-1)?.token ?? 0 };
      node.spawn(expiring(memory, node));
      return memory;
    },
    serve: (memory, request, _from, node) => {
      const { session } = request;
      if (request.do === 'connect') {
        memory.sessions.open(session, node.now());
        return 'connected';
      }
      if (request.do === 'commit') return commit(memory, session, request.owner, node);
      memory.sessions.hears(session, request.xid, node.now());
      switch (request.do) {
        case 'ping':
          return 'pong';
        case 'lock':
          return lock(memory, session, request.owner, node);
        case 'unlock':
          leave(memory, ({ owner }) => owner === request.owner, node);
          return 'unlocked';
      }
    },
    shown: ({ queue, sessions }) => ({
      queue: queue.map(({ owner }) => owner),
      sessions: sessions.ids,
    }),
  };

  function* lock(memory: Memory, session: SessionId, owner: string, node: Context) {
    let waiter = memory.queue.find((one) => one.owner === owner);
    if (waiter === undefined) {
      waiter = { session, owner, turn: new Signal(), token: undefined };
      const behind = memory.queue.length;
      memory.queue.push(waiter);
      judge.queues(owner);
      if (behind > 0) note(node, { kind: 'queues', owner, behind });
      grantToFirst(memory, node);
    }
    while (waiter.token === undefined) {
      yield* waiter.turn.wait();
      if (!memory.queue.includes(waiter)) throw sessionExpired;
    }
    if (rules['grant-is-durable']) yield* node.durable();
    return waiter.token;
  }

  function grantToFirst(memory: Memory, node: Context): void {
    const first = memory.queue[0];
    if (first === undefined || first.token !== undefined) return;
    memory.token += 1;
    first.token = memory.token;
    node.persist({ token: memory.token });
    judge.grants(first.owner, node.self, Infinity, first.token);
    note(node, { kind: 'grants', owner: first.owner, token: first.token });
    first.turn.fire();
  }

  function leave(memory: Memory, leaves: (waiter: Waiter) => boolean, node: Context): void {
    const left = memory.queue.filter(leaves);
    memory.queue = memory.queue.filter((waiter) => !leaves(waiter));
    for (const { owner, turn } of left) {
      judge.ends(owner);
      judge.unqueues(owner);
      turn.fire();
    }
    grantToFirst(memory, node);
  }

  /** The effect is part of the transaction: if the session is gone, it has been rolled back. */
  function commit(memory: Memory, session: SessionId, owner: string, node: Context): string {
    const holds = memory.sessions.has(session) && memory.queue[0]?.owner === owner;
    if (rules['effect-commits-with-lock'] && !holds) {
      judge.refuses(node.self, owner, false);
      throw sessionExpired;
    }
    judge.takes(node.self, owner, true, true);
    note(node, { kind: 'takes', owner, token: null });
    return 'committed';
  }

  function* expiring(memory: Memory, node: Context): Process<void> {
    for (;;) {
      yield* node.sleep(options.ttlMs / looksPerTimeout);
      const over = memory.sessions.expire(node.now());
      for (const session of over) {
        note(node, { kind: 'session-ends', session });
      }
      if (!rules['lock-ends-with-session']) continue;
      if (over.length > 0) leave(memory, (waiter) => over.includes(waiter.session), node);
    }
  }
}
