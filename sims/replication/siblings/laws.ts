/** What a store of siblings is held to, by what its clients have read, whatever its clocks say. */

export const siblingLaws = {
  'unseen-write-survives':
    'a read finds every write that was acknowledged before it began, or a write by a client that had seen it',
  'seen-write-is-replaced': 'a read does not find a write beside one whose client had seen it',
} as const;

export type SiblingLaw = keyof typeof siblingLaws;
