/**
 * Expectations: claims about what a run measured, each with its bound beside it. They decide a
 * scenario's verdict.
 */

/**
 * The measured value must lie between the two, both included; one that is left out does not bind.
 */
export interface Bound {
  readonly atLeast?: number;
  readonly atMost?: number;
}

/** That value and no other. */
export const exactBound = (value: number): Bound => ({ atLeast: value, atMost: value });

export interface Expectation<Metrics> {
  readonly id: string;
  /** What is expected, in one sentence. */
  readonly text: string;
  /** The id of the claim in the ledger that this decides. */
  readonly claim?: string;
  /** The measured value; undefined where the run has nothing to say. */
  readonly measured: (metrics: Metrics) => number | undefined;
  readonly bound: Bound;
}

export interface ExpectationReport {
  readonly id: string;
  readonly text: string;
  readonly claim?: string;
  readonly measured: number | null;
  readonly bound: Bound;
  /** Null where nothing was measured: the run is then inconclusive. */
  readonly holds: boolean | null;
}

export function assess<Metrics>(
  { id, text, claim, measured, bound }: Expectation<Metrics>,
  metrics: Metrics,
): ExpectationReport {
  const value = measured(metrics) ?? null;
  const holds = value === null ? null : isWithin(value, bound);
  return { id, text, ...(claim === undefined ? {} : { claim }), measured: value, bound, holds };
}

function isWithin(value: number, { atLeast = -Infinity, atMost = Infinity }: Bound): boolean {
  return value >= atLeast && value <= atMost;
}
