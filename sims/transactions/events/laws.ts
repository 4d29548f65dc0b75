/** The laws of event sourcing. */

export const eventLaws = {
  'no-overdraft': 'no withdrawal is stored that its account cannot cover',
  'load-is-fold': 'a snapshot and the events after it give the same state as all events',
  'projection-is-fold': 'a projection at a position equals the fold of the events up to it',
  'every-version-reads': 'a reader with upcasters reads every event that was ever stored',
  'effect-once': 'no event takes effect on the outside twice',
} as const;

export type EventLaw = keyof typeof eventLaws;
