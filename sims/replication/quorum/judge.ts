/**
 * Observes every write and read of a quorum store, and checks them against its laws. The store does
 * not depend on it.
 */
import type { Breaches } from '../../../src/check/breaches.ts';
import type { QuorumLaw } from './laws.ts';
import { type Item, isNewer, newestOf, versionInWords } from './versions.ts';

/** What was acknowledged for a key when an operation began. */
export interface Before {
  readonly acknowledged: Item | undefined;
  readonly deleted: Item | undefined;
}

export class QuorumJudge {
  writes = 0;
  failedWrites = 0;
  reads = 0;
  failedReads = 0;
  /** Reads that missed a write acknowledged before they began. */
  staleReads = 0;
  /**
   * Writes whose version is older than one acknowledged before they began, so that no read sees
   * them.
   */
  hiddenWrites = 0;
  lostUpdates = 0;
  readonly #acknowledged = new Map<string, Item>();
  readonly #deleted = new Map<string, Item>();
  /** By key and the count that they replace. */
  readonly #updates = new Set<string>();
  readonly #breaches: Breaches<QuorumLaw>;

  constructor(breaches: Breaches<QuorumLaw>) {
    this.#breaches = breaches;
  }

  begins(key: string): Before {
    return { acknowledged: this.#acknowledged.get(key), deleted: this.#deleted.get(key) };
  }

  acknowledges(key: string, item: Item, before: Before, replaces?: number): void {
    this.writes += 1;
    const earlier = before.acknowledged?.version;
    if (!isNewer(item.version, earlier) && earlier !== undefined) {
      this.hiddenWrites += 1;
      this.#breaches.report(
        'last-acked-write-wins',
        `a write of key ${key} got version ${versionInWords(item.version)}, which loses to version ${versionInWords(earlier)}, although that was acknowledged before it began`,
      );
    }
    if (replaces !== undefined) this.#replaces(key, replaces);
    this.#keep(this.#acknowledged, key, item);
    if (item.value === null) this.#keep(this.#deleted, key, item);
  }

  sees(key: string, found: Item | undefined, { acknowledged, deleted }: Before): void {
    this.reads += 1;
    if (
      acknowledged !== undefined &&
      isNewer(acknowledged.version, found?.version) &&
      !isTombstone(acknowledged, found)
    ) {
      this.staleReads += 1;
      const what = found === undefined ? 'nothing' : `version ${versionInWords(found.version)}`;
      this.#breaches.report(
        'reads-see-acked-writes',
        `a read of key ${key} found ${what}, although version ${versionInWords(acknowledged.version)} was acknowledged before it began`,
      );
    }
    if (deleted === undefined || found === undefined || found.value === null) return;
    if (isNewer(deleted.version, found.version))
      this.#breaches.report(
        'deleted-stays-deleted',
        `key ${key} has the value ${found.value} again, version ${versionInWords(found.version)}, although it was deleted in the later version ${versionInWords(deleted.version)}`,
      );
  }

  stores(replica: string, key: string, item: Item, before: Item | undefined): void {
    if (before === undefined || !isNewer(before.version, item.version)) return;
    this.#breaches.report(
      'monotonic-versions',
      `replica ${replica} replaces version ${versionInWords(before.version)} of key ${key} with the older version ${versionInWords(item.version)}`,
    );
  }

  #keep(kept: Map<string, Item>, key: string, item: Item): void {
    const newest = newestOf([kept.get(key), item]);
    if (newest !== undefined) kept.set(key, newest);
  }

  #replaces(key: string, count: number): void {
    const update = `${key}/${count}`;
    if (this.#updates.has(update)) {
      this.lostUpdates += 1;
      this.#breaches.report(
        'no-lost-update',
        `two acknowledged updates of key ${key} replace the same version ${count}, so one of them is lost`,
      );
    }
    this.#updates.add(update);
  }
}

/** A tombstone may have been forgotten; then there is no item. */
const isTombstone = ({ value }: Item, found: Item | undefined): boolean =>
  value === null && found === undefined;
