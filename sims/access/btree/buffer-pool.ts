/** The pages that a database keeps in memory; the least recently used goes first. */
import type { AccessRules } from '../rules.ts';

export class BufferPool<Page extends object> {
  /** Pages found in memory, and pages read from the disk. */
  hits = 0;
  reads = 0;
  written = 0;
  readonly #pages: number;
  readonly #rules: AccessRules;
  /** Pages in memory, the least recently used first, and whether the disk has an older version. */
  readonly #isDirty = new Map<Page, boolean>();

  /** Room for so many pages. */
  constructor(pages: number, rules: AccessRules) {
    this.#pages = pages;
    this.#rules = rules;
  }

  get inMemory(): IterableIterator<Page> {
    return this.#isDirty.keys();
  }

  /** Reads the page unless it is in memory, and changes it there. */
  change(page: Page): void {
    if (this.#isDirty.has(page)) this.hits += 1;
    else this.reads += 1;
    this.#put(page);
  }

  /** A new page: there is nothing to read. */
  make(page: Page): void {
    this.#put(page);
  }

  /** Writes what has changed in memory (PostgreSQL documentation, §28.5 WAL Configuration). Returns the pages written. */
  checkpoint(): number {
    let pages = 0;
    for (const [page, isDirty] of this.#isDirty) {
      if (!isDirty) continue;
      this.#isDirty.set(page, false);
      pages += 1;
    }
    this.written += pages;
    return pages;
  }

  #put(page: Page): void {
    // The log has the change: the page may wait for the checkpoint, and take more changes until then.
    const mayWait = this.#rules['page-waits-for-checkpoint'];
    if (!mayWait) this.written += 1;
    const wasDirty = this.#isDirty.get(page) ?? false;
    this.#isDirty.delete(page);
    this.#isDirty.set(page, wasDirty || mayWait);
    if (this.#isDirty.size > this.#pages) this.#evict();
  }

  #evict(): void {
    for (const [page, isDirty] of this.#isDirty) {
      if (isDirty) this.written += 1;
      this.#isDirty.delete(page);
      return;
    }
  }
}
