/** What a register of several servers is held to. */

export const abdLaws = {
  'register-steps-forward':
    'an operation that begins after another has ended has no older version, and a write a newer one',
  'versions-are-unique': 'no two writes have one version',
} as const;

export type AbdLaw = keyof typeof abdLaws;
