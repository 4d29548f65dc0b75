/**
 * How long a consumer takes to write its records, with several rows per insert, and what larger
 * inserts gain.
 */
import { roundTripMs } from './builder.ts';

export interface Inserts {
  readonly records: number;
  /** For each insert, whatever its size. */
  readonly insertMs: number;
  /** For each row of it. */
  readonly rowMs: number;
}

export const pollRecords = 1_000;

/** (a + b) / (a / n + b): the gain if each of n rows bears its share of the insert. */
export const gain = ({ insertMs, rowMs }: Inserts, rows: number): number =>
  (insertMs + rowMs) / (insertMs / rows + rowMs);

export const workMs = ({ records, insertMs, rowMs }: Inserts, rows: number): number =>
  Math.ceil(records / rows) * insertMs + records * rowMs;

/** What polling and committing add, at most. */
export const pollingMs = ({ records }: Inserts): number =>
  (Math.ceil(records / pollRecords) + 1) * 2 * roundTripMs;

/** The gain from the work alone, with the overhead of polling on either side. */
export function gainBound(inserts: Inserts, rows: number) {
  const [one, many, polling] = [workMs(inserts, 1), workMs(inserts, rows), pollingMs(inserts)];
  return { atLeast: one / (many + polling), atMost: (one + polling) / many };
}
