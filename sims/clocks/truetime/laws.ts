/**
 * What Spanner promises, and the judge that checks it by the true time. The database does not
 * depend on it.
 */
import type { Breaches } from '../../../src/check/breaches.ts';

export const truetimeLaws = {
  'external-consistency':
    'a transaction that begins after another was committed has the later timestamp',
  'snapshot-read-sees-all-before':
    'a read at a timestamp sees every transaction up to it, whenever that commits',
} as const;

export type TruetimeLaw = keyof typeof truetimeLaws;

/** A transaction as its client saw it. */
export interface Commit {
  readonly transaction: number;
  readonly timestampMs: number;
  readonly shards: readonly string[];
}

/** A read of one shard at a timestamp, with the transactions that it saw. */
interface SnapshotRead {
  readonly atMs: number;
  readonly shard: string;
  readonly saw: ReadonlySet<number>;
}

export class TruetimeJudge {
  readonly all: Commit[] = [];
  /** Transactions whose timestamp is no later than that of one committed before they began. */
  inverted = 0;
  missed = 0;
  readonly #breaches: Breaches<TruetimeLaw>;
  readonly #breaks: readonly TruetimeLaw[];
  readonly #reads: SnapshotRead[] = [];
  #latest: Commit | undefined;

  constructor(breaches: Breaches<TruetimeLaw>, breaks: readonly TruetimeLaw[]) {
    this.#breaches = breaches;
    this.#breaks = breaks;
  }

  /**
   * The timestamp that a transaction beginning now must exceed: keep it, and pass it to
   * `committed`.
   */
  begins(): Commit | undefined {
    return this.#latest;
  }

  /** A client was told of its commit. */
  committed(commit: Commit, before: Commit | undefined): void {
    this.all.push(commit);
    if (before !== undefined && commit.timestampMs <= before.timestampMs) {
      this.inverted += 1;
      this.#report(
        'external-consistency',
        `transaction ${commit.transaction} has the timestamp ${commit.timestampMs.toFixed(3)}, but transaction ${before.transaction}, committed before it began, has the later ${before.timestampMs.toFixed(3)}`,
      );
    }
    if (this.#latest === undefined || commit.timestampMs > this.#latest.timestampMs)
      this.#latest = commit;
    for (const read of this.#reads) this.#compare(read, commit);
  }

  reads(read: SnapshotRead): void {
    this.#reads.push(read);
    for (const commit of this.all) this.#compare(read, commit);
  }

  #compare({ atMs, shard, saw }: SnapshotRead, commit: Commit): void {
    const { transaction, timestampMs, shards } = commit;
    if (timestampMs > atMs || !shards.includes(shard) || saw.has(transaction)) return;
    this.missed += 1;
    this.#report(
      'snapshot-read-sees-all-before',
      `a read of shard ${shard} at timestamp ${atMs.toFixed(3)} did not see transaction ${transaction} of the earlier timestamp ${timestampMs.toFixed(3)}`,
    );
  }

  #report(law: TruetimeLaw, how: string): void {
    if (!this.#breaks.includes(law)) this.#breaches.report(law, how);
  }
}
