/**
 * Recorded editing sessions, in the formats of the editing-traces collection (Gentle): sequential,
 * where every transaction follows the one before, and concurrent, where each names its parents.
 *
 * A patch is [position, deleted, inserted].
 */
/** Extra members, such as a time, are allowed and ignored. */
export type Patch = readonly [position: number, deleted: number, inserted: string];

/**
 * What positions and counts count. Code points, so that an emoji is one, as the collection says; or
 * units of UTF-16, so that it is two, as in JavaScript, Yjs and most editors.
 */
export type Units = 'code-points' | 'utf16';

export interface Transaction {
  /** Indexes of earlier transactions that it follows; none for the start. */
  readonly parents: readonly number[];
  readonly agent: number;
  readonly patches: readonly Patch[];
}

export interface EditingTrace {
  readonly kind: 'sequential' | 'concurrent';
  readonly agents: number;
  readonly startContent: string;
  /** Undefined if it was not recorded. */
  readonly endContent: string | undefined;
  /** Code points by default. */
  readonly units?: Units;
  readonly transactions: readonly Transaction[];
}

/** What is wrong with a trace, in one sentence. */
export class TraceError extends Error {}
