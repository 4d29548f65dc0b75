/** Trace notes of the store and its clients about transactions, with their wording. */
import { counted, inDigits } from '../../../src/words/numbers.ts';
import type { Failure } from './transaction.ts';

export interface IsolationNotes {
  /** A statement was answered. */
  executed: { transaction: string; sql: string; rows: number };
  /** A statement has to wait for another transaction. */
  blocked: { transaction: string; by: string };
  failed: { transaction: string; failure: Failure };
  /** A client retries a transaction that has failed, or has changed no row. */
  retries: { why: string };
  /** A worker has done a job of a queue; it has not marked it yet. */
  works: { job: number };
  /** Old versions were removed, or kept for open snapshots, which can see some of them. */
  vacuumed: { removed: number; kept: number; seen: number };
  /** All orders of a test have been tried at one level. */
  tried: { test: string; level: string; orders: number; shown: number; example: string };
}

type Words = {
  readonly [Kind in keyof IsolationNotes]: (note: IsolationNotes[Kind]) => string;
};

export const isolationWords: Words = {
  executed: ({ transaction, sql, rows }) => `${transaction}: ${sql} (${inDigits(rows)})`,
  blocked: ({ transaction, by }) => `${transaction} waits for ${by}`,
  failed: ({ transaction, failure }) => `${transaction} fails: ${failure.replaceAll('-', ' ')}`,
  retries: ({ why }) => `retries: ${why.replaceAll('-', ' ')}`,
  works: ({ job }) => `has done job ${job}`,
  vacuumed: ({ removed, kept, seen }) =>
    `vacuum removes ${counted(removed, 'old version')}, and keeps ${inDigits(kept)}, of which open snapshots see ${inDigits(seen)}`,
  tried: ({ test, level, orders, shown, example }) =>
    `tries ${inDigits(orders)} orders of ${test} at ${level}: ${shown === 0 ? 'none shows it' : `${inDigits(shown)} show it, as ${example} does`}`,
};
