/**
 * A lease on consensus: one key of a replicated state machine, changed only by compare-and-swap, on
 * top of this lab’s Raft.
 *
 * No server times the lease. A client that wants the lock watches the key, and takes it over once
 * it has seen the same value for a whole TTL by its own clock: the holder, which renews by a swap,
 * has then been silent for at least as long (Amazon DynamoDB Lock Client). The token increases
 * whenever the lock changes hands.
 */

import { sampler } from '../../../src/kernel/distribution.ts';
import type { Process } from '../../../src/kernel/process.ts';
import type { NodeId } from '../../../src/world/actor.ts';
import type { ServerContext } from '../../../src/world/server.ts';
import type { ClientReply } from '../../raft/messages.ts';
import { raftRules } from '../../raft/rules.ts';
import { raftNode } from '../../raft/server/node.ts';
import { basicRaft, type RaftOptions } from '../../raft/server/server.ts';
import { note } from '../notes.ts';
import type { Parts } from '../parts.ts';
import { type Grant, grantOf, type LockClient, type LockService } from '../service.ts';
import { leaseFrom, ownerOf, tokenOf } from '../validity.ts';
import { RaftRegister } from './register.ts';

const raftServers = 3;
const electionTimeoutMs = { min: 600, max: 1_200 };
const heartbeatMs = 200;

export function addConsensus(parts: Parts): LockService {
  const { world, options, idOf } = parts;
  const servers = Array.from({ length: raftServers }, (_, place) => idOf(`raft${place + 1}`));
  const raft: RaftOptions = {
    ...basicRaft,
    servers,
    voters: servers,
    electionTimeoutMs,
    heartbeatMs,
  };
  for (const id of servers) {
    world.addNode(id, raftNode(raftRules.without(), raft), { diskMs: options.diskMs });
  }
  return { connect: (node) => new LeaseOnConsensus(parts, node, servers) };
}

/** What the key holds: `client1:1 7 3` is held by client1:1, with token 7, renewed three times. */
interface Held {
  readonly owner: string;
  readonly token: number;
  readonly renewals: number;
}

const free = '-';
const textOf = ({ owner, token, renewals }: Held): string => `${owner} ${token} ${renewals}`;

function heldIn(text: string | null): Held {
  const [owner = free, token = 0, renewals = 0] = text?.split(' ') ?? [];
  return { owner, token: Number(token), renewals: Number(renewals) };
}

class LeaseOnConsensus implements LockClient {
  readonly #parts: Parts;
  readonly #node: ServerContext;
  readonly #register: RaftRegister;
  readonly #drawRetryMs: () => number;
  /** The last value that this client has written. */
  #own: Held = heldIn(null);

  constructor(parts: Parts, node: ServerContext, servers: readonly NodeId[]) {
    const { requestTimeoutMs: timeoutMs, retryMs } = parts.options;
    this.#parts = parts;
    this.#node = node;
    this.#register = new RaftRegister(node, { servers, key: 'lock', timeoutMs });
    this.#drawRetryMs = sampler(retryMs, node.stream('retry'));
  }

  *acquire(name: string): Process<Grant> {
    let seen: string | null = null;
    let sinceMs = 0;
    let attempt = 0;
    for (;;) {
      this.#parts.judge.metrics.tries.add();
      const text = yield* this.#register.read();
      if (text === seen || (!this.#parts.rules['steal-only-unchanged'] && seen !== null))
        seen = text;
      else [seen, sinceMs] = [text, this.#node.now()];
      const held = heldIn(text);
      const isOver = this.#node.now() - sinceMs >= this.#parts.options.ttlMs;
      if (held.owner === free || isOver) {
        attempt += 1;
        const grant = yield* this.#take(ownerOf(name, attempt), text, held.token);
        if (grant !== undefined) return grant;
      }
      yield* this.#node.sleep(this.#drawRetryMs());
    }
  }

  *#take(owner: string, expected: string | null, token: number): Process<Grant | undefined> {
    const sentAtMs = this.#node.now();
    const own = { owner, token: token + 1, renewals: 0 };
    if (!(yield* this.#register.swap(expected, textOf(own)))) return undefined;
    const validUntilMs = leaseFrom(this.#parts, this.#node, sentAtMs);
    this.#own = own;
    const given = tokenOf(this.#parts, this.#node, own.token);
    return this.#node.now() < validUntilMs ? grantOf(owner, given, validUntilMs) : undefined;
  }

  *renew(grant: Grant): Process<boolean> {
    const sentAtMs = this.#node.now();
    const next = { ...this.#own, renewals: this.#own.renewals + 1 };
    if (!(yield* this.#register.swap(textOf(this.#own), textOf(next)))) return false;
    this.#own = next;
    grant.validUntilMs = leaseFrom(this.#parts, this.#node, sentAtMs);
    note(this.#node, { kind: 'renews', owner: grant.owner });
    return true;
  }

  /** A renewal in flight may have changed the key in the meantime. */
  *release({ owner }: Grant): Process<void> {
    while (!(yield* this.#register.swap(textOf(this.#own), `${free} ${this.#own.token} 0`))) {
      const held = heldIn(yield* this.#register.read());
      if (held.owner !== owner) return;
      this.#own = held;
    }
  }

  receive(message: unknown): void {
    this.#register.receive(message as ClientReply);
  }
}
