/** What event sourcing is held to. */

export const eventLaws = {
  'no-overdraft': 'no withdrawal is stored that its account cannot cover',
  'load-is-fold': 'a snapshot and the events after it give what all events give',
  'projection-is-fold': 'a projection at a position is what the events up to there give',
  'every-version-reads': 'a reader with upcasters reads every event that was ever stored',
  'effect-once': 'no event has its effect on the outside twice',
} as const;

export type EventLaw = keyof typeof eventLaws;
