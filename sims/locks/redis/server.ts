/**
 * A Redis as a node: a master, alone or with a replica, or the replica. It executes one command at
 * a time; the changes go to its disk and to its replica, before or after it replies.
 */

import type { Process } from '../../../src/kernel/process.ts';
import type { NodeId } from '../../../src/world/actor.ts';
import { Refusal } from '../../../src/world/call.ts';
import type { Server, ServerContext } from '../../../src/world/server.ts';
import { note } from '../notes.ts';
import { failureOf, type Parts } from '../parts.ts';
import { type Answer, type Command, type KeyChange, RedisKeys } from './keys.ts';

/** A restart leaves a mark even on a disk that stores no keys. */
type RedisRecord =
  | { readonly started: true }
  | { readonly promoted: true }
  | { readonly changes: readonly KeyChange[] };

/** What a replica receives: changes, or the news that it is now the master. */
type ReplicaRequest =
  | { readonly replicate: readonly KeyChange[] }
  | { readonly promote: true }
  | { readonly ping: true };

export type RedisRequest = Command | ReplicaRequest;

interface Memory {
  readonly keys: RedisKeys;
  isMaster: boolean;
  /** Until this time, by its own clock, it grants nothing. */
  readonly grantsFromMs: number;
}

type RedisContext = ServerContext<RedisRecord>;

export const lockKey = 'lock';
export const tokenKey = 'lock:token';

export interface RedisRole {
  readonly isMaster: boolean;
  readonly replica?: NodeId;
  /** Whether a grant of this one node is a grant of the service. */
  readonly isWholeService: boolean;
}

export function redisServer(
  { rules, options, judge }: Parts,
  role: RedisRole,
): Server<Memory, RedisRequest, RedisRecord> {
  return {
    kind: 'redis',
    start(node, { journal }) {
      const keys = new RedisKeys();
      for (const record of journal) if ('changes' in record) keys.apply(record.changes);
      const isRestart = journal.length > 0;
      if (!isRestart) node.persist({ started: true });
      const isMaster = role.isMaster || journal.some((record) => 'promoted' in record);
      return { keys, isMaster, grantsFromMs: holdOff(node, isRestart) };
    },
    serve: (memory, request, _from, node) =>
      isCommand(request) ? serveCommand(memory, request, node) : serveOther(memory, request, node),
    receive: ({ isMaster, keys }, message, _from, node) => {
      const { replicate: changes } = message as { readonly replicate: readonly KeyChange[] };
      if (isMaster) return;
      keys.apply(changes);
      if (options.persists) node.persist({ changes });
    },
    shown: ({ keys, isMaster }) => ({ isMaster, owner: keys.texts.get(lockKey) ?? null }),
  };

  /**
   * "Delayed restarts": a node that has lost its keys stays away until all of them would have
   * expired (Redis documentation, Performance, Crash Recovery and fsync).
   */
  function holdOff(node: RedisContext, isRestart: boolean): number {
    if (!isRestart || options.persists || !rules['restart-waits-a-ttl']) return -Infinity;
    note(node, { kind: 'holds-off', forMs: options.ttlMs, rule: 'restart-waits-a-ttl' });
    return node.now() + options.ttlMs;
  }

  function* serveCommand(memory: Memory, command: Command, node: RedisContext): Process<Answer> {
    if (node.now() < memory.grantsFromMs) throw new Refusal('LOADING');
    if (!memory.isMaster) throw new Refusal('READONLY');
    const { keys } = memory;
    const before = ownerIn(keys);
    const answer = keys.execute(command, node.now());
    const changes = keys.takeChanges();
    if (changes.length === 0) return answer;
    const after = lockIn(keys);
    if (before !== undefined && before !== after?.owner) {
      const isRelease = command[0] === 'DEL' || command[1] === 'release';
      note(node, { kind: isRelease && after === undefined ? 'frees' : 'expires', owner: before });
    }
    if (options.persists) {
      node.persist({ changes });
      if (rules['grant-is-durable']) yield* node.durable();
    }
    yield* replicated(changes, node);
    if (after !== undefined) tell(after, before, node);
    return answer;
  }

  /** Without WAIT the master does not check whether the change arrives. */
  function* replicated(changes: readonly KeyChange[], node: RedisContext): Process<void> {
    const { replica } = role;
    if (replica === undefined) return;
    const request = { replicate: changes };
    if (!options.waitsForReplica || !rules['grant-is-replicated']) {
      node.spawn(shipping(replica, request, node));
      return;
    }
    try {
      yield* node.call(replica, request, { timeoutMs: options.requestTimeoutMs });
    } catch (failure) {
      throw new Refusal('NOREPLICAS', failureOf(failure));
    }
  }

  /** Changes in a master’s buffer are lost in a crash. */
  function* shipping(replica: NodeId, request: ReplicaRequest, node: RedisContext): Process<void> {
    yield* node.sleep(options.replicaLagMs);
    node.send(replica, request);
  }

  /**
   * Only a grant that is about to be answered counts: one that a crash undoes first has reached no
   * client.
   */
  function tell({ owner, untilMs, token }: Lock, before: string | undefined, node: RedisContext) {
    if (owner === before) judge.extends(owner, untilMs);
    else if (role.isWholeService) {
      judge.grants(owner, node.self, untilMs, token);
      note(node, { kind: 'grants', owner, token });
    }
  }

  function* serveOther(memory: Memory, request: ReplicaRequest, node: RedisContext) {
    if ('replicate' in request) {
      // A master accepts no changes from another: it has been promoted since they were sent.
      if (memory.isMaster) throw new Refusal('NOT-A-REPLICA');
      memory.keys.apply(request.replicate);
      if (options.persists) node.persist({ changes: request.replicate });
    }
    if ('promote' in request) {
      memory.isMaster = true;
      node.persist({ promoted: true });
    }
    yield* node.durable();
    return 'OK';
  }
}

const isCommand = (request: RedisRequest): request is Command => Array.isArray(request);

const ownerIn = (keys: RedisKeys): string | undefined => keys.texts.get(lockKey);

interface Lock {
  readonly owner: string;
  readonly untilMs: number;
  readonly token: number | null;
}

function lockIn(keys: RedisKeys): Lock | undefined {
  const { texts } = keys;
  const owner = texts.get(lockKey);
  if (owner === undefined) return undefined;
  const token = texts.has(tokenKey) ? Number(texts.get(tokenKey)) : null;
  return { owner, untilMs: keys.expiryOf(lockKey) ?? 0, token };
}
