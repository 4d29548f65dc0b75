/**
 * A sentinel: it watches the master, and after a silence promotes the replica. Clients ask it for
 * the master. (Redis documentation, High availability with Redis Sentinel; here one sentinel stands
 * for a majority of them.)
 */

import type { Process } from '../../../src/kernel/process.ts';
import type { NodeId } from '../../../src/world/actor.ts';
import type { Server, ServerContext } from '../../../src/world/server.ts';
import { note } from '../notes.ts';
import { failureOf, type Parts } from '../parts.ts';
import { redisLock } from './lock.ts';
import { redisServer } from './server.ts';

interface SentinelRecord {
  readonly master: NodeId;
}

interface Memory {
  master: NodeId;
}

const pingsPerSilence = 5;

/**
 * Adds a master, its replica and the sentinel; the link between the first two has the replication
 * delay.
 */
export function addFailover(parts: Parts) {
  const { world, options, idOf } = parts;
  const [master, replica, sentinel] = [idOf('redis1'), idOf('redis2'), idOf('sentinel')];
  const { diskMs } = options;
  const whole = { isWholeService: true };
  world.addServer(master, redisServer(parts, { isMaster: true, replica, ...whole }), { diskMs });
  world.addServer(replica, redisServer(parts, { isMaster: false, ...whole }), { diskMs });
  world.network.changeLink(master, replica, { ordered: true });
  world.addServer(sentinel, sentinelServer(parts, master, replica));
  return redisLock(parts, function* (node) {
    const timeoutMs = options.requestTimeoutMs;
    return yield* node.call<NodeId>(sentinel, { kind: 'get-master' }, { timeoutMs });
  });
}

function sentinelServer(
  { options }: Parts,
  first: NodeId,
  replica: NodeId,
): Server<Memory, { readonly kind: 'get-master' }, SentinelRecord> {
  return {
    kind: 'sentinel',
    start(node, { journal }) {
      const memory = { master: first };
      node.spawn(watching(memory, journal.length > 0, node));
      return memory;
    },
    serve: ({ master }) => master,
    shown: ({ master }) => ({ master }),
  };

  /** It carries out what it has decided, whatever happens in between. */
  function* watching(
    memory: Memory,
    hasDecided: boolean,
    node: ServerContext<SentinelRecord>,
  ): Process<void> {
    const pingMs = options.downAfterMs / pingsPerSilence;
    let heardAtMs = node.now();
    while (!hasDecided && node.now() - heardAtMs < options.downAfterMs) {
      yield* node.sleep(pingMs);
      if (yield* answers(node, first, { ping: true }, pingMs)) heardAtMs = node.now();
    }
    if (!hasDecided) node.persist({ master: replica });
    yield* node.durable();
    while (!(yield* answers(node, replica, { promote: true }, pingMs))) yield* node.sleep(pingMs);
    memory.master = replica;
    note(node, { kind: 'promotes', node: replica });
  }
}

function* answers(
  node: ServerContext<SentinelRecord>,
  to: NodeId,
  request: object,
  timeoutMs: number,
): Process<boolean> {
  try {
    yield* node.call(to, request, { timeoutMs });
    return true;
  } catch (failure) {
    failureOf(failure);
    return false;
  }
}
