/**
 * Redlock: the lock belongs to the client to which a majority of independent masters has granted
 * it, for as long as the shortest of these grants lasts (Redis documentation, Distributed Locks,
 * The Redlock Algorithm, steps 1 to 5). Its values are random, so a store has no number to compare.
 */

import { all } from '../../../src/kernel/combinators.ts';
import { sampler } from '../../../src/kernel/distribution.ts';
import type { Process } from '../../../src/kernel/process.ts';
import { shuffled } from '../../../src/kernel/random.ts';
import type { NodeId } from '../../../src/world/actor.ts';
import type { ServerContext } from '../../../src/world/server.ts';
import { note } from '../notes.ts';
import { failureOf, type Parts } from '../parts.ts';
import { type Grant, grantOf, type LockClient, type LockService } from '../service.ts';
import { leaseFrom, ownerOf } from '../validity.ts';
import type { Answer, Command } from './keys.ts';
import { lockKey, redisServer } from './server.ts';

export function addRedlock(parts: Parts): LockService {
  const { world, options, idOf } = parts;
  const masters = Array.from({ length: options.nodes }, (_, place) => idOf(`redis${place + 1}`));
  const role = { isMaster: true, isWholeService: false };
  for (const id of masters)
    world.addServer(id, redisServer(parts, role), { diskMs: options.diskMs });
  return { connect: (node) => new Redlock(parts, node, masters) };
}

class Redlock implements LockClient {
  readonly #parts: Parts;
  readonly #node: ServerContext;
  readonly #masters: readonly NodeId[];
  readonly #drawRetryMs: () => number;

  constructor(parts: Parts, node: ServerContext, masters: readonly NodeId[]) {
    this.#parts = parts;
    this.#node = node;
    this.#masters = masters;
    this.#drawRetryMs = sampler(parts.options.retryMs, node.stream('retry'));
  }

  *acquire(name: string): Process<Grant> {
    let attempt = 1;
    for (;;) {
      const owner = ownerOf(name, attempt);
      this.#parts.judge.metrics.tries.add();
      // "It gets the current time": the validity counts from before the first request.
      const sentAtMs = this.#node.now();
      const ttlMs = this.#parts.options.ttlMs;
      const granted = yield* this.#askAll(['SET', lockKey, owner, 'NX', 'PX', ttlMs]);
      const validUntilMs = leaseFrom(this.#parts, this.#node, sentAtMs);
      if (this.#isMajority(granted) && this.#node.now() < validUntilMs) {
        return grantOf(owner, undefined, validUntilMs);
      }
      if (granted > 0) {
        const why = `${granted} of ${this.#masters.length} nodes`;
        note(this.#node, { kind: 'tries-again', owner, why });
        attempt += 1;
      }
      if (this.#parts.rules['unlock-all-on-failure']) yield* this.#unlock(owner);
      yield* this.#node.sleep(this.#drawRetryMs());
    }
  }

  *renew(grant: Grant): Process<boolean> {
    const { rules, options } = this.#parts;
    const sentAtMs = this.#node.now();
    const extended = yield* this.#askAll(
      rules['renew-only-own']
        ? ['EVAL', 'renew', lockKey, grant.owner, options.ttlMs]
        : ['PEXPIRE', lockKey, options.ttlMs],
    );
    if (!this.#isMajority(extended)) return grant.validUntilMs > this.#node.now();
    grant.validUntilMs = leaseFrom(this.#parts, this.#node, sentAtMs);
    note(this.#node, { kind: 'renews', owner: grant.owner });
    return true;
  }

  release({ owner }: Grant): Process<void> {
    return this.#unlock(owner);
  }

  /** "Even the instances where it believed it was not able to acquire": a reply may have been lost. */
  *#unlock(owner: string): Process<void> {
    const { rules } = this.#parts;
    yield* this.#askAll(
      rules['release-only-own'] ? ['EVAL', 'release', lockKey, owner] : ['DEL', lockKey],
    );
  }

  #isMajority(granted: number): boolean {
    const half = Math.floor(this.#masters.length / 2);
    return granted >= (this.#parts.rules['lock-needs-majority'] ? half + 1 : half);
  }

  /** Asks every node at once, in the client’s own order; returns how many complied. */
  *#askAll(command: Command): Process<number> {
    const masters = shuffled(this.#node.stream('order'), this.#masters);
    const answers = yield* all(masters.map((master) => this.#ask(master, command)));
    return answers.filter((done) => done).length;
  }

  *#ask(master: NodeId, command: Command): Process<boolean> {
    try {
      const { requestTimeoutMs: timeoutMs } = this.#parts.options;
      const answer = yield* this.#node.call<Answer>(master, command, { timeoutMs });
      return answer === 'OK' || answer === 1;
    } catch (failure) {
      failureOf(failure);
      return false;
    }
  }
}
