/** The laws of atomic commit. */

export const commitLaws = {
  atomicity: 'no participant commits while another aborts',
  'no-unilateral-abort':
    'no participant that has voted yes aborts unless a coordinator, a leader or a quorum says so',
  'commit-needs-votes': 'no participant commits unless every participant has voted yes',
} as const;

export type CommitLaw = keyof typeof commitLaws;
