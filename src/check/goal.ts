/**
 * Goals: what must happen.
 *
 * A goal of the kind `sometimes` must happen at least once in a run; where it does not, the run
 * proves nothing and is inconclusive. A goal of the kind `eventually` is liveness: it must come
 * about after the last fault and hold at the end of the run; a run that gave it enough time has
 * failed where it does not.
 */
export interface Goal<Subject> {
  readonly id: string;
  /** What it says, in one sentence. */
  readonly says: string;
  readonly kind: 'sometimes' | 'eventually';
  readonly holds: (subject: Subject) => boolean;
  /**
   * For `eventually`: how long after the last fault a run must go on before not holding counts
   * against it.
   */
  readonly withinMs: number;
}

export function sometimes<Subject>(
  id: string,
  says: string,
  holds: (subject: Subject) => boolean,
): Goal<Subject> {
  return { id, says, kind: 'sometimes', holds, withinMs: 0 };
}

export function eventually<Subject>(
  id: string,
  says: string,
  withinMs: number,
  holds: (subject: Subject) => boolean,
): Goal<Subject> {
  return { id, says, kind: 'eventually', holds, withinMs };
}

export interface GoalReport {
  readonly id: string;
  readonly says: string;
  readonly kind: 'sometimes' | 'eventually';
  readonly reached: boolean;
  /** When it was first reached; for `eventually`, first after the last fault. */
  readonly atMs: number | null;
  /** Liveness is violated: there was time enough, and it did not happen. */
  readonly violated: boolean;
}
