/** What the objects of a history tell of its transactions, while they are looked at one by one. */
import { inWords, type Value } from '../linearizability/value.ts';
import type { Anomaly, AnomalyKind } from './anomaly.ts';
import { DependencyGraph } from './dependency.ts';
import type { Transaction } from './transaction.ts';

/** What a history does not tell: an anomaly may hide there. */
export interface Gaps {
  /** Objects of which at least two versions have no known order. */
  unorderedObjects: number;
  /** Values that were read, and that no transaction of the history wrote. */
  unwrittenValues: number;
  /** Values that several transactions wrote to one register, or that are nil: a read does not tell which write it saw. */
  ambiguousValues: number;
}

export class Findings {
  readonly graph: DependencyGraph;
  readonly gaps: Gaps = { unorderedObjects: 0, unwrittenValues: 0, ambiguousValues: 0 };
  readonly anomalies: Anomaly[] = [];

  constructor(transactions: number) {
    this.graph = new DependencyGraph(transactions);
  }

  /** The story names the transactions T1, T2… in their order. */
  report(
    kind: AnomalyKind,
    key: Value,
    transactions: readonly Transaction[],
    ...story: string[]
  ): void {
    this.anomalies.push({ kind, key, transactions, story });
  }
}

/** `:x = [1 2]`. */
export function readAs(key: Value, value: Value): string {
  return `${inWords(key)} = ${inWords(value)}`;
}
