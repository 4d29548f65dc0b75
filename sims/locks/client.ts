/**
 * A client: it takes the lock, works, writes to the stores, and gives the lock back.
 *
 * Before each write it checks its own clock, and stops if its lease is over. That is all that a
 * client can do, and it is not enough: `prepareMs` pass between the check and the moment the write
 * leaves.
 */

import { all, race } from '../../src/kernel/combinators.ts';
import { sampler } from '../../src/kernel/distribution.ts';
import type { Process } from '../../src/kernel/process.ts';
import type { NodeId } from '../../src/world/actor.ts';
import type { Server, ServerContext } from '../../src/world/server.ts';
import { note } from './notes.ts';
import { failureOf, type Parts } from './parts.ts';
import { type Grant, type LockClient, type LockService, lose } from './service.ts';
import { storeIds } from './store.ts';

interface Memory {
  readonly lock: LockClient;
}

/** How often a client has started, so that no two of its grants share a name. */
interface ClientRecord {
  readonly life: number;
}

/** How many renewals fit into a TTL. */
export const renewalsPerTtl = 3;

export function lockClient(
  parts: Parts,
  service: LockService,
  place: number,
  isDone: () => void,
): Server<Memory, never, ClientRecord> {
  const { options, rules, judge } = parts;
  const stores = storeIds(parts);

  return {
    kind: 'client',
    start(node, { journal }) {
      const life = journal.length + 1;
      node.persist({ life });
      const lock = service.connect(node as ServerContext);
      node.spawn(rounds(node as ServerContext, lock, life));
      return { lock };
    },
    serve: () => {
      throw new Error('a client accepts no requests');
    },
    receive: ({ lock }, message) => lock.receive?.(message),
    shown: () => ({}),
  };

  function* rounds(node: ServerContext, lock: LockClient, life: number): Process<void> {
    const drawRestMs = sampler(options.restMs, node.stream('rest'));
    const drawWorkMs = sampler(options.workMs, node.stream('work'));
    if (life === 1) yield* node.sleep(options.startsMs(place));
    for (let round = 1; round <= options.rounds; round++) {
      if (round > 1) yield* node.sleep(restMs(node, drawRestMs()));
      const owner = `${node.self}:${life > 1 ? `${life}.` : ''}${round}`;
      judge.wants(node.self);
      const grant = yield* lock.acquire(owner);
      yield* holding(node, lock, grant, drawWorkMs());
    }
    isDone();
  }

  function restMs(node: ServerContext, drawnMs: number): number {
    const { periodMs } = options;
    return periodMs === undefined ? drawnMs : periodMs - (node.now() % periodMs);
  }

  function* holding(node: ServerContext, lock: LockClient, grant: Grant, workMs: number) {
    const { owner } = grant;
    judge.holds(node.self, grant);
    const forMs = grant.validUntilMs - node.now();
    note(node, { kind: 'holds', owner, token: grant.token ?? null, forMs });
    const renewals = node.spawn(renewing(node, lock, grant));
    if (rules['stop-when-lease-ends']) yield* race([node.sleep(workMs), grant.lost.wait()]);
    else yield* node.sleep(workMs);
    for (let write = 1; write <= options.writes; write++) {
      if (rules['stop-when-lease-ends'] && node.now() >= grant.validUntilMs) {
        note(node, { kind: 'stops', owner, rule: 'stop-when-lease-ends' });
        break;
      }
      judge.beginsWrite(node.self, grant);
      yield* node.sleep(options.prepareMs);
      yield* writing(node, lock, grant);
    }
    renewals.cancel();
    judge.gives(node.self, owner);
    note(node, { kind: 'releases', owner });
    yield* lock.release(grant);
  }

  /** In the transaction that holds the lock, or at every store. */
  function* writing(node: ServerContext, lock: LockClient, grant: Grant): Process<void> {
    const { owner } = grant;
    try {
      if (options.commitsWithLock && lock.commit !== undefined) yield* lock.commit(grant);
      else yield* all(stores.map((store) => toStore(node, store, grant)));
    } catch (failure) {
      failureOf(failure);
      note(node, { kind: 'write-refused', owner });
    }
  }

  function* toStore(node: ServerContext, store: NodeId, { owner, token }: Grant): Process<void> {
    const carried = rules['write-carries-token'] ? token : undefined;
    const request = { write: 'write', owner, token: carried } as const;
    try {
      yield* node.call(store, request, { timeoutMs: options.requestTimeoutMs });
    } catch (failure) {
      failureOf(failure);
      note(node, { kind: 'write-refused', owner });
    }
  }

  /** Renews the lease every third of the TTL, as long as the client holds it. */
  function* renewing(node: ServerContext, lock: LockClient, grant: Grant): Process<void> {
    if (lock.renew === undefined || !options.renews || !rules['renew-while-working']) return;
    for (;;) {
      yield* node.sleep(options.ttlMs / renewalsPerTtl);
      judge.metrics.renewals.add();
      try {
        if (yield* lock.renew(grant)) {
          judge.renews(node.self, grant);
          continue;
        }
      } catch (failure) {
        failureOf(failure);
        continue;
      }
      judge.metrics.lostLeases.add();
      note(node, { kind: 'loses', owner: grant.owner });
      lose(grant);
      return;
    }
  }
}
