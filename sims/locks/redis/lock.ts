/**
 * The lock on one Redis: `SET lock owner NX PX ttl`, with a token counter in the same script, and a
 * release that compares the owner. (Redis documentation, Distributed Locks, Correct Implementation
 * with a Single Instance.)
 */

import { sampler } from '../../../src/kernel/distribution.ts';
import type { Process } from '../../../src/kernel/process.ts';
import type { NodeId } from '../../../src/world/actor.ts';
import type { ServerContext } from '../../../src/world/server.ts';
import { note } from '../notes.ts';
import { failureOf, type Parts } from '../parts.ts';
import { type Grant, grantOf, type LockClient, type LockService } from '../service.ts';
import { leaseFrom, ownerOf, tokenOf } from '../validity.ts';
import type { Answer, Command } from './keys.ts';
import { lockKey, tokenKey } from './server.ts';

/** Finds the master, if it can change. */
type MasterOf = (node: ServerContext) => Process<NodeId>;

export const redisLock = (parts: Parts, masterOf: NodeId | MasterOf): LockService => ({
  connect: (node) => new RedisLock(parts, node, masterOf),
});

class RedisLock implements LockClient {
  readonly #parts: Parts;
  readonly #node: ServerContext;
  readonly #masterOf: NodeId | MasterOf;
  readonly #drawRetryMs: () => number;

  constructor(parts: Parts, node: ServerContext, masterOf: NodeId | MasterOf) {
    this.#parts = parts;
    this.#node = node;
    this.#masterOf = masterOf;
    this.#drawRetryMs = sampler(parts.options.retryMs, node.stream('retry'));
  }

  *acquire(name: string): Process<Grant> {
    let attempt = 1;
    for (;;) {
      const owner = ownerOf(name, attempt);
      this.#parts.judge.metrics.tries.add();
      try {
        const sentAtMs = this.#node.now();
        const answer = yield* this.#take(owner);
        if (answer !== null) {
          const token = tokenOf(this.#parts, this.#node, answer);
          const grant = grantOf(owner, token, leaseFrom(this.#parts, this.#node, sentAtMs));
          if (this.#node.now() < grant.validUntilMs) return grant;
        }
      } catch (failure) {
        yield* this.#undo(owner, failureOf(failure));
        attempt += 1;
      }
      yield* this.#node.sleep(this.#drawRetryMs());
    }
  }

  /** The token, or null if another holds the lock. */
  *#take(owner: string): Process<number | null> {
    const { rules, options } = this.#parts;
    const { ttlMs } = options;
    if (!rules['grant-is-atomic']) {
      if ((yield* this.#ask('GET', lockKey)) !== null) return null;
      yield* this.#ask('SET', lockKey, owner, 'PX', ttlMs);
      return (yield* this.#ask('INCR', tokenKey)) as number;
    }
    if (!rules['lock-expires']) {
      if ((yield* this.#ask('SET', lockKey, owner, 'NX')) === null) return null;
      return (yield* this.#ask('INCR', tokenKey)) as number;
    }
    if (!rules['ttl-comes-with-the-lock']) {
      if ((yield* this.#ask('SET', lockKey, owner, 'NX')) === null) return null;
      const token = (yield* this.#ask('INCR', tokenKey)) as number;
      yield* this.#ask('PEXPIRE', lockKey, ttlMs);
      return token;
    }
    return (yield* this.#ask('EVAL', 'acquire', lockKey, tokenKey, owner, ttlMs)) as number | null;
  }

  /** The reply was lost; the lock may have been granted all the same. */
  *#undo(owner: string, why: string): Process<void> {
    this.#parts.judge.abandons(owner);
    note(this.#node, { kind: 'tries-again', owner, why });
    yield* this.#freeing(owner);
  }

  *renew(grant: Grant): Process<boolean> {
    const { rules, options } = this.#parts;
    const sentAtMs = this.#node.now();
    const answer = rules['renew-only-own']
      ? yield* this.#ask('EVAL', 'renew', lockKey, grant.owner, options.ttlMs)
      : yield* this.#ask('PEXPIRE', lockKey, options.ttlMs);
    if (answer !== 1) return false;
    grant.validUntilMs = leaseFrom(this.#parts, this.#node, sentAtMs);
    note(this.#node, { kind: 'renews', owner: grant.owner });
    return true;
  }

  release({ owner }: Grant): Process<void> {
    return this.#freeing(owner);
  }

  *#freeing(owner: string): Process<void> {
    try {
      if (this.#parts.rules['release-only-own'])
        yield* this.#ask('EVAL', 'release', lockKey, owner);
      else yield* this.#ask('DEL', lockKey);
    } catch (failure) {
      failureOf(failure);
    }
  }

  *#ask(...command: Command): Process<Answer> {
    const timeoutMs = this.#parts.options.requestTimeoutMs;
    const of = this.#masterOf;
    const master = typeof of === 'string' ? of : yield* of(this.#node);
    return yield* this.#node.call<Answer>(master, command, { timeoutMs });
  }
}
