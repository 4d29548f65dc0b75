/** What every lock service looks like to a client: one interface, six implementations. */
import type { Process } from '../../src/kernel/process.ts';
import { Signal } from '../../src/kernel/signal.ts';
import type { ServerContext } from '../../src/world/server.ts';

/** The lock, as its holder knows it. */
export interface Grant {
  /** Names this grant and no other: like the random value in Redis, but sequential and readable. */
  readonly owner: string;
  /** Increases with every grant; undefined if the service has no such number. */
  readonly token: number | undefined;
  /** By the client’s clock; Infinity if no lease limits it. A renewal extends it. */
  validUntilMs: number;
  /** Fires when the client learns that the lock is lost. */
  readonly lost: Signal;
}

export const grantOf = (owner: string, token: number | undefined, validUntilMs: number): Grant => ({
  owner,
  token,
  validUntilMs,
  lost: new Signal(),
});

/** The client learns that the lock is lost. */
export function lose(grant: Grant): void {
  grant.validUntilMs = -Infinity;
  grant.lost.fire();
}

/** One client of a lock service, for one life of its node. */
export interface LockClient {
  /** Waits until the client has the lock. */
  acquire(owner: string): Process<Grant>;
  /** Renews the lease; returns false once the lock is lost. Sessions renew themselves. */
  renew?(grant: Grant): Process<boolean>;
  /**
   * Gives the lock back. A caller that cannot wait does not learn the outcome; the lease ends
   * anyway.
   */
  release(grant: Grant): Process<void>;
  /** A message that answers no call: a watch has fired. */
  receive?(message: unknown): void;
  /** Writes as part of the lock’s own transaction, if the service is a database. */
  commit?(grant: Grant): Process<void>;
}

export interface LockService {
  /** A client starts, or starts again. */
  connect(node: ServerContext): LockClient;
}
