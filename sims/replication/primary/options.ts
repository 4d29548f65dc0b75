/** How a system of primary, replicas, failover manager and clients is configured. */
import { constant, type Distribution } from '../../../src/kernel/distribution.ts';
import type { PrimaryLaw } from './laws.ts';

/** Where a session reads. */
export const routings = ['any replica', 'token', 'sticky', 'primary'] as const;
export type Routing = (typeof routings)[number];

export interface PrimaryOptions {
  /** Name of the system, if a run has several: nodes are then named `sync/node1`. */
  readonly name: string;
  /** The primary included. */
  readonly nodes: number;
  /**
   * How many replicas have a write before it is acknowledged: 0 is asynchronous, all replicas is
   * synchronous.
   */
  readonly acks: number;
  /** What a replica has done with a write when it acknowledges it. */
  readonly ackMeans: 'received' | 'applied';
  /** How long the primary holds an entry before it ships it, drawn separately for each replica. */
  readonly shipMs: Distribution;
  /** How long a replica takes to apply an entry, one after the other. */
  readonly applyMs: Distribution;
  readonly diskMs: Distribution;
  readonly heartbeatMs: number;
  /** How long a primary may serve after it last asked the manager. */
  readonly leaseMs: number;
  /** How long the manager waits for the nodes’ positions in a failover. */
  readonly hearMs: number;
  readonly timeoutMs: number;

  /** Each writes at its own pace, whether the previous write was answered or not. */
  readonly writers: number;
  readonly writeEveryMs: Distribution;
  readonly writesFromMs: number;
  readonly writesUntilMs: number;

  /** Each writes its own key, thinks, and reads: its own key, or the one of the first writer. */
  readonly sessions: number;
  readonly rounds: number;
  readonly routing: Routing;
  readonly thinkMs: Distribution;
  readonly ownReads: number;
  readonly otherReads: number;
  readonly restMs: Distribution;

  /** Laws that this system is known to break, and which are not reported for it. */
  readonly breaks: readonly PrimaryLaw[];
}

export const defaultPrimaryOptions: PrimaryOptions = {
  name: '',
  nodes: 3,
  acks: 1,
  ackMeans: 'received',
  shipMs: constant(0),
  applyMs: constant(0),
  diskMs: constant(0),
  heartbeatMs: 50,
  leaseMs: 300,
  hearMs: 20,
  timeoutMs: 200,
  writers: 1,
  writeEveryMs: constant(10),
  writesFromMs: 100,
  writesUntilMs: 1_000,
  sessions: 0,
  rounds: 0,
  routing: 'token',
  thinkMs: constant(10),
  ownReads: 1,
  otherReads: 0,
  restMs: constant(100),
  breaks: [],
};
