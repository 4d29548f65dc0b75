/**
 * The laws of a store of siblings: they depend on what its clients have read, whatever its clocks
 * say.
 */

export const siblingLaws = {
  'unseen-write-survives':
    'a read finds every write acknowledged before it began, or a write whose client had seen it',
  'seen-write-is-replaced':
    'a read never finds a write as a sibling of one whose client had seen it',
} as const;

export type SiblingLaw = keyof typeof siblingLaws;
