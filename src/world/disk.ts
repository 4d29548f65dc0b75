/**
 * A node's disk: a journal to whose end records are written. A record is safe from a crash once it
 * is durable, which takes a while; a crash loses all that is not. Writes become durable in the
 * order in which they were made.
 *
 * Disks fail in the ways that servers meet in practice. A slow one takes longer, a hung one makes
 * nothing durable until it goes on; the node notices neither. A full one refuses writes: the node
 * must not go on as if they were made (Rebello et al., Can Applications Recover from fsync
 * Failures?, ATC 2020), so it crashes, as etcd does. A torn one keeps half of a record in a crash
 * (Pillai et al., All File Systems Are Not Created Equal, OSDI 2014). A lost one keeps nothing.
 */
import type { Kernel } from '../kernel/kernel.ts';

/** Some records that become durable together, with all before them. */
interface Sync {
  readonly life: number;
  readonly durable: number;
}

export class Disk {
  readonly #kernel: Kernel;
  readonly #syncMs: () => number;
  readonly #onDurable: () => void;
  readonly #onRefused: () => void;
  #records: unknown[] = [];
  #durable = 0;
  #lastSyncAtMs = 0;
  /** Grows with every crash, so that a write that was under way does not complete after it. */
  #life = 0;
  #slow = { byMs: 0, untilMs: 0 };
  #hungUntilMs = 0;
  #fullUntilMs = 0;
  #tears = false;
  #torn: unknown = undefined;
  /** What would be durable by now, but for the hang, and what caused it. */
  #stuck: { readonly sync: Sync; readonly cause: number }[] = [];
  #hasRefused = false;
  #timesLost = 0;

  /**
   * `syncMs` draws how long a write takes. `onDurable` is called whenever a write that took time is
   * durable, `onRefused` once a write is refused: nothing is written any more before a crash.
   */
  constructor(
    kernel: Kernel,
    syncMs: () => number,
    onDurable: () => void,
    onRefused: () => void = () => {},
  ) {
    this.#kernel = kernel;
    this.#syncMs = syncMs;
    this.#onDurable = onDurable;
    this.#onRefused = onRefused;
  }

  /** Everything written, durable or not. */
  get journal(): readonly unknown[] {
    return this.#records;
  }

  /** How many of the records are durable: a prefix of the journal. */
  get durable(): number {
    return this.#durable;
  }

  /**
   * The record that follows the journal on the disk, and of which the last crash left only a half;
   * undefined where there is none.
   */
  get torn(): unknown {
    return this.#torn;
  }

  /** Whether a write was refused since the last crash. */
  get hasRefused(): boolean {
    return this.#hasRefused;
  }

  /** How often all that was on the disk was lost. */
  get timesLost(): number {
    return this.#timesLost;
  }

  /** What is wrong with the disk now, in a word; undefined where nothing is. */
  get trouble(): 'hung' | 'full' | 'slow' | 'tears' | undefined {
    const { nowMs } = this.#kernel;
    if (nowMs < this.#hungUntilMs) return 'hung';
    if (nowMs < this.#fullUntilMs) return 'full';
    if (nowMs < this.#slow.untilMs) return 'slow';
    return this.#tears ? 'tears' : undefined;
  }

  /** Writes a record. With a write time of 0 it is durable at once. */
  write(record: unknown): void {
    const { nowMs } = this.#kernel;
    this.#records.push(record);
    if (nowMs < this.#fullUntilMs || this.#hasRefused) {
      this.#refuse();
      return;
    }
    const slowedByMs = nowMs < this.#slow.untilMs ? this.#slow.byMs : 0;
    const atMs = Math.max(nowMs + this.#syncMs() + slowedByMs, this.#lastSyncAtMs);
    this.#lastSyncAtMs = atMs;
    const isAtOnce = atMs === nowMs && nowMs >= this.#hungUntilMs;
    if (isAtOnce && this.#durable === this.#records.length - 1) {
      this.#durable = this.#records.length;
    } else {
      const sync: Sync = { life: this.#life, durable: this.#records.length };
      this.#kernel.schedule(atMs - nowMs, this.#complete, sync);
    }
  }

  /**
   * Takes a write that stays in the page cache, outside the journal, and answers whether it can: a full
   * disk refuses it as any other.
   */
  writeCached(): boolean {
    if (this.#kernel.nowMs >= this.#fullUntilMs && !this.#hasRefused) return true;
    this.#refuse();
    return false;
  }

  /** Loses what is not durable. Returns how many records that was. */
  crash(): number {
    const lost = this.#records.length - this.#durable;
    const isTorn = this.#tears && lost > 0;
    this.#torn = isTorn ? this.#records[this.#durable] : undefined;
    if (isTorn) this.#tears = false;
    this.#records = this.#records.slice(0, this.#durable);
    this.#lastSyncAtMs = 0;
    this.#life += 1;
    this.#stuck = [];
    this.#hasRefused = false;
    return lost;
  }

  /** Writes take so much longer for a while. The latest such fault counts. */
  slowDown(byMs: number, durationMs: number): void {
    this.#slow = { byMs, untilMs: this.#kernel.nowMs + durationMs };
  }

  /** Nothing becomes durable for a while. What is on the disk can be read. */
  hang(durationMs: number): void {
    this.#hungUntilMs = Math.max(this.#hungUntilMs, this.#kernel.nowMs + durationMs);
    this.#kernel.schedule(durationMs, this.#goOn, undefined);
  }

  /** Refuses every write for a while. */
  fillUp(durationMs: number): void {
    this.#fullUntilMs = Math.max(this.#fullUntilMs, this.#kernel.nowMs + durationMs);
  }

  /** The next crash that loses a record leaves half of it. */
  tear(): void {
    this.#tears = true;
  }

  /** Loses everything. Only for a disk whose node is down. */
  lose(): void {
    this.#records = [];
    this.#durable = 0;
    this.#torn = undefined;
    this.#timesLost += 1;
  }

  /** Ends whatever is wrong. */
  mend(): void {
    const { nowMs } = this.#kernel;
    this.#slow = { byMs: 0, untilMs: nowMs };
    this.#hungUntilMs = nowMs;
    this.#fullUntilMs = nowMs;
    this.#tears = false;
    this.#goOn();
  }

  #refuse(): void {
    if (this.#hasRefused) return;
    this.#hasRefused = true;
    this.#onRefused();
  }

  readonly #goOn = (): void => {
    if (this.#kernel.nowMs < this.#hungUntilMs) return;
    const stuck = this.#stuck;
    this.#stuck = [];
    for (const { sync, cause } of stuck) {
      this.#kernel.cause = cause;
      this.#makeDurable(sync);
    }
  };

  readonly #complete = (sync: Sync): void => {
    if (sync.life !== this.#life) return;
    const { nowMs, cause } = this.#kernel;
    // What is due as the hang ends may come before the end itself, and must not overtake.
    const isHung = nowMs < this.#hungUntilMs || this.#stuck.length > 0;
    if (isHung) this.#stuck.push({ sync, cause });
    else this.#makeDurable(sync);
  };

  #makeDurable({ durable }: Sync): void {
    this.#durable = durable;
    this.#onDurable();
  }
}
