/** What a server with an event loop is given, and whom it tells what it sees. */
import type { Connection } from './connection.ts';
import type { IoLaw } from './laws.ts';

export interface EventServerOptions {
  readonly trigger: 'level' | 'edge';
  /** Loops that wait at the same instance of epoll. */
  readonly threads: number;
  readonly readBytes: number;
  /** Reads of one connection before the next one has its turn. */
  readonly readsPerTurn: number;
  /** Events of one wait. */
  readonly batchMost: number;
  /** How long one read and what it brings takes. */
  readonly readMs: number;
  /** Bytes for one peer that the server keeps before it gives the peer up. */
  readonly pendingMost: number;
  /** Connections that the server holds. */
  readonly connectionsMost: number;
}

/** Tells the scenario what was seen, as it happens. */
export interface Sees {
  broken(law: IoLaw, how: string): void;
  received(connection: Connection, message: string): void;
}
