/** How a system of clients, lock service and store is configured. */
import { constant, type Distribution } from '../../src/kernel/distribution.ts';
import type { LocksLaw } from './laws.ts';

export const serviceKinds = [
  'redis',
  'failover',
  'redlock',
  'consensus',
  'zookeeper',
  'database',
] as const;

export type ServiceKind = (typeof serviceKinds)[number];

export const serviceTitles: Readonly<Record<ServiceKind, string>> = {
  redis: 'one Redis',
  failover: 'Redis with failover',
  redlock: 'Redlock',
  consensus: 'a lease on Raft',
  zookeeper: 'ZooKeeper',
  database: 'a database lock',
};

export interface LocksOptions {
  /** Name of the system, if a run has several: nodes are then named `zookeeper/client1`. */
  readonly name: string;
  readonly service: ServiceKind;
  readonly clients: number;
  /** When each client first wants the lock. */
  readonly startsMs: (client: number) => number;
  /** Initial offset of each client’s clock, and how fast it drifts. */
  readonly clockOffsetMs: (client: number) => number;
  readonly clockDriftPpm: (client: number) => number;
  /** How often each client takes the lock. */
  readonly rounds: number;
  /** How long a client rests between two rounds. */
  readonly restMs: Distribution;
  /** If given, rounds begin at multiples of this, so that all clients want the lock at once. */
  readonly periodMs: number | undefined;
  /**
   * What the lock protects: work, and then writes, each of which is first checked, then prepared.
   */
  readonly workMs: Distribution;
  readonly writes: number;
  /** From the lease check until a write leaves. */
  readonly prepareMs: number;
  /** Some stores compare tokens, others accept everything. */
  readonly stores: readonly ('fenced' | 'plain')[];
  /** A write belongs to the transaction that holds the lock, instead of going to a store. */
  readonly commitsWithLock: boolean;

  /** The TTL of a lock, the length of a lease, or the timeout of a session. */
  readonly ttlMs: number;
  /** Whether leases are renewed every third of the TTL. Sessions always send heartbeats. */
  readonly renews: boolean;
  /** Time until the next try, if a client has to ask again. */
  readonly retryMs: Distribution;
  /** How long a client waits for a reply. */
  readonly requestTimeoutMs: number;
  /** Share of the TTL by which clocks may differ over its length. */
  readonly driftBound: number;
  /** How long a server takes to make a record durable. */
  readonly diskMs: Distribution;

  /** Whether Redis writes to its disk before it replies. */
  readonly persists: boolean;
  /** How long the master holds a change before it sends it to the replica. */
  readonly replicaLagMs: number;
  /** Whether the master replies only once its replica has the change (WAIT). */
  readonly waitsForReplica: boolean;
  /** How long a master must be silent before its replica is promoted. */
  readonly downAfterMs: number;
  /** Redlock’s masters, or Raft’s servers. */
  readonly nodes: number;

  /** A wanted lock must be granted within this time; otherwise there is a lack of progress. */
  readonly progressWithinMs: number;
  /** Laws that this system is known to break, and which are not reported for it. */
  readonly breaks: readonly LocksLaw[];
}

export const defaultLocksOptions: LocksOptions = {
  name: '',
  service: 'redis',
  clients: 2,
  startsMs: (client) => client * 1_000,
  clockOffsetMs: () => 0,
  clockDriftPpm: () => 0,
  rounds: 1,
  restMs: constant(1_000),
  periodMs: undefined,
  workMs: constant(5_000),
  writes: 1,
  prepareMs: 0,
  stores: ['fenced'],
  commitsWithLock: false,
  ttlMs: 30_000,
  renews: true,
  retryMs: constant(200),
  requestTimeoutMs: 100,
  driftBound: 0.01,
  diskMs: constant(1),
  persists: true,
  replicaLagMs: 1,
  waitsForReplica: false,
  downAfterMs: 1_000,
  nodes: 5,
  progressWithinMs: Infinity,
  breaks: ['one-at-work'],
};
