/**
 * Observes everything that happens in a system of primary and replicas, and checks it against the
 * laws. The system does not depend on it.
 */
import type { Breaches } from '../../../src/check/breaches.ts';
import type { NodeId } from '../../../src/world/actor.ts';
import type { PrimaryLaw } from './laws.ts';
import type { Log } from './log.ts';
import { isAtLeast, nothing, type Position } from './messages.ts';
import type { PrimaryMetrics } from './metrics.ts';

interface Reign {
  readonly node: NodeId;
  readonly epoch: number;
  readonly log: Log;
}

export class PrimaryJudge {
  readonly metrics: PrimaryMetrics;
  readonly #breaches: Breaches<PrimaryLaw>;
  readonly #breaks: readonly PrimaryLaw[];
  /** The log of each epoch’s primary, as it grows. */
  readonly #logs = new Map<number, Log>();
  /** By number of the write: the position of each acknowledged write. */
  readonly #acked = new Map<number, Position>();
  readonly #lost = new Set<number>();
  /** By session and key: its last write, and its last read. */
  readonly #written = new Map<string, Position>();
  readonly #read = new Map<string, Position>();
  #reign: Reign | undefined = undefined;

  constructor(
    breaches: Breaches<PrimaryLaw>,
    breaks: readonly PrimaryLaw[],
    metrics: PrimaryMetrics,
  ) {
    this.#breaches = breaches;
    this.#breaks = breaks;
    this.metrics = metrics;
  }

  /** Undefined before the first. */
  get primary(): NodeId | undefined {
    return this.#reign?.node;
  }

  /** How many primaries have served so far. */
  get reigns(): number {
    return this.#logs.size;
  }

  get acked(): number {
    return this.#acked.size;
  }

  /** A node becomes primary of an epoch, and ships its log. */
  leads(epoch: number, log: Log): void {
    this.#logs.set(epoch, log);
  }

  /** It may serve: its predecessor no longer may. */
  serves(node: NodeId, epoch: number, log: Log): void {
    if (this.#reign !== undefined && this.#reign.epoch >= epoch) return;
    if (this.#reign !== undefined) this.metrics.failovers.add();
    this.#reign = { node, epoch, log };
    for (const [write, at] of this.#acked) this.#checkSurvives(write, at);
  }

  acknowledges(node: NodeId, write: number, at: Position): void {
    this.#acked.set(write, at);
    this.metrics.acked.add();
    const reign = this.#reign;
    if (reign === undefined || reign.epoch <= at.epoch) return;
    this.#report(
      'one-primary',
      `node ${node} acknowledges write ${write} in epoch ${at.epoch}, although ${reign.node} already serves as primary in epoch ${reign.epoch}`,
    );
    this.#checkSurvives(write, at);
  }

  #checkSurvives(write: number, { lsn }: Position): void {
    if (this.#reign === undefined || this.#lost.has(write)) return;
    const { node, epoch, log } = this.#reign;
    if (log.entryAt(lsn)?.write === write) return;
    this.#lost.add(write);
    this.metrics.lost.add();
    this.#report(
      'acked-survives-failover',
      `write ${write} was acknowledged at log position ${lsn}, but ${node}, primary of epoch ${epoch}, does not have it`,
    );
  }

  /** A replica has accepted entries of an epoch, up to that LSN. */
  follows(node: NodeId, epoch: number, log: Log, after: number, upTo: number): void {
    const primary = this.#logs.get(epoch);
    for (let lsn = after + 1; lsn <= upTo; lsn++) {
      const [own, its] = [log.entryAt(lsn), primary?.entryAt(lsn)];
      if (its === undefined || own === its) continue;
      this.#report(
        'prefix-of-primary',
        `node ${node} has ${own === undefined ? 'no write' : `write ${own.write}`} at log position ${lsn}, but the primary of epoch ${epoch} has write ${its.write}`,
      );
    }
  }

  sessionWrites(session: string, key: string, at: Position): void {
    this.#written.set(`${session} ${key}`, at);
  }

  /** It receives the write at that position. */
  sessionReads(session: string, key: string, write: number, place: Position): void {
    const id = `${session} ${key}`;
    this.metrics.reads.add();
    if (!isAtLeast(place, this.#written.get(id) ?? nothing)) {
      this.metrics.staleOwnReads.add();
      this.#report(
        'read-your-writes',
        `session ${session} reads write ${write} of key ${key} instead of its own later one`,
      );
    }
    const before = this.#read.get(id) ?? nothing;
    if (isAtLeast(place, before)) this.#read.set(id, place);
    else {
      this.metrics.backwardReads.add();
      this.#report(
        'monotonic-reads',
        `session ${session} reads write ${write} of key ${key}, although it has read a later one before`,
      );
    }
  }

  #report(law: PrimaryLaw, how: string): void {
    if (!this.#breaks.includes(law)) this.#breaches.report(law, how);
  }
}
