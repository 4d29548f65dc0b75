/** What has been spent of the bounds, as a number: each kind of fault and each timer has a budget. */

import type { Bounds } from '../check/exploration.ts';
import { must } from '../kernel/must.ts';
import { Interner } from './plain.ts';
import { PairTable } from './tables.ts';

/** The kind of what is not bounded. */
export const unbounded = -1;

export class Budgets {
  readonly crashes: number;
  readonly tears: number;
  readonly starts: number;
  readonly losses: number;
  readonly duplicates: number;
  /** By script. */
  readonly operations: readonly number[];
  readonly #timers = new Map<string, number>();
  readonly #limits: number[] = [];
  readonly #spent = new Interner<readonly number[]>();
  readonly #after = new PairTable();

  constructor(bounds: Bounds, scripts: readonly number[]) {
    this.crashes = this.#budget(bounds.crashes);
    this.tears = this.#budget(bounds.tears);
    this.starts = this.#budget(bounds.starts);
    this.losses = this.#budget(bounds.losses);
    this.duplicates = this.#budget(bounds.duplicates);
    this.operations = scripts.map((length) => this.#budget(length));
    for (const [timer, limit] of Object.entries(bounds.timeouts)) {
      this.#timers.set(timer, this.#budget(limit));
    }
  }

  #budget(limit: number): number {
    return limit === Infinity ? unbounded : this.#limits.push(limit) - 1;
  }

  ofTimer(timer: string): number {
    return this.#timers.get(timer) ?? unbounded;
  }

  /** Nothing is spent. */
  get untouched(): number {
    return this.#spent.id(this.#limits.map(() => 0));
  }

  /** Nothing but operations: what clients have done is done. */
  renewed(spent: number): number {
    const counts = this.#spent.get(spent);
    return this.#spent.id(
      counts.map((count, kind) => (this.operations.includes(kind) ? count : 0)),
    );
  }

  /** How much of a script is done. */
  done(spent: number, script: number): number {
    return must(
      this.#spent.get(spent)[must(this.operations[script], 'the budget of a script')],
      'what is spent of a script',
    );
  }

  /** What has been spent after one more of that kind; -1 if that is too much. O(1) if it is known. */
  spend(spent: number, kind: number): number {
    if (kind === unbounded) return spent;
    const known = this.#after.get(spent, kind);
    if (known >= 0) return known - 1;
    const counts = this.#spent.get(spent);
    const isOver = must(counts[kind], 'a count') >= must(this.#limits[kind], 'a limit');
    const after = isOver ? -1 : this.#spent.id(counts.map((n, at) => (at === kind ? n + 1 : n)));
    this.#after.set(spent, kind, after + 1);
    return after;
  }
}
