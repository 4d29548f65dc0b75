/** What ids promise, and the judge that checks it. The generators do not depend on it. */
import type { Breaches } from '../../../src/check/breaches.ts';
import { must } from '../../../src/kernel/must.ts';
import { binomialQuantiles } from '../../../src/statistics/binomial-quantiles.ts';

export const idLaws = {
  'ids-unique': 'no id is given out twice',
  'ids-k-sorted': 'of two ids made further apart than clocks differ, the later one is larger',
  'ids-in-order': 'one generator’s ids are in the order in which it made them',
  'shards-share-ids': 'modulo spreads the ids evenly over the shards',
} as const;

export type IdLaw = keyof typeof idLaws;

/** Probability that a uniform spread is taken for an uneven one, per shard. */
const falseAlarm = 1e-9;

export interface IdJudgeOptions {
  /**
   * How far apart in true time two ids must be sorted: the clock difference, plus the unit of the
   * time.
   */
  readonly sortedBeyondMs: number;
  /** Number of shards, by modulo; 0 if ids are not sharded. */
  readonly shards: number;
  /** Whether each generator's ids must be in order: not if a sequence begins at a random number. */
  readonly inOrder: boolean;
  readonly breaks: readonly IdLaw[];
}

/** Sees every id as it is given out, in true time. O(1) per id. */
export class IdJudge {
  issued = 0;
  duplicates = 0;
  readonly #breaches: Breaches<IdLaw>;
  readonly #options: IdJudgeOptions;
  readonly #ids = new Map<bigint, string>();
  readonly #byShard: number[];
  readonly #lastBy = new Map<string, bigint>();
  /** Ids too young for others to have to be larger, in order of time. */
  readonly #young: { readonly id: bigint; readonly atMs: number }[] = [];
  #firstYoung = 0;
  #largestOld = -1n;

  constructor(breaches: Breaches<IdLaw>, options: IdJudgeOptions) {
    this.#breaches = breaches;
    this.#options = options;
    this.#byShard = new Array(options.shards).fill(0);
  }

  issues(id: bigint, by: string, atMs: number): void {
    this.issued += 1;
    const other = this.#ids.get(id);
    if (other !== undefined) {
      this.duplicates += 1;
      this.#report(
        'ids-unique',
        `generator ${by} gives out the id ${id}, although ${other} has given it out before`,
      );
    }
    this.#ids.set(id, by);
    this.#sorts(id, by, atMs);
    if (this.#options.inOrder) this.#orders(id, by);
    if (this.#options.shards > 0) this.#shards(id);
  }

  /** How many ids each shard has. */
  get byShard(): readonly number[] {
    return this.#byShard;
  }

  #sorts(id: bigint, by: string, atMs: number): void {
    for (;;) {
      const oldest = this.#young[this.#firstYoung];
      if (oldest === undefined || oldest.atMs >= atMs - this.#options.sortedBeyondMs) break;
      if (oldest.id > this.#largestOld) this.#largestOld = oldest.id;
      this.#firstYoung += 1;
    }
    this.#young.push({ id, atMs });
    if (id < this.#largestOld)
      this.#report(
        'ids-k-sorted',
        `generator ${by} gives out the id ${id}, although the larger ${this.#largestOld} was given out long before`,
      );
  }

  #orders(id: bigint, by: string): void {
    const last = this.#lastBy.get(by);
    this.#lastBy.set(by, id);
    if (last !== undefined && id < last)
      this.#report(
        'ids-in-order',
        `generator ${by} gives out the id ${id} after the larger ${last}`,
      );
  }

  #shards(id: bigint): void {
    const { shards } = this.#options;
    const shard = Number(id % BigInt(shards));
    this.#byShard[shard] = must(this.#byShard[shard], 'count of the shard') + 1;
  }

  /** Checks once at the end, because a bound holds for one check. */
  ends(): void {
    const { shards } = this.#options;
    const { atMost } = binomialQuantiles(this.issued, 1 / shards, falseAlarm);
    const fullest = Math.max(...this.#byShard);
    if (fullest > atMost)
      this.#report(
        'shards-share-ids',
        `one of ${shards} shards has ${fullest} of ${this.issued} ids, but an even spread gives at most ${atMost} by chance`,
      );
  }

  #report(law: IdLaw, how: string): void {
    if (!this.#options.breaks.includes(law)) this.#breaches.report(law, how);
  }
}
