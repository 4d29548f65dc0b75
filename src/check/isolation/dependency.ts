/**
 * Dependencies between transactions: the edges of the direct serialization graph (Adya, Liskov and
 * O'Neil 2000, section 4.4), and the order of real time.
 */
import { must } from '../../kernel/must.ts';
import type { Value } from '../linearizability/value.ts';

/**
 * `ww`: `to` overwrote a version of `from`. `wr`: `to` read a version of `from`. `rw`, the
 * anti-dependency: `to` overwrote a version that `from` read. `realtime`: `from` had returned
 * before `to` was invoked.
 */
export type DependencyKind = 'ww' | 'wr' | 'rw' | 'realtime';

export interface Dependency {
  readonly kind: DependencyKind;
  /** Ids of transactions. */
  readonly from: number;
  readonly to: number;
  readonly key?: Value;
  /** The version that `from` wrote or read: of a list, its last element; undefined for the initial one. */
  readonly value?: Value | undefined;
  /** The version that `to` wrote, for `ww` and `rw`. */
  readonly next?: Value | undefined;
}

/** The dependencies of each transaction, without those on itself and without repeats. */
export class DependencyGraph {
  readonly #edges: Dependency[][];
  readonly #known = new Set<string>();

  constructor(transactions: number) {
    this.#edges = Array.from({ length: transactions }, () => []);
  }

  add(edge: Dependency): void {
    const id = `${edge.from} ${edge.to} ${edge.kind}`;
    if (edge.from === edge.to || this.#known.has(id)) return;
    this.#known.add(id);
    must(this.#edges[edge.from], 'dependencies of the transaction').push(edge);
  }

  get transactions(): number {
    return this.#edges.length;
  }

  /** How many dependencies there are. */
  get size(): number {
    return this.#known.size;
  }

  from(transaction: number): readonly Dependency[] {
    return this.#edges[transaction] ?? [];
  }
}
