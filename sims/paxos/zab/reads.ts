/**
 * Checks the clients’ answers against the order of transactions: which reads are stale, and does a
 * client go back in time?
 */
import type { Breaches } from '../../../src/check/breaches.ts';
import { must } from '../../../src/kernel/must.ts';
import type { NodeId } from '../../../src/world/actor.ts';
import type { ZabLaw } from './laws.ts';

interface Asked {
  readonly key: string;
  readonly isRead: boolean;
  readonly synced: boolean;
  readonly atMs: number;
}

/** A read that a client received. */
export interface ReadSeen extends Asked {
  readonly ms: number;
  readonly isStale: boolean;
}

export class ClientJudge {
  readonly reads: ReadSeen[] = [];
  /** Answers from a store older than one that the client had seen. */
  older = 0;
  /** With the last write of that key answered before: a fresh read sees it. */
  readonly #open = new Map<NodeId, Asked & { readonly due: number }>();
  readonly #seenBy = new Map<NodeId, number>();
  readonly #lastWrite = new Map<string, number>();
  readonly #breaches: Breaches<ZabLaw>;

  constructor(breaches: Breaches<ZabLaw>) {
    this.#breaches = breaches;
  }

  invokes(client: NodeId, asked: Asked): void {
    this.#open.set(client, { ...asked, due: this.#lastWrite.get(asked.key) ?? 0 });
  }

  /**
   * The answering store had this many transactions; the last of them is the client's own if it
   * wrote.
   */
  isTold(client: NodeId, place: number, atMs: number): void {
    const { due, ...asked } = must(this.#open.get(client), 'open request');
    this.#sees(client, place);
    if (!asked.isRead) {
      this.#lastWrite.set(asked.key, Math.max(this.#lastWrite.get(asked.key) ?? 0, place));
      return;
    }
    const isStale = place < due;
    this.reads.push({ ...asked, ms: atMs - asked.atMs, isStale });
    if (!asked.synced || !isStale) return;
    const how = `${client} reads ${asked.key} with sync as of transaction ${place}, though ${due} was answered before`;
    this.#breaches.report('synced-reads-are-fresh', how);
  }

  #sees(client: NodeId, place: number): void {
    const seen = this.#seenBy.get(client) ?? 0;
    this.#seenBy.set(client, Math.max(seen, place));
    if (place >= seen) return;
    this.older += 1;
    const how = `${client} sees transaction ${place} after it has seen ${seen}`;
    this.#breaches.report('clients-see-no-older-state', how);
  }
}
