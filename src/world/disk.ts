/**
 * A node's disk: a journal to whose end records are written. A record is safe from a crash once it
 * is durable, which takes a while; a crash loses all that is not. Writes become durable in the
 * order in which they were made.
 */
import type { Kernel } from '../kernel/kernel.ts';

export class Disk {
  readonly #kernel: Kernel;
  readonly #syncMs: () => number;
  readonly #onDurable: () => void;
  #records: unknown[] = [];
  #durable = 0;
  #lastSyncAtMs = 0;
  /** Grows with every crash, so that a write that was under way does not complete after it. */
  #life = 0;

  /**
   * `syncMs` draws how long a write takes; `onDurable` is called whenever a write that took time is
   * durable.
   */
  constructor(kernel: Kernel, syncMs: () => number, onDurable: () => void) {
    this.#kernel = kernel;
    this.#syncMs = syncMs;
    this.#onDurable = onDurable;
  }

  /** Everything written, durable or not. */
  get journal(): readonly unknown[] {
    return this.#records;
  }

  /** How many of the records are durable: a prefix of the journal. */
  get durable(): number {
    return this.#durable;
  }

  /** Writes a record. With a write time of 0 it is durable at once. */
  write(record: unknown): void {
    this.#records.push(record);
    const nowMs = this.#kernel.nowMs;
    const atMs = Math.max(nowMs + this.#syncMs(), this.#lastSyncAtMs);
    this.#lastSyncAtMs = atMs;
    if (atMs === nowMs && this.#durable === this.#records.length - 1) {
      this.#durable = this.#records.length;
    } else {
      const sync = { life: this.#life, durable: this.#records.length };
      this.#kernel.schedule(atMs - nowMs, this.#complete, sync);
    }
  }

  /** Loses what is not durable. Returns how many records that was. */
  crash(): number {
    const lost = this.#records.length - this.#durable;
    this.#records = this.#records.slice(0, this.#durable);
    this.#lastSyncAtMs = 0;
    this.#life += 1;
    return lost;
  }

  readonly #complete = (sync: { life: number; durable: number }): void => {
    if (sync.life !== this.#life) return;
    this.#durable = sync.durable;
    this.#onDurable();
  };
}
