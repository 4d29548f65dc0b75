/**
 * ZooKeeper, as far as its lock recipe needs it: sessions, ephemeral sequential nodes under one
 * parent, and watches. One node stands for the ensemble: acknowledged changes are durable, and
 * everything is in one order.
 */

import type { Process } from '../../../src/kernel/process.ts';
import type { NodeId } from '../../../src/world/actor.ts';
import type { Server, ServerContext } from '../../../src/world/server.ts';
import { note } from '../notes.ts';
import type { Parts } from '../parts.ts';
import type { OfSession, SessionRequest } from '../session/client.ts';
import { looksPerTimeout, type SessionId, Sessions } from '../session/sessions.ts';

/** An ephemeral sequential node: `lock-0000000007`. */
interface Znode {
  readonly sequence: number;
  readonly session: SessionId;
  readonly owner: string;
}

export type ZooKeeperRequest =
  | SessionRequest
  | (OfSession & { readonly do: 'create'; readonly owner: string })
  | (OfSession & { readonly do: 'children' })
  | (OfSession & { readonly do: 'watch'; readonly sequence: number | 'all' })
  | (OfSession & { readonly do: 'delete'; readonly sequence: number });

/** Sent to a client whose watch has fired. */
export interface WatchEvent {
  readonly event: 'deleted';
  readonly sequence: number;
}

type LogRecord =
  | { readonly opened: SessionId }
  | { readonly closed: SessionId }
  | { readonly created: Znode }
  | { readonly deleted: number };

/** It ends with its session. */
interface Watch {
  readonly client: NodeId;
  readonly session: SessionId;
  readonly sequence: number | 'all';
}

interface Memory {
  readonly sessions: Sessions;
  /** In numerical order. */
  nodes: Znode[];
  nextSequence: number;
  watches: Watch[];
  /** The client to which the lock was last granted. */
  holder: string | undefined;
}

type Context = ServerContext<LogRecord>;

export function zooKeeperServer({
  rules,
  options,
  judge,
}: Parts): Server<Memory, ZooKeeperRequest, LogRecord> {
  return {
    kind: 'zookeeper',
    start(node, { journal }) {
      const memory: Memory = {
        sessions: new Sessions(options.ttlMs),
        nodes: [],
        nextSequence: 1,
        watches: [],
        holder: undefined,
      };
      for (const record of journal) redo(memory, record, node);
      memory.holder = memory.nodes[0]?.owner;
      node.spawn(expiring(memory, node));
      return memory;
    },
    serve: (memory, request, from, node) => {
      const { session } = request;
      if (request.do === 'connect') return commit(memory, { opened: session }, node);
      memory.sessions.hears(session, request.xid, node.now());
      switch (request.do) {
        case 'ping':
          return 'pong';
        case 'create':
          return create(memory, session, request.owner, node);
        case 'children':
          return memory.nodes.map(({ sequence }) => sequence);
        case 'watch':
          return watch(memory, { client: from, session, sequence: request.sequence });
        case 'delete':
          return commit(memory, { deleted: request.sequence }, node);
      }
    },
    shown: ({ nodes, sessions }) => ({
      nodes: nodes.map(({ owner }) => owner),
      sessions: sessions.ids,
    }),
  };

  /** A client that repeats its request gets the node that it already has (the recipe’s GUID). */
  function* create(memory: Memory, session: SessionId, owner: string, node: Context) {
    const own = () => memory.nodes.find((znode) => znode.owner === owner);
    const known = own();
    if (known !== undefined) return known.sequence;
    if (!rules['queue-by-sequence'] && memory.nodes.length > 0) {
      judge.queues(owner);
      return null;
    }
    const sequence = memory.nextSequence;
    memory.nextSequence += 1;
    yield* commit(memory, { created: { sequence, session, owner } }, node);
    return own()?.sequence ?? sequence;
  }

  /** A change becomes visible only when it is durable. */
  function* commit(memory: Memory, record: LogRecord, node: Context): Process<string> {
    node.persist(record);
    if (rules['grant-is-durable']) yield* node.durable();
    const before = memory.nodes;
    redo(memory, record, node);
    for (const { sequence } of before) {
      if (!memory.nodes.some((znode) => znode.sequence === sequence))
        notify(memory, sequence, node);
    }
    const created = 'created' in record && memory.nodes.includes(record.created);
    if (created && rules['queue-by-sequence']) judge.queues(record.created.owner);
    grantToLowest(memory, node);
    return 'done';
  }

  function redo(memory: Memory, record: LogRecord, node: Context): void {
    if ('opened' in record) memory.sessions.open(record.opened, node.now());
    else if ('closed' in record) close(memory, record.closed);
    else if ('deleted' in record) {
      memory.nodes = memory.nodes.filter(({ sequence }) => sequence !== record.deleted);
    } else {
      // A session can have ended while its request was on its way to the disk.
      const { session, owner } = record.created;
      if (!memory.sessions.has(session)) return;
      if (memory.nodes.some((znode) => znode.owner === owner)) return;
      memory.nodes.push(record.created);
      memory.nextSequence = Math.max(memory.nextSequence, record.created.sequence + 1);
    }
  }

  /** A session’s nodes end with it, in one log record. */
  function close(memory: Memory, session: SessionId): void {
    memory.sessions.close(session);
    memory.watches = memory.watches.filter((one) => one.session !== session);
    if (!rules['node-ends-with-session']) return;
    for (const { owner } of memory.nodes.filter((znode) => znode.session === session)) {
      judge.ends(owner);
      judge.unqueues(owner);
    }
    memory.nodes = memory.nodes.filter((znode) => znode.session !== session);
  }

  function grantToLowest(memory: Memory, node: Context): void {
    const lowest = memory.nodes[0];
    if (lowest?.owner === memory.holder) return;
    memory.holder = lowest?.owner;
    if (lowest === undefined) return;
    judge.grants(lowest.owner, node.self, Infinity, lowest.sequence);
    note(node, { kind: 'grants', owner: lowest.owner, token: lowest.sequence });
  }

  function watch({ watches, nodes }: Memory, wanted: Watch): boolean {
    const { session, sequence } = wanted;
    const exists = sequence === 'all' || nodes.some((znode) => znode.sequence === sequence);
    const isSet = watches.some((one) => one.session === session && one.sequence === sequence);
    if (exists && !isSet) watches.push(wanted);
    return exists;
  }

  /** A watch fires once. */
  function notify(memory: Memory, sequence: number, node: Context): void {
    const fires = (one: Watch) => one.sequence === sequence || one.sequence === 'all';
    const fired = memory.watches.filter(fires);
    if (fired.length === 0) return;
    memory.watches = memory.watches.filter((one) => !fires(one));
    for (const { client } of fired) node.send(client, { event: 'deleted', sequence });
    judge.wakes(fired.length);
    note(node, { kind: 'notifies', waiting: fired.length });
  }

  /** Ends silent sessions, and deletes their nodes. */
  function* expiring(memory: Memory, node: Context): Process<void> {
    for (;;) {
      yield* node.sleep(options.ttlMs / looksPerTimeout);
      for (const session of memory.sessions.expire(node.now())) {
        note(node, { kind: 'session-ends', session });
        yield* commit(memory, { closed: session }, node);
      }
    }
  }
}
