/** A log of writes. Two logs that share a position have the same entries up to it. */
import { must } from '../../../src/kernel/must.ts';
import { type Entry, nothing, type Position } from './messages.ts';

export class Log {
  readonly #entries: Entry[] = [];

  get length(): number {
    return this.#entries.length;
  }

  get end(): Position {
    return this.positionAt(this.length);
  }

  /** Undefined beyond the end. */
  entryAt(lsn: number): Entry | undefined {
    return this.#entries[lsn - 1];
  }

  /** The position of an LSN that the log has, or of 0. */
  positionAt(lsn: number): Position {
    return lsn === 0 ? nothing : { epoch: must(this.entryAt(lsn), `entry ${lsn}`).epoch, lsn };
  }

  has({ epoch, lsn }: Position): boolean {
    return lsn === 0 || this.entryAt(lsn)?.epoch === epoch;
  }

  /**
   * The last position that the log may share with one that ends there: none later in epoch or LSN.
   */
  sharedAtMost({ epoch, lsn }: Position): Position {
    let shared = Math.min(lsn, this.length);
    while (shared > 0 && this.positionAt(shared).epoch > epoch) shared -= 1;
    return this.positionAt(shared);
  }

  /** The entries after one LSN, up to another. */
  between(after: number, upTo: number): readonly Entry[] {
    return this.#entries.slice(after, upTo);
  }

  push(entry: Entry): void {
    this.#entries.push(entry);
  }

  /** Removes everything after an LSN. */
  cutAfter(lsn: number): void {
    this.#entries.length = Math.min(this.length, lsn);
  }
}
