/**
 * Batches: the requests of a few seconds travel as one message, because only the number of failures
 * matters. A lost message loses them all.
 */

export interface Batch {
  readonly kind: 'requests';
  readonly requests: number;
  /** Whether the new version must answer. */
  readonly isNew: boolean;
}

export interface Answered {
  readonly served: number;
  /** Of those served, by the new version. */
  readonly exposed: number;
  /** Failed as they would have with the old version. */
  readonly errors: number;
  /** Failed because of the new version. */
  readonly broken: number;
}

export const unanswered: Answered = { served: 0, exposed: 0, errors: 0, broken: 0 };

export function sumOf(answers: readonly (Answered | undefined)[]): Answered {
  return answers.reduce(
    (a: Answered, b = unanswered) => ({
      served: a.served + b.served,
      exposed: a.exposed + b.exposed,
      errors: a.errors + b.errors,
      broken: a.broken + b.broken,
    }),
    unanswered,
  );
}
