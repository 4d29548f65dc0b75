/** The laws of choosing one value (Paxos Made Simple, §2.1 and §2.2). */

/** Checked in what servers say they learn. */
export const learnedLaws = {
  'one-value': 'no two servers learn different values, not even after crashes',
  'learned-was-proposed': 'a learned value was proposed',
} as const;

export type LearnedLaw = keyof typeof learnedLaws;

export const synodLaws = {
  ...learnedLaws,
  // Checked in what acceptors answer, which is on their disks by then.
  'learned-was-chosen': 'a learned value was accepted by a majority in one ballot',
  'promises-are-kept': 'no acceptor accepts in a ballot below one that it has promised',
  'one-value-per-ballot': 'no ballot has two values',
} as const;

export type SynodLaw = keyof typeof synodLaws;
