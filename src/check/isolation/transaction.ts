/**
 * Transactions as their clients saw them: reads and writes of several objects, in their order.
 *
 * An object is a list that is appended to, or a register that is overwritten, as in Elle's workloads
 * (Kingsbury and Alvaro 2020, "Elle: Inferring Isolation Anomalies from Experimental Observations",
 * VLDB 14(3)). Each written value is written once, so that a read tells which write it saw.
 */
import type { Process } from '../linearizability/history.ts';
import type { Value } from '../linearizability/value.ts';

export type Step =
  | { readonly f: 'append' | 'write'; readonly key: Value; readonly value: Value }
  /** A read's value counts only if its transaction is ok. */
  | { readonly f: 'read'; readonly key: Value; readonly value: Value };

/** `ok`: committed. `fail`: aborted. `info`: either, and its reads are not known. */
export type Outcome = 'ok' | 'fail' | 'info';

export interface Transaction {
  /** Its place among the transactions of the history, from 0. */
  readonly id: number;
  /** Undefined if the history does not say. */
  readonly process: Process | undefined;
  readonly outcome: Outcome;
  readonly steps: readonly Step[];
  /** Where in the history it was invoked: -Infinity if that is not known. */
  readonly calledAt: number;
  /** Where it returned: Infinity if it is not known to have ended. */
  readonly returnedAt: number;
  readonly line: number | undefined;
  readonly returnLine: number | undefined;
}
