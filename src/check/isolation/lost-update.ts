/** Lost updates: two committed transactions that read one version of an object and wrote it (P4). */
import type { Value } from '../linearizability/value.ts';
import { type Findings, readAs } from './findings.ts';
import type { Transaction } from './transaction.ts';

/** A transaction that read a version and then wrote the object. */
export interface Update {
  readonly transaction: Transaction;
  readonly value: Value;
  /** Equal for equal versions. */
  readonly id: string;
}

export function reportLostUpdates(
  key: Value,
  updates: readonly Update[],
  findings: Findings,
): void {
  const first = new Map<string, Update>();
  const reported = new Set<string>();
  for (const update of updates) {
    const other = first.get(update.id);
    if (other === undefined) first.set(update.id, update);
    if (other === undefined || reported.has(update.id)) continue;
    reported.add(update.id);
    findings.report(
      'lost-update',
      key,
      [other.transaction, update.transaction],
      `T1 read ${readAs(key, other.value)} and wrote it`,
      'T2 read the same version and wrote it too: one of the two did not see the other',
    );
  }
}
